/// How far apart two assets are, given the correlation of their returns.
public enum CorrelationDistance: String, Sendable, Codable, CaseIterable {
  /// √((1 - ρ) / 2): opposite assets are farthest apart (López de Prado, 2016).
  case angular
  /// √(1 - |ρ|): opposite assets are as near as equal ones.
  case absoluteAngular
  /// √(1 - ρ²): opposite assets are as near as equal ones.
  case squaredAngular

  /// The distances between all assets, `[assets, assets]`, between 0 and 1.
  ///
  /// - Throws: `PortfolioError` where the covariance is not one, or an asset has no variance.
  public func distances(covariance: Matrix) throws -> Matrix {
    try CovarianceShape.check(covariance, assetCount: covariance.rowCount)
    try CovarianceShape.checkVariances(covariance)
    let count = covariance.rowCount
    let deviations = covariance.diagonal.map { $0.squareRoot() }
    var result = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<row {
        let correlation = covariance[row, column] / (deviations[row] * deviations[column])
        let square =
          switch self {
          case .angular: (1 - correlation) / 2
          case .absoluteAngular: 1 - abs(correlation)
          case .squaredAngular: 1 - correlation * correlation
          }
        let distance = min(max(square, 0), 1).squareRoot()
        result[row, column] = distance
        result[column, row] = distance
      }
    }
    return result
  }
}
