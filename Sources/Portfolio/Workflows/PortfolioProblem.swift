public import Foundation
public import Tabular

/// Prices, what was estimated from them, and what is allowed: what every optimisation starts from.
public struct PortfolioProblem: Sendable {
  /// The prices and returns.
  public var prepared: PreparedReturns
  /// The expected returns and covariances of a year.
  public var estimates: Estimates
  /// What is allowed.
  public var choice: ConstraintChoice

  /// Reads, prepares and estimates.
  ///
  /// - Parameters:
  ///   - prices: A CSV file of prices or returns.
  ///   - configuration: What is known and wanted.
  ///   - observer: Told what happens.
  /// - Throws: `PortfolioError` in words for the user.
  public init(
    _ prices: URL, _ configuration: PortfolioConfiguration, _ observer: WorkObserver = { _ in }
  ) throws {
    prepared = try PreparedReturns(prices, configuration, observer)
    choice = try ConstraintChoice(assets: prepared.returns.assets, configuration)
    observer(.phase("estimating"))
    estimates = try Estimates(prepared, configuration)
  }

  /// The names of the assets.
  public var assets: [String] { prepared.returns.assets }

  /// The exact frontier.
  ///
  /// - Throws: `PortfolioError`; where nothing is allowed it names the constraints in conflict.
  public func frontier() throws(PortfolioError) -> EfficientFrontier {
    try EfficientFrontier(
      mean: estimates.mean, covariance: estimates.covariance, constraints: choice.constraints)
  }

  /// What is said of a portfolio to the user.
  public func facts(
    _ name: String, _ portfolio: EfficientFrontier.Portfolio
  ) -> PortfolioFacts {
    PortfolioFacts(
      name: name, assets: assets, weights: portfolio.weights, mean: portfolio.mean,
      volatility: portfolio.volatility,
      sharpe: portfolio.sharpeRatio(riskFree: estimates.riskFree))
  }

  /// What is said of any weights.
  public func facts(_ name: String, weights: [Double]) -> PortfolioFacts {
    facts(
      name,
      EfficientFrontier.Portfolio(
        weights: weights, mean: dot(estimates.mean, weights),
        variance: estimates.covariance.quadraticForm(weights)))
  }

  /// The period, in words.
  public var period: String {
    let days = prepared.returns.days
    guard let first = days.first, let last = days.last else { return "" }
    return "\(CivilDate.text(days: first)) to \(CivilDate.text(days: last))"
  }
}

/// A portfolio as it is shown: figures of a year.
public struct PortfolioFacts: Sendable, Equatable, Codable {
  /// What it is called, such as `maximum Sharpe ratio`.
  public var name: String
  /// The names of the assets.
  public var assets: [String]
  /// One weight an asset.
  public var weights: [Double]
  /// The expected return of a year.
  public var mean: Double
  /// The standard deviation of the return of a year.
  public var volatility: Double
  /// The Sharpe ratio of a year.
  public var sharpe: Double

  /// One line: `maximum Sharpe ratio: return 12.3 %, volatility 10.1 %, Sharpe 1.22`.
  var line: String {
    String(
      format: "%@: return %.2f %%, volatility %.2f %%, Sharpe ratio %.3f", name, 100 * mean,
      100 * volatility, sharpe)
  }

  /// The weights that are not zero, the largest first.
  var holdings: String {
    let held = assets.indices.filter { abs(weights[$0]) >= 0.000_05 }
      .sorted { weights[$0] > weights[$1] }
    return TextColumns.text(
      held.map { [assets[$0], String(format: "%.2f %%", 100 * weights[$0])] }, indent: "  ")
  }
}
