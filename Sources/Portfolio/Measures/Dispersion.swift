internal import Foundation

extension ReturnSample {
  /// Σ p (r - mean)², unbiased.
  func variance() throws -> MeasuredRisk {
    let factor = try unbiasing()
    let center = mean
    let deviations = values.map { $0 - center }
    return MeasuredRisk(
      value: factor * expectation(deviations.map { $0 * $0 }),
      gradient: zip(probabilities, deviations).map { 2 * factor * $0 * $1 })
  }

  /// Σ p min(r - target, 0)², unbiased; the target is the mean unless there is another.
  func semivariance(target: Double?) throws -> MeasuredRisk {
    let factor = try unbiasing()
    let center = target ?? mean
    let shortfalls = values.map { min($0 - center, 0) }
    let shift = target == nil ? expectation(shortfalls) : 0
    return MeasuredRisk(
      value: factor * expectation(shortfalls.map { $0 * $0 }),
      gradient: zip(probabilities, shortfalls).map { 2 * factor * $0 * ($1 - shift) })
  }

  /// Σ p |r - target|; the target is the mean unless there is another.
  func meanAbsoluteDeviation(target: Double?) -> MeasuredRisk {
    meanOfDeviations(target: target) { ($0.magnitude, $0 == 0 ? 0 : $0 < 0 ? -1 : 1) }
  }

  /// Σ p max(target - r, 0); the target is the mean unless there is another.
  func firstLowerPartialMoment(target: Double?) -> MeasuredRisk {
    meanOfDeviations(target: target) { (max(-$0, 0), $0 < 0 ? -1 : 0) }
  }

  /// Σ p f(r - target) for an f that is given with its slope.
  private func meanOfDeviations(
    target: Double?, _ function: (Double) -> (value: Double, slope: Double)
  ) -> MeasuredRisk {
    let center = target ?? mean
    let parts = values.map { function($0 - center) }
    let slopes = parts.map(\.slope)
    let shift = target == nil ? expectation(slopes) : 0
    return MeasuredRisk(
      value: expectation(parts.map(\.value)),
      gradient: zip(probabilities, slopes).map { $0 * ($1 - shift) })
  }

  /// Gini's mean difference: the mean absolute difference of two independent draws, unbiased.
  ///
  /// Source: Yitzhaki, "Stochastic dominance, mean variance, and Gini's mean difference", 1982.
  func giniMeanDifference() throws -> MeasuredRisk {
    let factor = try unbiasing()
    var gradient = [Double](repeating: 0, count: values.count)
    var below = 0.0
    for index in ascending {
      let probability = probabilities[index]
      // A return is added once for each smaller one and taken off once for each larger one.
      gradient[index] = 2 * factor * probability * (2 * below + probability - 1)
      below += probability
    }
    return MeasuredRisk(value: dot(gradient, values), gradient: gradient)
  }

  /// The central moments of order 2, 3 and 4, biased, or `nil` where the returns do not vary.
  var centralMoments: (second: Double, third: Double, fourth: Double)? {
    let center = mean
    let deviations = values.map { $0 - center }
    // What is left of the mean after rounding would pass for skewness where returns vary little.
    let rest = expectation(deviations)
    let squares = deviations.map { ($0 - rest) * ($0 - rest) }
    let second = expectation(squares)
    guard second > (Double.ulpOfOne * center) * (Double.ulpOfOne * center) else { return nil }
    return (
      second, expectation(zip(squares, deviations).map { $0 * ($1 - rest) }),
      expectation(squares.map { $0 * $0 })
    )
  }

  /// The standardised third moment.
  var skewness: Double? { centralMoments.map { $0.third / pow($0.second, 1.5) } }

  /// The standardised fourth moment, 3 for the normal distribution.
  var kurtosis: Double? { centralMoments.map { $0.fourth / ($0.second * $0.second) } }
}
