import Foundation

/// How the expected return of each asset is estimated. Every estimate is per period.
public indirect enum MeanEstimator: Sendable, Equatable {
  /// The mean of the returns.
  case arithmetic
  /// The return which, earned in every period, gives what the history gave: (Π(1 + x))^(1/T) - 1.
  case compounded
  /// The mean with weights that favour recent periods.
  case exponential(ExponentialDecay)
  /// The mean, drawn towards a common value.
  case shrunk(MeanShrinkage)
  /// r + β (E[m] - r) with the market m, β = cov(x, m) / var(m), and r the risk-free rate a period.
  case capitalAssetPricing(Market = .equalWeights, riskFree: Double = 0)
  /// r + δ Σ w: the means for which the weights w are optimal under the risk aversion δ.
  case equilibrium(
    weights: [Double], riskAversion: Double, riskFree: Double = 0,
    covariance: CovarianceEstimator = .sample())

  /// The expected return of each asset, per period.
  ///
  /// For logarithmic returns the arithmetic mean is that of the logarithms, and the compounded mean
  /// is the simple return exp(mean) - 1.
  ///
  /// - Throws: `PortfolioError` of kind `data` where a return is not finite (the asset and the
  ///   period are named), there are too few periods, or a return of -100 % or less is to be
  ///   compounded; of kind `request` where a setting makes no sense.
  public func mean(of returns: Returns) throws -> [Double] {
    try returns.check(minimumPeriods: 1)
    switch self {
    case .arithmetic: return WeightedMoments.mean(returns.values)
    case .compounded: return try Self.compounded(returns)
    case .exponential(let decay):
      return WeightedMoments.mean(
        returns.values, weights: try decay.weights(returns.periodCount))
    case .shrunk(let shrinkage): return try shrinkage.estimate(returns).mean
    case .capitalAssetPricing(let market, let riskFree):
      return try Self.capitalAssetPricing(returns, market, riskFree)
    case .equilibrium(let weights, let riskAversion, let riskFree, let covariance):
      try returns.check(weights, are: "market weights")
      guard riskAversion > 0, riskAversion.isFinite, riskFree.isFinite else {
        throw PortfolioError(
          .request, "A risk aversion of \(riskAversion): it has to be positive and finite.")
      }
      return try covariance.covariance(of: returns).times(weights).map {
        riskFree + riskAversion * $0
      }
    }
  }

  private static func compounded(_ returns: Returns) throws -> [Double] {
    let periods = Double(returns.periodCount)
    if returns.kind == .logarithmic {
      return WeightedMoments.mean(returns.values).map { expm1($0) }
    }
    if let index = returns.values.elements.firstIndex(where: { $0 <= -1 }) {
      let asset = returns.assets[index % returns.assetCount]
      throw PortfolioError(
        .data,
        "\(asset) lost everything in \(returns.periodName(index / returns.assetCount)): such a "
          + "history cannot be compounded. Take the arithmetic mean.")
    }
    return (0..<returns.assetCount).map { asset in
      expm1(returns.values.column(asset).reduce(0) { $0 + log1p($1) } / periods)
    }
  }

  private static func capitalAssetPricing(
    _ returns: Returns, _ market: Market, _ riskFree: Double
  ) throws -> [Double] {
    try returns.check()
    guard riskFree.isFinite else {
      throw PortfolioError(.request, "The risk-free rate is \(riskFree), not a finite number.")
    }
    let series = try market.returns(returns)
    let mean = series.reduce(0, +) / Double(series.count)
    let deviations = series.map { $0 - mean }
    let variance = dot(deviations, deviations)
    guard variance > 1e-24 * Double(series.count) * mean * mean, variance > 0 else {
      throw PortfolioError(
        .data, "The market's return is the same in every period, so that nothing depends on it.")
    }
    return returns.values.transposedTimes(deviations).map {
      riskFree + $0 / variance * (mean - riskFree)
    }
  }
}

/// The market of the capital asset pricing model.
public enum Market: Sendable, Equatable {
  /// The returns of a benchmark, one for each period.
  case benchmark([Double])
  /// The assets, with weights that stay the same.
  case weights([Double])
  /// All assets alike.
  case equalWeights

  func returns(_ assets: Returns) throws -> [Double] {
    switch self {
    case .benchmark(let series):
      guard series.count == assets.periodCount else {
        throw PortfolioError(
          .data,
          "The benchmark has \(series.count) periods and the assets have \(assets.periodCount).")
      }
      if let period = series.firstIndex(where: { !$0.isFinite }) {
        throw PortfolioError(
          .data,
          "The return of the benchmark in \(assets.periodName(period)) is \(series[period]).")
      }
      return series
    case .weights(let weights):
      try assets.check(weights, are: "market weights")
      return assets.values.times(weights)
    case .equalWeights:
      let share = 1 / Double(assets.assetCount)
      return assets.values.times([Double](repeating: share, count: assets.assetCount))
    }
  }
}

/// The mean estimators that need nothing but the returns, by the name a user gives.
public enum MeanMethod: String, Sendable, CaseIterable, Codable {
  /// The mean of the returns.
  case arithmetic
  /// The geometric mean.
  case compounded
  /// Exponential weights with a span of 500 periods.
  case exponential
  /// James and Stein's shrinkage to the grand mean.
  case jamesStein = "james-stein"
  /// Jorion's shrinkage to the mean of the minimum-variance portfolio.
  case bayesStein = "bayes-stein"
  /// Bodnar and Okhrin's shrinkage to the grand mean.
  case bodnarOkhrin = "bodnar-okhrin"
  /// The capital asset pricing model with the equally weighted market.
  case capitalAssetPricing = "capm"
  /// The means for which equal weights are optimal at a risk aversion of 2.5.
  case equilibrium
}

extension MeanEstimator {
  /// The estimator with its usual settings.
  ///
  /// - Parameters:
  ///   - method: the name.
  ///   - assetCount: how many assets there are.
  public init(_ method: MeanMethod, assetCount: Int) {
    self =
      switch method {
      case .arithmetic: .arithmetic
      case .compounded: .compounded
      case .exponential: .exponential(.span(500))
      case .jamesStein: .shrunk(MeanShrinkage(.jamesStein))
      case .bayesStein: .shrunk(MeanShrinkage(.bayesStein, target: .minimumVariance))
      case .bodnarOkhrin: .shrunk(MeanShrinkage(.bodnarOkhrin))
      case .capitalAssetPricing: .capitalAssetPricing()
      case .equilibrium:
        .equilibrium(
          weights: [Double](repeating: 1 / Double(max(1, assetCount)), count: assetCount),
          riskAversion: 2.5)
      }
  }
}
