public import Foundation
internal import GenerativeModels

/// From a real table to a synthetic one and a report on it: read, learn, draw, measure.
public struct SynthesisRun: Sendable {
  /// The real table.
  public var source: TableSource
  /// Real rows that are not learnt from but measured against.
  public var holdout: TableSource?
  /// How it is learnt.
  public var learning: LearningSettings
  /// How many rows to draw; as many as there are real ones if `nil`.
  public var rowCount: Int?
  /// What the drawn rows have to fulfil, as text.
  public var condition: String?
  /// The column whose prediction is measured.
  public var target: String?
  /// The class of that column that is sought; the rarer one if `nil`.
  public var positive: String?
  /// The threads, for what is no operator of libtorch.
  public var threads: Int
  /// Where the rows go.
  public var output: URL
  /// Where the model goes; nowhere if `nil`.
  public var model: URL?
  /// Where the report goes; nothing is measured if `nil`.
  public var report: URL?
  /// Whether files that are there may be replaced.
  public var overwrites: Bool
  /// The command line, for the report.
  public var command: CommandText

  /// Makes a run.
  public init(
    source: TableSource, holdout: TableSource? = nil,
    learning: LearningSettings = LearningSettings(), rowCount: Int? = nil,
    condition: String? = nil, target: String? = nil, positive: String? = nil, threads: Int = 1,
    output: URL, model: URL? = nil, report: URL? = nil, overwrites: Bool = false,
    command: CommandText = CommandText([])
  ) {
    self.source = source
    self.holdout = holdout
    self.learning = learning
    self.rowCount = rowCount
    self.condition = condition
    self.target = target
    self.positive = positive
    self.threads = threads
    self.output = output
    self.model = model
    self.report = report
    self.overwrites = overwrites
    self.command = command
  }

  /// Does everything.
  ///
  /// - Parameters:
  ///   - interruption: Ends the training early.
  ///   - observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `TableError`, `TorchError` or `BoostingError`, in words for the user.
  public func run(
    interruption: Interruption = Interruption(), _ observer: WorkObserver = { _ in }
  ) throws -> Outcome {
    let start = ContinuousClock.now
    try checkPlaces()
    let reading = try source.read(observer)
    let table = reading.table
    try checkNames(table)
    let test = try holdout.map { try $0.like(table.descriptions).read(observer).table }
    let read = (ContinuousClock.now - start).seconds
    let count = rowCount ?? table.rowCount
    let later = WorkEstimate(
      table, drawnRows: count, preset: learning.synthesizer.preset, threads: threads,
      isMeasured: report != nil)
    let learnt = try learning.learn(
      reading, schema: source.schema, reserved: read + later.seconds, interruption: interruption,
      observer)
    if let model { try learnt.model.write(to: model, overwrites: overwrites) }
    let drawing = try TableDrawing(
      rowCount: count, seed: learning.synthesizer.seed, condition: condition, output: output,
      dialect: reading.dialect, overwrites: overwrites,
      keptRows: report == nil ? 0 : max(table.rowCount, 100_000)
    ).run(learnt.model, observer)
    var outcome = Outcome(
      output: output.path, model: model?.path, report: report?.path, rowCount: count,
      seed: learning.synthesizer.seed, threads: threads,
      steps: learnt.model.card.plan.steps, keptStep: learnt.model.keptStep,
      wasInterrupted: interruption.wasRequested,
      seconds: .init(
        reading: read, learning: learnt.seconds, drawing: drawing.seconds, measuring: 0))
    if let report, let drawn = drawing.kept {
      let before = ContinuousClock.now
      outcome.evaluation = try measure(
        table, drawn, test, model: learnt.model, outcome, to: report, observer)
      outcome.seconds.measuring = (ContinuousClock.now - before).seconds
    }
    return outcome
  }

  /// Refuses outputs that cannot be written before any work is done.
  private func checkPlaces() throws(TableError) {
    for url in [output, model, report] {
      if let url { try OutputPlace.check(url, overwrites: overwrites) }
    }
    try learning.checkPlaces(overwrites: overwrites)
  }

  /// Refuses names of columns that do not exist before any work is done.
  private func checkNames(_ table: Table) throws {
    if let target { _ = try PredictionTarget(target, in: table) }
    if let condition { _ = try Condition(parsing: condition, columns: table.descriptions) }
  }

  func settings(_ outcome: Outcome, _ model: TableModel) -> RunSettings {
    let seconds = outcome.seconds
    return RunSettings(
      source: source.name,
      command: command.repeatable(
        steps: learning.budget == nil ? nil : outcome.steps, seed: outcome.seed,
        threads: outcome.threads),
      settings: [
        .init("preset", learning.synthesizer.preset.rawValue),
        .init("model", model.card.family.rawValue), .init("steps", "\(outcome.steps)"),
        .init("seed", "\(outcome.seed)"), .init("threads", "\(outcome.threads)"),
        .init("device", "\(learning.synthesizer.device)"),
        .init("rarest value released", "\(learning.synthesizer.codecOptions.minimumCount) rows"),
        .init("seconds of reading", String(format: "%.1f", seconds.reading)),
        .init("seconds of learning", String(format: "%.1f", seconds.learning)),
        .init("seconds of drawing", String(format: "%.1f", seconds.drawing)),
      ], footer: "Written by \(model.card.software).")
  }
}
