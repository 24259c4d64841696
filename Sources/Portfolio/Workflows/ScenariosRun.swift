public import Foundation
import Reporting
public import Tabular

/// From prices to scenarios of the next period, drawn from a model of the returns, and to what they
/// say about a portfolio.
public struct ScenariosRun: Sendable {
  /// A CSV file of prices or returns.
  public var prices: URL
  /// What is known and wanted.
  public var configuration: PortfolioConfiguration
  /// The model.
  public var family: ScenarioFamily
  /// How much work its training is given.
  public var settings: ScenarioSettings
  /// How many scenarios.
  public var count: Int
  /// What the scenarios have to fulfil, such as `JPM <= -5%`.
  public var condition: String?
  /// The weights of the portfolio that is looked at; equal weights if `nil`.
  public var weights: URL?
  /// The models that are judged on the last fifth of the periods; none if empty.
  public var judged: [ScenarioFamily]
  /// The seed.
  public var seed: UInt64
  /// Where the scenarios go, as CSV; `nil` for nowhere.
  public var output: URL?
  /// Where the report goes; `nil` for none.
  public var report: URL?
  /// Whether files that are there may be replaced.
  public var overwrites: Bool
  /// The command line, for the report.
  public var command: String

  /// Makes a run.
  public init(
    prices: URL, configuration: PortfolioConfiguration = PortfolioConfiguration(),
    family: ScenarioFamily = .conditionalFlow, settings: ScenarioSettings = ScenarioSettings(),
    count: Int = 10_000, condition: String? = nil, weights: URL? = nil,
    judged: [ScenarioFamily] = [], seed: UInt64 = 0, output: URL? = nil, report: URL? = nil,
    overwrites: Bool = false, command: String = ""
  ) {
    self.prices = prices
    self.configuration = configuration
    self.family = family
    self.settings = settings
    self.count = count
    self.condition = condition
    self.weights = weights
    self.judged = judged
    self.seed = seed
    self.output = output
    self.report = report
    self.overwrites = overwrites
    self.command = command
  }

  /// Reads, learns, judges, draws and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError` or `TableError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    for file in [output, report].compactMap(\.self) {
      try OutputPlace.check(file, overwrites: overwrites)
    }
    guard count > 0 else { throw PortfolioError(.request, "at least one scenario is drawn.") }
    let prepared = try PreparedReturns(prices, configuration, observer)
    let returns = prepared.simpleReturns
    let choice = try ConstraintChoice(assets: returns.assets, configuration)
    let condition = try self.condition.map { try AssetCondition($0, assets: returns.assets) }
    let weights =
      try self.weights.map { try WeightTable(csv: $0).ordered(by: returns.assets) }
      ?? [Double](repeating: 1 / Double(returns.assetCount), count: returns.assetCount)
    var judgements: [ScenarioJudgement] = []
    for family in judged {
      observer(.phase("judging \(family.rawValue)"))
      judgements.append(
        try ScenarioJudgement(family, settings, returns, weights, seed: seed, observer))
    }
    observer(.phase("learning \(family.rawValue)"))
    let model = try family.fit(returns, settings: settings, seed: seed) { progress in
      observer(.fraction(Double(progress.step) / Double(max(1, progress.steps))))
      return true
    }
    observer(.phase("drawing \(count) scenarios"))
    let drawn = try draw(model, condition)
    let series = drawn.scenarios.times(weights)
    let outcome = Outcome(
      model: family, assets: returns.assets, weights: weights, count: count,
      condition: self.condition, probability: drawn.probability,
      effectiveSize: drawn.effectiveSize, risks: try TailFigures.all(series),
      assetMeans: returns.assets.indices.map { asset in
        drawn.scenarios.column(asset).reduce(0, +) / Double(count)
      },
      optimum: try optimum(drawn.scenarios, choice)?.minimize(Self.tail).weights,
      tailFrontier: try tailFrontier(drawn.scenarios, choice),
      historicalTailFrontier: try tailFrontier(returns.values, choice), judgements: judgements,
      notes: prepared.notes, files: [output, report].compactMap { $0?.path })
    if let output { try write(drawn.scenarios, returns.assets, to: output) }
    if let report {
      try ScenarioReport(outcome: outcome, history: returns, scenarios: drawn.scenarios, command)
        .report().writeHTML(to: report, overwriting: overwrites)
    }
    return outcome
  }

  private func draw(
    _ model: any ScenarioModel, _ condition: AssetCondition?
  ) throws -> (scenarios: Matrix, probability: Double?, effectiveSize: Double?) {
    guard let condition else { return (try model.sample(count, seed: seed), nil, nil) }
    let drawn = try model.sample(count, where: condition, seed: seed)
    return (drawn.scenarios, drawn.probability, drawn.effectiveSize)
  }

  private static let tail = ConvexRiskMeasure.conditionalValueAtRisk(level: 0.95)

  /// What finds the least tail risk over scenarios; `nil` where constraints bend.
  private func optimum(
    _ scenarios: Matrix, _ choice: ConstraintChoice
  ) throws -> ScenarioOptimizer? {
    guard let feasible = try? TradeSegments(choice.constraints).weightsOnly() else { return nil }
    let conflict = ConstraintConflict(choice.constraints)
    guard conflict.members.isEmpty else { throw conflict.error }
    return try ScenarioOptimizer(scenarios: scenarios, feasible: feasible)
  }

  /// The least CVaR for each mean return.
  private func tailFrontier(
    _ scenarios: Matrix, _ choice: ConstraintChoice
  ) throws -> [TailPoint] {
    try optimum(scenarios, choice)?.frontier(Self.tail, points: 12).map {
      TailPoint(mean: $0.mean, conditionalValueAtRisk: $0.risk)
    } ?? []
  }

  private func write(_ scenarios: Matrix, _ assets: [String], to url: URL) throws {
    let file = try OutputFile(url, overwrites: overwrites)
    func append(_ text: String) throws {
      try Array(text.utf8).withUnsafeBytes { try file.append($0) }
    }
    try append(assets.map(CSVCell.quoted).joined(separator: ",") + "\n")
    for row in 0..<scenarios.rowCount {
      try append(scenarios.row(row).map { "\($0)" }.joined(separator: ",") + "\n")
    }
    try file.finish()
  }
}

/// A portfolio on the frontier of mean and tail risk, of one period.
public struct TailPoint: Codable, Sendable, Equatable {
  /// The mean return.
  public var mean: Double
  /// The conditional value at risk at 95 %.
  public var conditionalValueAtRisk: Double
}

/// Tail risks of one portfolio over scenarios.
public struct TailFigures: Codable, Sendable, Equatable {
  /// The level, such as 0.95.
  public var confidence: Double
  /// What is lost at least with probability 1 - confidence.
  public var valueAtRisk: Double
  /// The mean of what is lost then.
  public var conditionalValueAtRisk: Double

  /// The figures at the usual levels.
  static func all(_ series: [Double]) throws -> [TailFigures] {
    try [0.95, 0.99].map { level in
      TailFigures(
        confidence: level,
        valueAtRisk: try RiskMeasure.valueAtRisk(confidence: level).value(of: series),
        conditionalValueAtRisk: try RiskMeasure.conditionalValueAtRisk(confidence: level)
          .value(of: series))
    }
  }
}
