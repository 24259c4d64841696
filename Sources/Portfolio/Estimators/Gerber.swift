/// The Gerber covariance: correlations that count joint moves and ignore their size.
///
/// A return is up or down where it is beyond `threshold` standard deviations from zero, and else
/// neutral. The correlation of two assets is the number of periods in which they move the same way
/// minus that in which they move opposite ways, over the number in which not both are neutral.
/// Source: Gerber, Markowitz, Ernst, Miao, Javid and Sargen, "The Gerber statistic: a robust
/// co-movement measure for portfolio optimization", Journal of Portfolio Management, 2022.
enum Gerber {
  static func covariance(of values: Matrix, threshold: Double) throws -> Matrix {
    guard threshold > 0, threshold < 1 else {
      throw PortfolioError(
        .request, "A Gerber threshold of \(threshold): it has to lie between 0 and 1.")
    }
    let assets = values.columnCount
    let zero = [Double](repeating: 0, count: assets)
    let deviations = SampleCovariance.covariance(of: values, .maximumLikelihood).diagonal.map {
      $0.squareRoot()
    }
    var signs = values
    var neutral = values
    for index in values.elements.indices {
      let limit = threshold * deviations[index % assets]
      let value = values.elements[index]
      let sign: Double = limit == 0 ? 0 : value >= limit ? 1 : value <= -limit ? -1 : 0
      signs.elements[index] = sign
      neutral.elements[index] = 1 - abs(sign)
    }
    var result = WeightedMoments.crossProducts(signs, centre: zero, divisor: 1)
    let bothNeutral = WeightedMoments.crossProducts(neutral, centre: zero, divisor: 1)
    for row in 0..<assets {
      for column in 0..<assets {
        let counted = Double(values.rowCount) - bothNeutral[row, column]
        result[row, column] =
          counted > 0
          ? result[row, column] / counted * (deviations[row] * deviations[column]) : 0
      }
      // A diagonal of ones, also where nothing is beyond the threshold.
      result[row, row] = deviations[row] * deviations[row]
    }
    return result
  }
}
