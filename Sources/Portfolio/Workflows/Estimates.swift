import Tabular

/// The expected returns and covariances of a year, and how they came about.
public struct Estimates: Sendable, Equatable {
  /// How views are blended with the estimates.
  public enum ViewMethod: String, Sendable, CaseIterable, Codable {
    /// Black and Litterman's model: equalities, with confidences.
    case blackLitterman = "black-litterman"
    /// Meucci's entropy pooling: inequalities too.
    case entropyPooling = "entropy-pooling"
  }

  /// The expected returns of a year, `[assets]`.
  public var mean: [Double]
  /// The covariances of the returns of a year, `[assets, assets]`.
  public var covariance: Matrix
  /// The return without risk of a year.
  public var riskFree: Double
  /// What was done, one sentence each.
  public var notes: [String]

  /// Estimates from returns.
  ///
  /// A year is so many periods; means and covariances grow with their number.
  ///
  /// - Throws: `PortfolioError` in words for the user.
  public init(
    _ prepared: PreparedReturns, _ configuration: PortfolioConfiguration
  ) throws {
    let returns = prepared.returns
    let periods = returns.periodsPerYear
    riskFree = try configuration.share(.riskFree) ?? 0
    let meanMethod: MeanMethod = try configuration.choice(.mean) ?? .arithmetic
    let covarianceMethod: CovarianceMethod = try configuration.choice(.covariance) ?? .ledoitWolf
    let perPeriod = riskFree / periods
    let estimator: MeanEstimator =
      meanMethod == .capitalAssetPricing
      ? .capitalAssetPricing(
        prepared.benchmark.map { .benchmark($0.returns) } ?? .equalWeights, riskFree: perPeriod)
      : MeanEstimator(meanMethod, assetCount: returns.assetCount)
    var mean = try estimator.mean(of: returns)
    var covariance = try CovarianceEstimator(covarianceMethod).covariance(of: returns)
    notes = [
      "Expected returns: \(meanMethod.rawValue); covariances: \(covarianceMethod.rawValue); "
        + "\(returns.periodCount) periods, \(NumberWords.plain(periods)) a year."
    ]
    if let texts = configuration.texts[.views] {
      let method: ViewMethod = try configuration.choice(.viewMethod) ?? .blackLitterman
      let views = try texts.map {
        try LinearView.parse($0, assets: returns.assets, scale: .annual(periodsPerYear: periods))
      }
      switch method {
      case .blackLitterman:
        let posterior = try BlackLitterman(
          priorMean: mean, priorCovariance: covariance, views: views)
        (mean, covariance) = (posterior.mean, posterior.covariance)
      case .entropyPooling:
        let pooled = try EntropyPooling(returns, views: views.map { .mean($0) })
        (mean, covariance) = pooled.moments(of: returns)
      }
      notes.append("Views (\(method.rawValue)): \(texts.joined(separator: "; ")).")
    }
    let repair = try PositiveDefiniteRepair(covariance)
    if repair.isChanged {
      covariance = repair.covariance
      notes.append(repair.summary(assets: returns.assets))
    }
    self.mean = mean.map { $0 * periods }
    self.covariance = Matrix(
      rows: covariance.rowCount, columns: covariance.columnCount,
      elements: covariance.elements.map { $0 * periods })
  }
}
