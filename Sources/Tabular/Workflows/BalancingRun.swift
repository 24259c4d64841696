public import Foundation
internal import GenerativeModels
internal import Reporting

/// Adds rows of a rare class to a table, drawn from a model of it, and finds out whether that helps.
public struct BalancingRun: Sendable {
  /// The table.
  public var source: TableSource
  /// How it is learnt.
  public var learning: LearningSettings
  /// The column of the class, the class, and how methods are compared.
  public var options: BalanceOptions
  /// Whether methods are compared at all.
  public var isCompared: Bool
  /// Where the table goes, its own rows first.
  public var output: URL
  /// Where the report goes; nowhere if `nil`, or where nothing is compared.
  public var report: URL?
  /// Whether files that are there may be replaced.
  public var overwrites: Bool
  /// The command line, for the report.
  public var command: CommandText

  /// Makes a run.
  public init(
    source: TableSource, learning: LearningSettings = LearningSettings(), options: BalanceOptions,
    isCompared: Bool = true, output: URL, report: URL? = nil, overwrites: Bool = false,
    command: CommandText = CommandText([])
  ) {
    self.source = source
    self.learning = learning
    self.options = options
    self.isCompared = isCompared
    self.output = output
    self.report = report
    self.overwrites = overwrites
    self.command = command
  }

  /// Does everything.
  ///
  /// - Parameters:
  ///   - interruption: Ends the last training early.
  ///   - observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `TableError`, `TorchError` or `BoostingError`, in words for the user.
  public func run(
    interruption: Interruption = Interruption(), _ observer: WorkObserver = { _ in }
  ) throws -> Outcome {
    let start = ContinuousClock.now
    for url in [output, report] {
      if let url { try OutputPlace.check(url, overwrites: overwrites) }
    }
    try learning.checkPlaces(overwrites: overwrites)
    let reading = try source.read(observer)
    let table = reading.table
    let balance = try ClassBalance(of: options.target, in: table)
    let level = options.positive ?? balance.rarest
    let wanting = try wanted(level, balance)
    var learning = learning
    var comparison: BalanceComparison?
    if isCompared {
      let compared = try compare(table, observer)
      comparison = compared.comparison
      // The same number of steps for all, which a later command can name.
      if learning.budget != nil { learning.synthesizer.steps = compared.steps }
    }
    let learnt = try learning.learn(
      reading, schema: source.schema, reserved: (ContinuousClock.now - start).seconds,
      interruption: interruption, observer)
    observer(.phase("drawing \(wanting) rows"))
    let added = try learnt.model.rows(
      wanting, ofClass: level, in: options.target, seed: options.seed)
    let writer = try CSVWriter(output, dialect: reading.dialect, overwrites: overwrites)
    try writer.append(table)
    try writer.append(added)
    try writer.finish()
    var outcome = Outcome(
      output: output.path, report: nil, target: options.target, level: level,
      rowCount: table.rowCount, added: wanting, comparison: comparison,
      wasInterrupted: interruption.wasRequested,
      seconds: (ContinuousClock.now - start).seconds)
    if let comparison, let report {
      observer(.phase("writing the report"))
      let page = BalanceReport(
        comparison: comparison, before: balance,
        after: try ClassBalance(of: options.target, in: Table(joining: [table, added])),
        run: settings(learnt.model))
      try OutputFile.write(Data(page.report().html().utf8), to: report, overwrites: overwrites)
      outcome.report = report.path
    }
    return outcome
  }

  /// How many rows of a class are to be added.
  private func wanted(_ level: String, _ balance: ClassBalance) throws(TableError) -> Int {
    let levels = balance.classes.map(\.level)
    guard levels.contains(level) else {
      throw TableError(
        .schema,
        "column \"\(options.target)\" has no value \"\(level)\"."
          + suggestion(for: level, in: levels))
    }
    let count = balance.rowsToAdd(to: level, ratio: options.ratio)
    guard count > 0 else {
      throw TableError(
        .schema,
        "class \"\(level)\" of column \"\(options.target)\" has \(options.ratio) times as many rows "
          + "as all others already, so there is nothing to add. Pass another --positive or --ratio."
      )
    }
    return count
  }

  /// Compares what methods reach on folds; each fold is learnt by itself. Of a budget of time the
  /// first fold takes its part, and the others as many steps.
  private func compare(
    _ table: Table, _ observer: WorkObserver
  ) throws -> (comparison: BalanceComparison, steps: Int?) {
    var fold = 0
    var synthesizer = learning.synthesizer
    synthesizer.seconds = learning.budget.map { 0.7 * $0 / Double(options.folds + 1) }
    let comparison = try withoutActuallyEscaping(observer) { observer in
      try BalanceComparison(of: table, options: options) { training, count, level in
        fold += 1
        observer(.phase("comparing: learning fold \(fold) of \(options.folds)"))
        let model = try synthesizer.fit(training, report: { observer(.training($0)) })
        synthesizer.steps = model.card.plan.steps
        observer(.phase("comparing: judging fold \(fold) of \(options.folds)"))
        return try model.rows(count, ofClass: level, in: options.target, seed: options.seed)
      }
    }
    return (comparison, synthesizer.steps)
  }

  private func settings(_ model: TableModel) -> RunSettings {
    RunSettings(
      source: source.name,
      command: command.repeatable(
        steps: learning.budget == nil ? nil : model.card.plan.steps, seed: options.seed,
        threads: options.threads),
      settings: [
        .init("preset", learning.synthesizer.preset.rawValue),
        .init("model", model.card.family.rawValue),
        .init("steps", "\(model.card.plan.steps)"), .init("folds", "\(options.folds)"),
        .init("ratio", "\(options.ratio)"), .init("seed", "\(options.seed)"),
        .init("threads", "\(options.threads)"),
      ], footer: "Written by \(model.card.software).")
  }
}

extension BalancingRun {
  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The file with the table.
    public var output: String
    /// The file with the report.
    public var report: String?
    /// The column of the class.
    public var target: String
    /// The class that rows were added to.
    public var level: String
    /// The rows before.
    public var rowCount: Int
    /// The rows added.
    public var added: Int
    /// How methods compare.
    public var comparison: BalanceComparison?
    /// Whether the user ended the training early.
    public var wasInterrupted: Bool
    /// Seconds for everything.
    public var seconds: Double

    /// The outcome for a terminal.
    public var text: String {
      var lines: [String] = []
      if let comparison { lines.append(comparison.text) }
      lines.append(
        "\(rowCount) rows and \(added) added ones of class \"\(level)\" in \(output)")
      if let report { lines.append("The report:  \(report)") }
      return lines.joined(separator: "\n") + "\n"
    }
  }
}
