/// Covariances that are one weighted sum over the periods.
enum SampleCovariance {
  static func covariance(of values: Matrix, _ divisor: SampleDivisor) -> Matrix {
    WeightedMoments.crossProducts(
      values, centre: WeightedMoments.mean(values), divisor: divisor.value(values.rowCount))
  }

  static func exponential(
    _ values: Matrix, _ decay: ExponentialDecay, _ centre: ExponentialCentre
  ) throws -> Matrix {
    let weights = try decay.weights(values.rowCount)
    let from =
      switch centre {
      case .zero: [Double](repeating: 0, count: values.columnCount)
      case .mean: WeightedMoments.mean(values)
      case .weightedMean: WeightedMoments.mean(values, weights: weights)
      }
    return WeightedMoments.crossProducts(values, centre: from, weights: weights, divisor: 1)
  }

  static func semi(_ values: Matrix, benchmark: Double) throws -> Matrix {
    guard benchmark.isFinite else {
      throw PortfolioError(.request, "The benchmark of the semicovariance is \(benchmark).")
    }
    var below = values
    for index in below.elements.indices {
      below.elements[index] = min(below.elements[index] - benchmark, 0)
    }
    return WeightedMoments.crossProducts(
      below, centre: [Double](repeating: 0, count: values.columnCount),
      divisor: Double(values.rowCount))
  }
}
