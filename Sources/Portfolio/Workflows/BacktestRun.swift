public import Foundation
import Reporting
public import Tabular

/// From prices to a comparison of strategies that knew the past alone.
public struct BacktestRun: Sendable {
  /// A CSV file of prices or returns.
  public var prices: URL
  /// What is known and wanted.
  public var configuration: PortfolioConfiguration
  /// The strategies; equal weight is always among them.
  public var strategies: [PortfolioStrategy]
  /// How many periods a strategy learns from; a year if `nil`.
  public var trainingSize: Int?
  /// How many periods weights are kept; a month if `nil`.
  public var testSize: Int?
  /// Whether the window grows or rolls.
  public var growth: WalkForward.Growth
  /// Whether histories by combinatorial purged cross-validation are made as well.
  public var crossValidates: Bool
  /// The seed of the intervals.
  public var seed: UInt64
  /// Where the report goes; `nil` for none.
  public var report: URL?
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool
  /// The command line, for the report.
  public var command: String

  /// Makes a run.
  public init(
    prices: URL, configuration: PortfolioConfiguration = PortfolioConfiguration(),
    strategies: [PortfolioStrategy] = PortfolioStrategy.standard, trainingSize: Int? = nil,
    testSize: Int? = nil, growth: WalkForward.Growth = .rolling, crossValidates: Bool = false,
    seed: UInt64 = 0, report: URL? = nil, overwrites: Bool = false, command: String = ""
  ) {
    self.prices = prices
    self.configuration = configuration
    var seen: Set<PortfolioStrategy> = []
    self.strategies = strategies.filter { seen.insert($0).inserted }
    self.trainingSize = trainingSize
    self.testSize = testSize
    self.growth = growth
    self.crossValidates = crossValidates
    self.seed = seed
    self.report = report
    self.overwrites = overwrites
    self.command = command
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The first and the last day of the returns.
    public var period: String
    /// The figures of each strategy.
    public var summaries: [BacktestSummary]
    /// How each differs from equal weight.
    public var comparisons: [StrategyComparison]
    /// The Sharpe ratios of the histories that cross-validation makes, by strategy.
    public var crossValidated: [String: [Double]]
    /// Windows without new weights, and why.
    public var failures: [String]
    /// The strategies that had weights for no window at all.
    public var idle: [String]
    /// What was done to the data.
    public var notes: [String]
    /// The report.
    public var report: String?
    /// The figures as a table of text.
    fileprivate(set) var table: [[String]]

    /// What is to be said at the end where strategies had no weights at all; their figures are those of
    /// holding nothing.
    public var complaint: PortfolioError? {
      idle.isEmpty
        ? nil
        : PortfolioError(
          .infeasible,
          "\(listed(idle)) had weights for no window, so that the figures are those of holding "
            + "nothing; the reason stands above. Give other constraints, a longer --training, or leave "
            + "the strategy out.")
    }

    /// The outcome for a terminal.
    public var text: String {
      var lines = [period, TextColumns.text(table)]
      lines += [""] + comparisons.map(\.sentence) + failures + notes
      for (name, ratios) in crossValidated.sorted(by: { $0.key < $1.key }) where !ratios.isEmpty {
        lines.append(
          String(
            format: "%@: Sharpe ratio from %.2f to %.2f over %d cross-validated histories", name,
            ratios.min() ?? .nan, ratios.max() ?? .nan, ratios.count))
      }
      if let report { lines.append("written: \(report)") }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Reads, walks forward, compares and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError` or `TableError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    if let report { try OutputPlace.check(report, overwrites: overwrites) }
    try configuration.refusePositions(in: "backtest")
    let prepared = try PreparedReturns(prices, configuration, observer)
    let returns = prepared.simpleReturns
    let choice = try ConstraintChoice(assets: returns.assets, configuration)
    let constraints = choice.constraints
    let rate = constraints.transactionCosts?.first ?? 0
    let year = max(2, Int(returns.periodsPerYear.rounded()))
    let run = StrategyComparisonRun(
      returns: returns, constraints: constraints,
      riskFree: try configuration.share(.riskFree) ?? 0, trainingSize: trainingSize ?? year,
      testSize: testSize ?? max(1, year / 12), costs: TransactionCosts(proportional: rate),
      seed: seed, growth: growth)
    observer(.phase("walking forward"))
    let population = try run.population(of: strategies)
    var crossValidated: [String: [Double]] = [:]
    if crossValidates {
      for (index, kind) in strategies.enumerated() {
        observer(.phase("cross-validating \(kind.rawValue)"))
        observer(.fraction(Double(index) / Double(strategies.count)))
        let histories = try CombinatorialPurgedCrossValidation(foldCount: 8, testFoldCount: 2).run(
          AnyStrategy(run.strategy(kind)), on: returns)
        crossValidated[kind.rawValue] =
          histories.sharpeRatios(riskFreeRate: run.riskFree).compactMap(\.self)
      }
    }
    let table = population.table(riskFreeRate: run.riskFree)
    let first = returns.days.first.map { CivilDate.text(days: $0) } ?? ""
    let last = returns.days.last.map { CivilDate.text(days: $0) } ?? ""
    let outcome = Outcome(
      period: "\(first) to \(last)", summaries: population.summaries(riskFreeRate: run.riskFree),
      comparisons: try population.comparisons(riskFreeRate: run.riskFree, seed: seed),
      crossValidated: crossValidated,
      failures: population.results.flatMap { result in
        result.failures.isEmpty
          ? []
          : [
            "\(result.name): \(result.failures.count) windows without new weights; the first: "
              + result.failures[0].reason
          ]
      },
      idle: population.results.filter { !$0.failures.isEmpty && !$0.everHadWeights }.map(\.name),
      notes: notes(prepared, choice), report: report?.path, table: [table.header] + table.rows)
    if let report {
      let page = Report(
        title: "Strategies compared", subtitle: "\(outcome.period), after costs of trading.",
        sections: [
          Report.Section(
            "Walking forward",
            introduction: "Every \(run.testSize) periods each strategy sees "
              + (growth == .rolling
                ? "the last \(run.trainingSize) alone"
                : "all so far, \(run.trainingSize) at first,")
              + " and chooses new weights"
              + (rate > 0
                ? "; it pays \(NumberWords.percent(rate)) for what it trades."
                : ". Trading costs nothing here; --cost 10bp charges it."),
            blocks: try run.blocks(population)),
          Report.Section(
            "What a backtest cannot promise",
            blocks: [
              .text(
                "The best of several strategies looks good partly by chance; the intervals allow "
                  + "for those shown, not for those that were tried before. Assets that are known "
                  + "today were not all known then: those that went bankrupt are missing.")
            ]),
        ]
          + (outcome.notes.isEmpty
            ? []
            : [
              Report.Section(
                "What went in", blocks: outcome.notes.map { .note(.init(.information, $0)) })
            ]) + [
            Report.Section("Run it again", blocks: [.command(command)])
          ], footer: "Written by Lyrebird.")
      try page.writeHTML(to: report, overwriting: overwrites)
    }
    return outcome
  }
}

extension BacktestRun {
  private func notes(_ prepared: PreparedReturns, _ choice: ConstraintChoice) -> [String] {
    let keys = PortfolioConfiguration.Key.self
    var notes =
      prepared.notes
      + configuration.unusedNotes(
        used: keys.returning.subtracting([.returns]).union(keys.constraining), by: "backtest")
    let free = strategies.filter(\.takesNoConstraints).map(\.rawValue)
    if !choice.isPlain, choice.constraints.hasLimits, !free.isEmpty {
      notes.append("Long-only and otherwise unconstrained: \(free.joined(separator: ", ")).")
    }
    return notes
  }
}

extension BacktestResult {
  /// Whether the strategy chose weights for any window.
  fileprivate var everHadWeights: Bool { trades.contains(where: \.hasNewWeights) }
}

extension PortfolioConstraints {
  /// Whether there is more to keep than costs.
  fileprivate var hasLimits: Bool {
    var other = self
    other.transactionCosts = nil
    other.previousWeights = nil
    var plain = PortfolioConstraints.longOnly(lower.count)
    plain.assets = assets
    return other != plain
  }
}

extension PortfolioStrategy {
  /// Whether it makes weights of its own, whatever is allowed.
  fileprivate var takesNoConstraints: Bool {
    switch self {
    case .minimumVariance, .maximumSharpe, .maximumDiversification, .minimumCVaR: false
    case .equalWeight, .inverseVolatility, .riskParity, .hierarchicalRiskParity,
      .hierarchicalEqualRiskContribution, .nestedClusters:
      true
    }
  }
}

/// A strategy whose type is not known.
private struct AnyStrategy: AllocationStrategy {
  let base: any AllocationStrategy
  init(_ base: any AllocationStrategy) { self.base = base }
  var name: String { base.name }
  func weights(for training: Returns, previous: [Double]) throws -> [Double] {
    try base.weights(for: training, previous: previous)
  }
}
