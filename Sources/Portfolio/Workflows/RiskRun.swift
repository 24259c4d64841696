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
    /// The measure in short, for the head of a column.
    public var label: String
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

    /// The labels of what stands in one table.
    private static let families: [(String, [String])] = [
      ("dispersion", ["deviation", "semideviation", "MAD", "lower moment", "Gini"]),
      ("losses", ["VaR", "Gaussian VaR", "Cornish–Fisher VaR", "CVaR", "EVaR", "worst case"]),
      (
        "drawdowns, uncompounded",
        ["maximum", "average", "at risk", "conditional", "entropic", "ulcer"]
      ),
    ]

    /// The outcome for a terminal.
    public var text: String {
      func share(_ value: Double) -> String { String(format: "%.4f %%", 100 * value) }
      func number(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? String(format: "%.4f", $0) : nil } ?? "none"
      }
      var rows = [
        ["return a year, arithmetic", share(summary.arithmeticReturn)],
        ["return a year, compounded", share(summary.compoundedReturn)],
        ["volatility a year", share(summary.volatility)],
      ]
      rows += summary.ratios.map { ["\(RiskNames.name($0.ratio)) of a year", number($0.value)] }
      rows += [
        ["best period", share(summary.best)], ["worst period", share(summary.worst)],
        ["skewness of a period", number(summary.skewness)],
        ["excess kurtosis of a period", number(summary.excessKurtosis)],
      ]
      rows += summary.risks.map { entry in
        switch entry.measure {
        case .variance, .semivariance:
          ["\(RiskNames.name(entry.measure)) of a period", String(format: "%.3e", entry.value)]
        case .maximumDrawdown, .averageDrawdown, .drawdownAtRisk, .conditionalDrawdown,
          .entropicDrawdown, .ulcerIndex:
          [RiskNames.name(entry.measure), share(entry.value)]
        default: ["\(RiskNames.name(entry.measure)) of a period", share(entry.value)]
        }
      }
      var lines = [period, TextColumns.text(rows), "", "Contributions, % of the whole:"]
      for (family, labels) in Self.families {
        let shown = contributions.filter { labels.contains($0.label) }
        lines.append("  \(family)")
        let table =
          [["asset", "weight"] + shown.map(\.label)]
          + assets.indices.filter { abs(weights[$0]) > 5e-5 }.map { index in
            [assets[index]]
              + ([weights[index]] + shown.map { $0.shares[index] }).map {
                String(format: "%.2f", 100 * $0)
              }
          }
        lines.append(TextColumns.text(table, indent: "  "))
      }
      lines += notes
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Reads and measures.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    guard confidence > 0, confidence < 1 else {
      throw PortfolioError(.request, "the confidence lies between 0 and 1, as 0.95 does.")
    }
    let keys = PortfolioConfiguration.Key.returning.subtracting([.returns])
    let prepared = try PreparedReturns(prices, configuration, observer)
    let returns = prepared.simpleReturns
    let count = returns.assetCount
    let weights =
      try self.weights.map { url in
        try InputPlace.check(url)
        return try WeightTable(csv: url).ordered(by: returns.assets)
      } ?? [Double](repeating: 1 / Double(count), count: count)
    let riskFree = (try configuration.share(.riskFree) ?? 0) / returns.periodsPerYear
    let series = returns.values.times(weights)
    let contributions = try RiskRun.measures(confidence).map { label, measure in
      let found = try RiskContributions(
        measure: measure, weights: weights, returns: returns.values)
      return Contribution(
        measure: RiskNames.name(measure), label: label, total: found.total, shares: found.shares)
    }
    let days = returns.days
    return Outcome(
      assets: returns.assets, weights: weights,
      period: days.first.flatMap { first in
        days.last.map { "\(CivilDate.text(days: first)) to \(CivilDate.text(days: $0))" }
      } ?? "",
      summary: try PerformanceSummary(
        returns: series, periodsPerYear: returns.periodsPerYear, riskFreeRate: riskFree,
        confidence: confidence),
      contributions: contributions,
      notes: (CornishFisherShape(series)?.warnings(confidence: confidence) ?? [])
        + prepared.notes + configuration.unusedNotes(used: keys, by: "risk"))
  }

  /// Every measure that has contributions of its own: those to a variance are those to its root, and
  /// compounded drawdowns have none that sum to them.
  private static func measures(_ confidence: Double) -> [(label: String, measure: RiskMeasure)] {
    [
      ("deviation", .standardDeviation), ("semideviation", .semideviation()),
      ("MAD", .meanAbsoluteDeviation()), ("lower moment", .firstLowerPartialMoment()),
      ("Gini", .giniMeanDifference), ("VaR", .valueAtRisk(confidence: confidence)),
      ("Gaussian VaR", .valueAtRisk(confidence: confidence, method: .gaussian)),
      ("Cornish–Fisher VaR", .valueAtRisk(confidence: confidence, method: .cornishFisher)),
      ("CVaR", .conditionalValueAtRisk(confidence: confidence)),
      ("EVaR", .entropicValueAtRisk(confidence: confidence)), ("worst case", .worstCase),
      ("maximum", .maximumDrawdown()), ("average", .averageDrawdown()),
      ("at risk", .drawdownAtRisk(confidence: confidence)),
      ("conditional", .conditionalDrawdown(confidence: confidence)),
      ("entropic", .entropicDrawdown(confidence: confidence)), ("ulcer", .ulcerIndex()),
    ]
  }
}
