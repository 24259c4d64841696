/// The covariance B Bᵀ + D of assets that a few factors drive: what makes 500 assets as cheap as 20.
public struct FactorCovariance: Sendable, Equatable, Codable {
  /// B, `[assets, factors]`: the loadings, scaled so that the factors are uncorrelated and have
  /// variance 1.
  public var loadings: Matrix
  /// The diagonal of D: the variance of each asset that is its own.
  public var specificVariances: [Double]

  /// Makes a covariance from its factors.
  ///
  /// - Precondition: there is one row of loadings for each specific variance.
  public init(loadings: Matrix, specificVariances: [Double]) {
    precondition(
      loadings.rowCount == specificVariances.count, "not one row of loadings for each asset")
    self.loadings = loadings
    self.specificVariances = specificVariances
  }

  /// B Bᵀ + D, `[assets, assets]`.
  public var matrix: Matrix {
    let count = specificVariances.count
    var result = Matrix(diagonal: specificVariances)
    let rows = (0..<count).map { Array(loadings.row($0)) }
    for i in 0..<count {
      for j in 0..<count { result[i, j] += dot(rows[i], rows[j]) }
    }
    return result
  }
}
