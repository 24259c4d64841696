public import Foundation
public import Tabular

/// From prices and weights to every measure of risk, and to who contributes to it.
public struct RiskRun: Sendable {
  /// A CSV file of prices or returns.
  public var prices: URL
  /// The weights, a CSV file with the columns `asset` and `weight`; equal weights if `nil`.
  public var weights: URL?
  /// What is known about the prices.
  public var configuration: PortfolioConfiguration
  /// The level of values at risk and of their relatives.
  public var confidence: Double

  /// Makes a run.
  public init(
    prices: URL, weights: URL? = nil,
    configuration: PortfolioConfiguration = PortfolioConfiguration(), confidence: Double = 0.95
  ) {
    self.prices = prices
    self.weights = weights
    self.configuration = configuration
    self.confidence = confidence
  }

  /// A measure, and what each asset contributes to it.
  public struct Contribution: Codable, Sendable {
    /// The measure.
    public var measure: String
    /// Its value, of one period.
    public var total: Double
    /// One share of it an asset, summing to 1.
    public var shares: [Double]
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The names of the assets.
    public var assets: [String]
    /// The weights.
    public var weights: [Double]
    /// The first and the last day of the returns.
    public var period: String
    /// Returns, risks and ratios.
    public var summary: PerformanceSummary
    /// Who contributes how much.
    public var contributions: [Contribution]
    /// What was done to the data.
    public var notes: [String]

    /// The outcome for a terminal.
    public var text: String {
      func share(_ value: Double) -> String { String(format: "%.4f %%", 100 * value) }
      func number(_ value: Double?) -> String { String(format: "%.4f", value ?? .nan) }
      var rows = [
        ["return a year, arithmetic", share(summary.arithmeticReturn)],
        ["return a year, compounded", share(summary.compoundedReturn)],
        ["volatility a year", share(summary.volatility)],
        ["best period", share(summary.best)], ["worst period", share(summary.worst)],
        ["skewness", number(summary.skewness)],
        ["excess kurtosis", number(summary.excessKurtosis)],
      ]
      rows += summary.risks.map {
        ["risk of a period: \(RiskNames.name($0.measure))", share($0.value)]
      }
      rows += summary.ratios.map { ["a year: \(RiskNames.name($0.ratio))", number($0.value)] }
      var shares = [["asset", "weight"] + contributions.map(\.measure)]
      for index in assets.indices where abs(weights[index]) > 5e-5 {
        shares.append(
          [assets[index]]
            + ([weights[index]] + contributions.map { $0.shares[index] }).map {
              String(format: "%.2f", 100 * $0)
            })
      }
      let lines = [
        period, TextColumns.text(rows), "", "Shares of the risk, %:",
        TextColumns.text(shares, indent: "  "),
      ]
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Reads and measures.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    let prepared = try PreparedReturns(prices, configuration, observer)
    let returns = prepared.simpleReturns
    let count = returns.assetCount
    let weights =
      try self.weights.map { url throws(PortfolioError) in
        try WeightTable(csv: url).ordered(by: returns.assets)
      } ?? [Double](repeating: 1 / Double(count), count: count)
    guard confidence > 0, confidence < 1 else {
      throw PortfolioError(.request, "the confidence lies between 0 and 1, as 0.95 does.")
    }
    let riskFree = (try configuration.share(.riskFree) ?? 0) / returns.periodsPerYear
    let series = returns.values.times(weights)
    let measures: [(String, RiskMeasure)] = [
      ("deviation", .standardDeviation),
      ("CVaR", .conditionalValueAtRisk(confidence: confidence)),
      ("EVaR", .entropicValueAtRisk(confidence: confidence)),
      ("drawdown", .maximumDrawdown(.uncompounded)),
    ]
    let contributions = try measures.map { name, measure in
      let found = try RiskContributions(
        measure: measure, weights: weights, returns: returns.values)
      return Contribution(measure: name, total: found.total, shares: found.shares)
    }
    let problem = returns.days
    return Outcome(
      assets: returns.assets, weights: weights,
      period: problem.first.flatMap { first in
        problem.last.map { "\(CivilDate.text(days: first)) to \(CivilDate.text(days: $0))" }
      } ?? "",
      summary: try PerformanceSummary(
        returns: series, periodsPerYear: returns.periodsPerYear, riskFreeRate: riskFree,
        confidence: confidence),
      contributions: contributions, notes: prepared.notes)
  }
}
