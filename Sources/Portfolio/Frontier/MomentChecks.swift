/// Refuses means and covariances that make no sense.
enum MomentChecks {
  /// - Throws: `PortfolioError` that names the asset.
  static func check(
    mean: [Double], covariance: Matrix, constraints: PortfolioConstraints
  ) throws(PortfolioError) {
    let n = mean.count
    guard n > 0 else { throw PortfolioError(.data, "there are no assets.") }
    guard covariance.rowCount == n, covariance.columnCount == n else {
      throw PortfolioError(
        .data,
        "there are \(n) means and a covariance matrix of \(covariance.rowCount) by "
          + "\(covariance.columnCount).")
    }
    guard constraints.assetCount == n else {
      throw PortfolioError(
        .request, "there are \(n) assets and constraints for \(constraints.assetCount).")
    }
    if let index = mean.firstIndex(where: { !$0.isFinite }) {
      throw PortfolioError(
        .data, "the expected return of \(constraints.name(index)) is not a number.")
    }
    for row in 0..<n {
      let variance = covariance[row, row]
      guard variance >= 0 else {
        throw PortfolioError(.data, "the variance of \(constraints.name(row)) is \(variance).")
      }
      for column in 0..<row {
        let pair = (covariance[row, column], covariance[column, row])
        guard pair.0.isFinite, pair.1.isFinite,
          abs(pair.0 - pair.1) <= 1e-9 * (abs(pair.0) + abs(pair.1)) + 1e-300
        else {
          throw PortfolioError(
            .data,
            "the covariance of \(constraints.name(column)) and \(constraints.name(row)) is \(pair.0) on one side of the "
              + "diagonal and \(pair.1) on the other.")
        }
        guard pair.0 * pair.0 <= variance * covariance[column, column] * (1 + 1e-9) + 1e-300 else {
          throw PortfolioError(
            .data,
            "the covariance of \(constraints.name(column)) and \(constraints.name(row)) is larger than their variances "
              + "allow; repair the matrix, as with `Covariance.nearestPositiveDefinite`.")
        }
      }
    }
    try constraints.validate()
  }
}
