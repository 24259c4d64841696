internal import Foundation

extension ReturnSample {
  /// The largest loss.
  func worstCase() -> MeasuredRisk {
    let (index, value) = worst
    var gradient = [Double](repeating: 0, count: values.count)
    gradient[index] = -1
    return MeasuredRisk(value: -value, gradient: gradient)
  }

  /// The loss that is exceeded with at most probability 1 - confidence: the lower quantile.
  func historicalValueAtRisk(confidence: Double) -> MeasuredRisk {
    let tail = 1 - confidence
    // 1 - 0.9 is a bit less than 0.1: a whole number of periods must not be rounded down.
    // Neither must what rounding does to a sum of many probabilities.
    let limit = tail * (1 + 4 * Double.ulpOfOne * Double(values.count)) + Double.ulpOfOne
    let quantile = quantile(above: limit)
    var gradient = [Double](repeating: 0, count: values.count)
    for index in values.indices where values[index] == quantile && probabilities[index] > 0 {
      gradient[index] = -1
      break
    }
    return MeasuredRisk(value: -quantile, gradient: gradient)
  }

  /// The mean of the worst returns of total probability 1 - confidence, with its sign changed.
  ///
  /// The return at the edge counts with the part of its probability that still fits. This is the
  /// optimum of the linear program of Rockafellar and Uryasev, "Optimization of conditional
  /// value-at-risk", 2000.
  func conditionalValueAtRisk(confidence: Double) -> MeasuredRisk {
    let tail = 1 - confidence
    let quantile = quantile(above: tail)
    var gradient = zip(values, probabilities).map { $0 < quantile ? -$1 / tail : 0 }
    // What the returns below the edge leave goes to those at the edge, the earlier ones first.
    var rest = gradient.reduce(1, +)
    for index in values.indices where values[index] == quantile && rest > 0 {
      let part = min(probabilities[index] / tail, rest)
      gradient[index] = -part
      rest -= part
    }
    return MeasuredRisk(value: dot(gradient, values), gradient: gradient)
  }

  /// The value at risk of a normal distribution with the mean and variance of the sample.
  func gaussianValueAtRisk(confidence: Double) throws -> MeasuredRisk {
    let deviation = try variance().squareRoot
    let quantile = StandardNormal.quantile(confidence)
    return MeasuredRisk(
      value: quantile * deviation.value - mean,
      gradient: zip(probabilities, deviation.gradient).map { quantile * $1 - $0 })
  }

  /// The value at risk by the expansion of Cornish and Fisher in skewness and kurtosis.
  ///
  /// Source: Favre and Galeano, "Mean-modified value-at-risk optimization with hedge funds", 2002.
  func cornishFisherValueAtRisk(confidence: Double) throws -> MeasuredRisk {
    guard let moments = centralMoments else {
      return try gaussianValueAtRisk(confidence: confidence)
    }
    let deviation = try variance().squareRoot
    let center = mean
    let power = pow(moments.second, 1.5)
    let skewness = moments.third / power
    let square = moments.second * moments.second
    let kurtosis = moments.fourth / square
    let z = StandardNormal.quantile(1 - confidence)
    let quantile =
      z + (z * z - 1) * skewness / 6 + (z * z * z - 3 * z) * (kurtosis - 3) / 24
      - (2 * z * z * z - 5 * z) * skewness * skewness / 36
    let bySkewness = (z * z - 1) / 6 - (2 * z * z * z - 5 * z) * skewness / 18
    let byKurtosis = (z * z * z - 3 * z) / 24
    let gradient = values.indices.map { index in
      let probability = probabilities[index]
      let d = values[index] - center
      let second = 2 * probability * d
      let third = 3 * probability * (d * d - moments.second)
      let fourth = 4 * probability * (d * d * d - moments.third)
      let skewnessSlope = third / power - 1.5 * skewness * second / moments.second
      let kurtosisSlope = fourth / square - 2 * kurtosis * second / moments.second
      return -probability - deviation.gradient[index] * quantile - deviation.value
        * (bySkewness * skewnessSlope + byKurtosis * kurtosisSlope)
    }
    return MeasuredRisk(value: -center - deviation.value * quantile, gradient: gradient)
  }
}
