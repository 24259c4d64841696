import Foundation

extension ConvexRiskMeasure {
  /// The measure of `returns`, one for each scenario, with positive probabilities that sum to 1.
  func value(of returns: [Double], probabilities: [Double]) -> Double {
    let mean = dot(returns, probabilities)
    switch self {
    case .conditionalValueAtRisk(let level):
      return Self.tailMean(returns.map { -$0 }, probabilities, 1 - level)
    case .entropicValueAtRisk(let level):
      return Self.entropic(returns.map { -$0 }, probabilities, level).value
    case .worstCase:
      return -(returns.min() ?? 0)
    case .meanAbsoluteDeviation:
      return zip(returns, probabilities).reduce(0) { $0 + $1.1 * abs($1.0 - mean) }
    case .firstLowerPartialMoment(let target):
      let goal = target ?? mean
      return zip(returns, probabilities).reduce(0) { $0 + $1.1 * max(goal - $1.0, 0) }
    case .semivariance(let target):
      return Self.lowerSquare(returns, probabilities, target ?? mean)
    case .semideviation(let target):
      return Self.lowerSquare(returns, probabilities, target ?? mean).squareRoot()
    case .giniMeanDifference:
      return Self.gini(returns, probabilities)
    case .maximumDrawdown:
      return Self.drawdowns(returns).max() ?? 0
    case .averageDrawdown:
      return dot(Self.drawdowns(returns), probabilities)
    case .conditionalDrawdown(let level):
      return Self.tailMean(Self.drawdowns(returns), probabilities, 1 - level)
    case .entropicDrawdown(let level):
      return Self.entropic(Self.drawdowns(returns), probabilities, level).value
    case .ulcerIndex:
      return Self.lowerSquare(Self.drawdowns(returns).map { -$0 }, probabilities, 0).squareRoot()
    }
  }

  /// How far the sum of the returns lies below its highest value so far, 0 included.
  static func drawdowns(_ returns: [Double]) -> [Double] {
    var drawdown = 0.0
    return returns.map {
      drawdown = max(0, drawdown - $0)
      return drawdown
    }
  }

  /// The mean of the largest losses that together have the probability `share`.
  static func tailMean(_ losses: [Double], _ probabilities: [Double], _ share: Double) -> Double {
    let order = losses.indices.sorted { losses[$0] > losses[$1] }
    var left = share
    var sum = 0.0
    for index in order {
      let weight = min(left, probabilities[index])
      sum += weight * losses[index]
      left -= weight
      if left <= 0 { break }
    }
    return sum / share
  }

  private static func lowerSquare(
    _ returns: [Double], _ probabilities: [Double], _ target: Double
  ) -> Double {
    zip(returns, probabilities).reduce(0) {
      let lack = max(target - $1.0, 0)
      return $0 + $1.1 * lack * lack
    }
  }

  /// Half the sum over all pairs of p p |difference|, found by sorting, made a mean over pairs.
  private static func gini(_ returns: [Double], _ probabilities: [Double]) -> Double {
    let order = returns.indices.sorted { returns[$0] < returns[$1] }
    var below = 0.0
    var sum = 0.0
    for index in order {
      let p = probabilities[index]
      sum += p * returns[index] * (2 * below + p - 1)
      below += p
    }
    let different = 1 - dot(probabilities, probabilities)
    return different > 0 ? 2 * sum / different : 0
  }

  /// Entropic value at risk of losses, with the temperature that attains it; 0 where the bound is
  /// the largest loss.
  static func entropic(
    _ losses: [Double], _ probabilities: [Double], _ level: Double
  ) -> (value: Double, temperature: Double) {
    let budget = -log(1 - level)
    let largest = losses.max() ?? 0
    let spread = largest - (losses.min() ?? 0)
    guard spread > 0 else { return (largest, 0) }
    /// The bound at a temperature, and its slope: the budget less the relative entropy.
    func bound(_ temperature: Double) -> (value: Double, slope: Double) {
      var sum = 0.0
      var weighted = 0.0
      for (p, loss) in zip(probabilities, losses) {
        let share = p * exp((loss - largest) / temperature)
        sum += share
        weighted += share * (loss - largest)
      }
      let mean = weighted / sum
      let slope = budget + log(sum) - mean / temperature
      return (largest + temperature * (log(sum) + budget), slope)
    }
    var low = 1e-9 * spread
    guard bound(low).slope < 0 else { return (min(largest, bound(low).value), 0) }
    var high = spread
    while bound(high).slope < 0 { high *= 4 }
    while high - low > 1e-9 * high {
      let middle = high > 4 * low ? (low * high).squareRoot() : 0.5 * (low + high)
      if bound(middle).slope < 0 { low = middle } else { high = middle }
    }
    let temperature = 0.5 * (low + high)
    return (min(largest, bound(temperature).value), temperature)
  }
}
