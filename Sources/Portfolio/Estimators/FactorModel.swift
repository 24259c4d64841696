/// Returns explained by the returns of factors: x = a + B f + e, with uncorrelated errors e.
///
/// B and a are found by least squares over the periods. Where factors are collinear, the loadings
/// of least length are taken.
public struct FactorModel: Sendable, Equatable {
  /// The names of the factors.
  public let factors: [String]
  /// B, `[assets, factors]`.
  public let loadings: Matrix
  /// a, per period, one for each asset.
  public let intercepts: [Double]
  /// Σ_f, the covariance of the factors with divisor T - 1, `[factors, factors]`.
  public let factorCovariance: Matrix
  /// The diagonal of D: the variance of each error, with divisor T - 1, so that the variances of
  /// `covariance` are those of the sample.
  public let specificVariances: [Double]

  /// Fits the model to returns of assets and of factors over the same periods.
  ///
  /// - Throws: `PortfolioError` of kind `data` where the periods differ, a return is not finite or
  ///   there are not more periods than factors plus one.
  public init(assets: Returns, factors: Returns) throws {
    try assets.check(minimumPeriods: factors.assetCount + 2)
    try factors.check()
    guard assets.periodCount == factors.periodCount else {
      throw PortfolioError(
        .data,
        "\(assets.periodCount) periods of assets and \(factors.periodCount) of factors. Give "
          + "both over the same periods.")
    }
    guard assets.days.isEmpty || factors.days.isEmpty || assets.days == factors.days else {
      throw PortfolioError(
        .data, "The days of the factors are not those of the assets. Give both on the same days.")
    }
    let periods = Double(assets.periodCount)
    let assetMean = WeightedMoments.mean(assets.values)
    let factorMean = WeightedMoments.mean(factors.values)
    let covariance = SampleCovariance.covariance(of: factors.values, .unbiased)
    let eigen = SymmetricEigen(covariance)
    var loadings = Matrix(rows: assets.assetCount, columns: factors.assetCount)
    var intercepts = assetMean
    var specific: [Double] = []
    for asset in 0..<assets.assetCount {
      let deviations = assets.values.column(asset).map { $0 - assetMean[asset] }
      // The deviations sum to zero, so that the factors need not be centred.
      let shared = factors.values.transposedTimes(deviations).map { $0 / (periods - 1) }
      let row = eigen.solve(shared)
      let explained = factors.values.times(row)
      let offset = dot(row, factorMean)
      intercepts[asset] -= offset
      let errors = zip(deviations, explained).map { $0 - ($1 - offset) }
      specific.append(dot(errors, errors) / (periods - 1))
      for (factor, loading) in row.enumerated() { loadings[asset, factor] = loading }
    }
    self.factors = factors.assets
    self.loadings = loadings
    self.intercepts = intercepts
    factorCovariance = covariance
    specificVariances = specific
  }

  /// B Σ_f Bᵀ + D, per period, `[assets, assets]`.
  public var covariance: Matrix {
    let assets = loadings.rowCount
    var result = Matrix(diagonal: specificVariances)
    for row in 0..<assets {
      let shared = loadings.times(factorCovariance.times(Array(loadings.row(row))))
      for column in 0...row {
        result[row, column] += shared[column]
        if column < row { result[column, row] = result[row, column] }
      }
    }
    return result
  }
}
