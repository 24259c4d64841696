/// What every method that starts from a covariance demands of it.
enum CovarianceShape {
  /// Throws unless `covariance` is square, finite, symmetric and has no negative variance.
  static func check(_ covariance: Matrix, assetCount: Int) throws {
    let size = covariance.rowCount
    guard size == covariance.columnCount, size == assetCount, size > 0 else {
      throw PortfolioError(
        .data,
        "the covariance is \(covariance.rowCount) by \(covariance.columnCount), which does not fit "
          + "\(assetCount) assets")
    }
    let deviations = try covariance.diagonal.enumerated().map { index, variance in
      guard variance >= 0, variance.isFinite else {
        throw PortfolioError(
          .data,
          "asset \(index + 1) has the variance \(variance): a variance is finite and not negative")
      }
      return variance.squareRoot()
    }
    for row in 0..<size {
      for column in 0..<row {
        let (value, mirrored) = (covariance[row, column], covariance[column, row])
        guard value.isFinite, mirrored.isFinite else {
          throw PortfolioError(
            .data,
            "the covariance of assets \(column + 1) and \(row + 1) is not finite: fill or drop what "
              + "is missing first")
        }
        // Rounding is as large as the deviations, however small the covariance itself is.
        guard abs(value - mirrored) <= 1e-8 * deviations[row] * deviations[column] else {
          throw PortfolioError(
            .data,
            "the covariance is not symmetric: assets \(column + 1) and \(row + 1) have \(mirrored) "
              + "and \(value)")
        }
      }
    }
  }

  /// Throws unless every variance is positive.
  static func checkVariances(_ covariance: Matrix) throws {
    if let index = covariance.diagonal.firstIndex(where: { $0 <= 0 }) {
      throw PortfolioError(
        .data,
        "asset \(index + 1) has no variance: its returns are constant. Leave it out, or hold it as "
          + "cash")
    }
  }
}
