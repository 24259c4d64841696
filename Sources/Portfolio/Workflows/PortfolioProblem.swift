public import Foundation
import Reporting
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
    if choice.constraints.turnoverLimit != nil, choice.constraints.previousWeights == nil {
      throw PortfolioError(
        .request, "turnover needs previous-weights, a file with the weights held now.")
    }
    observer(.phase("estimating"))
    estimates = try Estimates(prepared, configuration)
  }

  /// The names of the assets.
  public var assets: [String] { prepared.returns.assets }

  /// All that was done, one sentence each.
  func notes(of configuration: PortfolioConfiguration, for command: String) -> [String] {
    let keys = PortfolioConfiguration.Key.self
    let used = keys.returning.union(keys.estimating).union(keys.constraining)
      .union(keys.positioning).union(command == "optimize" ? [.riskBudgets] : [])
    var notes =
      prepared.notes + estimates.notes + configuration.unusedNotes(used: used, by: command)
    if choice.constraints.transactionCosts != nil {
      let start = choice.constraints.previousWeights == nil ? "nothing" : "the previous weights"
      notes.append("Returns are less the cost of trading, once, from \(start).")
    }
    return notes
  }

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
      sharpe: portfolio.volatility > 1e-9
        ? portfolio.sharpeRatio(riskFree: estimates.riskFree) : nil)
  }

  /// What is said of any weights, after the costs of trading them.
  public func facts(_ name: String, weights: [Double]) -> PortfolioFacts {
    facts(
      name,
      EfficientFrontier.Portfolio(
        weights: weights, mean: dot(estimates.mean, weights) - cost(of: weights),
        variance: estimates.covariance.quadraticForm(weights)))
  }

  /// What it costs to get from the previous weights to these.
  private func cost(of weights: [Double]) -> Double {
    guard let rates = choice.constraints.transactionCosts else { return 0 }
    let previous = choice.constraints.previousWeights
    return weights.indices.reduce(0) {
      $0 + rates[$1] * abs(weights[$1] - (previous?[$1] ?? 0))
    }
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
  /// The Sharpe ratio of a year; `nil` without risk.
  public var sharpe: Double?

  /// Smaller weights are not shown: they would read 0.00 %.
  static let shownWeight = 0.000_05

  /// How many assets are held, as far as it shows.
  var heldCount: Int { weights.count { abs($0) >= Self.shownWeight } }

  /// One line: `maximum Sharpe ratio: return 12.3 %, volatility 10.1 %, Sharpe 1.22`.
  var line: String {
    "\(name): return \(inPercent(mean)), volatility \(inPercent(volatility))"
      + (sharpe.map { ", Sharpe ratio " + NumberFormat.number(decimals: 3).text($0) } ?? "")
  }

  /// The weights that are not zero, the largest first.
  var holdings: String {
    let held = assets.indices.filter { abs(weights[$0]) >= Self.shownWeight }
      .sorted { weights[$0] > weights[$1] }
    guard !held.isEmpty else { return "  nothing is held" }
    return TextColumns.text(
      held.map { [assets[$0], inPercent(weights[$0])] }, indent: "  ")
  }
}
