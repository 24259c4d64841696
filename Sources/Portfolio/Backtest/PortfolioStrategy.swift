/// The strategies that a backtest compares, each in the way that it is usually meant.
///
/// Covariances are Ledoit and Wolf's, means arithmetic, both of the training window alone.
public enum PortfolioStrategy: String, Sendable, Codable, CaseIterable {
  /// The same weight for every asset.
  case equalWeight = "equal-weight"
  /// Weights in inverse proportion to volatility.
  case inverseVolatility = "inverse-volatility"
  /// The least variance.
  case minimumVariance = "minimum-variance"
  /// The largest Sharpe ratio; the least variance where no asset earns more than the risk-free rate.
  case maximumSharpe = "maximum-sharpe"
  /// The largest diversification ratio.
  case maximumDiversification = "maximum-diversification"
  /// The same contribution of every asset to the variance.
  case riskParity = "risk-parity"
  /// Hierarchical risk parity.
  case hierarchicalRiskParity = "hrp"
  /// Hierarchical equal risk contribution.
  case hierarchicalEqualRiskContribution = "herc"
  /// Nested clusters, least variance within and among them.
  case nestedClusters = "nco"
  /// The least conditional value at risk at 95 %.
  case minimumCVaR = "minimum-cvar"

  /// What a report compares: one of each kind.
  public static let standard: [PortfolioStrategy] = [
    .equalWeight, .minimumVariance, .maximumSharpe, .riskParity, .hierarchicalRiskParity,
    .minimumCVaR,
  ]

  /// The strategy under constraints; those that optimise nothing keep to long-only weights alone.
  ///
  /// - Parameters:
  ///   - constraints: What is allowed.
  ///   - riskFree: The return of a period without risk.
  /// - Returns: The strategy.
  public func strategy(
    constraints: PortfolioConstraints, riskFree: Double = 0
  ) -> any AllocationStrategy {
    if self == .equalWeight { return EqualWeight() }
    return ClosureStrategy(rawValue) { training, previous in
      try weights(training, previous, constraints, riskFree)
    }
  }

  private func weights(
    _ training: Returns, _ previous: [Double], _ constraints: PortfolioConstraints,
    _ riskFree: Double
  ) throws -> [Double] {
    var constraints = constraints
    if previous.contains(where: { $0 != 0 }) {
      constraints.previousWeights = previous
    } else if constraints.previousWeights == nil {
      // Who holds nothing yet has to buy everything.
      constraints.turnoverLimit = nil
    }
    let simple = training.converted(to: .simple)
    if self == .minimumCVaR {
      let average = [Double](repeating: 0, count: simple.assetCount)
      let traded = try TradedScenarios(simple.values, mean: average, constraints: constraints)
      return traded.weights(
        try traded.optimizer.minimize(.conditionalValueAtRisk(level: 0.95)).weights)
    }
    let covariance = try CovarianceEstimator.ledoitWolf().covariance(of: simple)
    let volatilities = covariance.diagonal.map { max(1e-300, $0).squareRoot() }
    switch self {
    case .equalWeight: return EqualWeight().weights(for: training, previous: previous)
    case .inverseVolatility:
      let total = volatilities.reduce(0) { $0 + 1 / $1 }
      return volatilities.map { 1 / $0 / total }
    case .minimumVariance:
      return try Self.leastVariance(covariance, constraints)
    case .maximumSharpe:
      let mean = try MeanEstimator.arithmetic.mean(of: simple)
      let frontier = try EfficientFrontier(
        mean: mean, covariance: covariance, constraints: constraints)
      guard frontier.returns.upperBound > riskFree else { return frontier.minimumVariance.weights }
      return try frontier.maximumSharpe(riskFree: riskFree).weights
    case .maximumDiversification:
      return try EfficientFrontier.maximumDiversification(
        covariance: covariance, constraints: constraints
      ).weights
    case .riskParity: return try RiskBudgeting(covariance: covariance).weights
    case .hierarchicalRiskParity:
      return try HierarchicalRiskParity(covariance: covariance).weights
    case .hierarchicalEqualRiskContribution:
      return try HierarchicalEqualRiskContribution(covariance: covariance).weights
    case .nestedClusters:
      let optimizer: NestedClusters.Optimizer = { part in
        try Self.leastVariance(part, .longOnly(part.rowCount))
      }
      return try NestedClusters(covariance: covariance, inner: optimizer, outer: optimizer).weights
    case .minimumCVaR: preconditionFailure("done above")
    }
  }

  private static func leastVariance(
    _ covariance: Matrix, _ constraints: PortfolioConstraints
  ) throws(PortfolioError) -> [Double] {
    let nothing = [Double](repeating: 0, count: covariance.rowCount)
    return try EfficientFrontier(mean: nothing, covariance: covariance, constraints: constraints)
      .minimumVariance.weights
  }
}
