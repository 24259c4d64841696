public import Foundation
internal import Reporting

/// Measures a synthetic table against the real one.
public struct EvaluationRun: Sendable {
  /// The table that was learnt from.
  public var real: TableSource
  /// The table that was drawn.
  public var synthetic: TableSource
  /// Real rows that were not learnt from.
  public var holdout: TableSource?
  /// What to measure.
  public var options: EvaluationOptions
  /// Where the report goes; nowhere if `nil`.
  public var report: URL?
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool
  /// The command line, for the report.
  public var command: CommandText

  /// Makes a run.
  public init(
    real: TableSource, synthetic: TableSource, holdout: TableSource? = nil,
    options: EvaluationOptions = EvaluationOptions(), report: URL? = nil,
    overwrites: Bool = false, command: CommandText = CommandText([])
  ) {
    self.real = real
    self.synthetic = synthetic
    self.holdout = holdout
    self.options = options
    self.report = report
    self.overwrites = overwrites
    self.command = command
  }

  /// Reads and measures.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What was measured.
  /// - Throws: `TableError` or `BoostingError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> EvaluationReport {
    if let report { try OutputPlace.check(report, overwrites: overwrites) }
    let table = try real.read(observer).table
    let drawn = try synthetic.like(table.descriptions).read(observer).table
    let test = try holdout.map { try $0.like(table.descriptions).read(observer).table }
    let evaluation = try EvaluationReport(
      real: table, synthetic: drawn, holdout: test, options: options, observer: observer)
    guard let report else { return evaluation }
    observer(.phase("writing the report"))
    let page = SynthesisReport(
      real: table, synthetic: drawn,
      run: RunSettings(
        source: synthetic.name,
        command: command.repeatable(steps: nil, seed: options.seed, threads: options.threads)),
      evaluation: evaluation)
    try OutputFile.write(Data(page.report().html().utf8), to: report, overwrites: overwrites)
    return evaluation
  }
}

extension EvaluationReport {
  /// Measures, and tells an observer how far it is.
  init(
    real: Table, synthetic: Table, holdout: Table?, options: EvaluationOptions,
    observer: WorkObserver
  ) throws {
    observer(.phase("measuring"))
    try self.init(real: real, synthetic: synthetic, holdout: holdout, options: options) {
      name, part in
      observer(.phase("measuring: \(name)"))
      observer(.fraction(part))
    }
  }
}
