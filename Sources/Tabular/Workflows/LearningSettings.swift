public import Foundation
internal import GenerativeModels
internal import Torch

/// How a table is learnt by a command: what the synthesizer is told, and where checkpoints go.
public struct LearningSettings: Sendable {
  /// What learns.
  public var synthesizer: TableSynthesizer
  /// Seconds for the whole command, from the start of its reading to the end of its report.
  public var budget: Double?
  /// Where checkpoints are written; nowhere if `nil`.
  public var checkpoint: URL?
  /// How much time there is between two checkpoints at least, in seconds.
  public var checkpointSeconds: Double
  /// Whether to continue from the checkpoint where there is one.
  public var resumes: Bool

  /// Makes settings.
  public init(
    synthesizer: TableSynthesizer = TableSynthesizer(), budget: Double? = nil,
    checkpoint: URL? = nil, checkpointSeconds: Double = 20, resumes: Bool = false
  ) {
    self.synthesizer = synthesizer
    self.budget = budget
    self.checkpoint = checkpoint
    self.checkpointSeconds = checkpointSeconds
    self.resumes = resumes
  }

  /// Refuses a checkpoint that cannot be written, or would replace one without being asked.
  func checkPlaces(overwrites: Bool) throws(TableError) {
    guard let checkpoint else { return }
    if !resumes, !overwrites, FileManager.default.fileExists(atPath: checkpoint.path) {
      throw TableError(
        .exists,
        "\(checkpoint.path) exists; pass --resume to continue from it, or --overwrite to start anew."
      )
    }
    try OutputPlace.check(checkpoint, overwrites: true)
  }

  /// Learns a table that was read with a schema.
  ///
  /// - Parameters:
  ///   - reading: The table, and how it is laid out.
  ///   - schema: What the user stated about it; what else holds in every row is found.
  ///   - reserved: Seconds of the budget that are spent already or are needed afterwards.
  ///   - interruption: Ends the training early.
  ///   - observer: Told what happens.
  /// - Returns: The model, and how long it took in seconds.
  /// - Throws: What the synthesizer throws.
  func learn(
    _ reading: TableReading, schema: TableSchema?, reserved: Double = 0, interruption: Interruption,
    _ observer: WorkObserver
  ) throws -> (model: TableModel, seconds: Double) {
    let start = ContinuousClock.now
    let table = reading.table
    observer(.phase("preparing \(table.rowCount) rows of \(table.columns.count) columns"))
    var synthesizer = synthesizer
    if let schema, synthesizer.constraints == nil {
      synthesizer.constraints = try schema.tableConstraints(for: table)
        .merging(TableConstraints.found(in: table))
    }
    if let budget { synthesizer.seconds = max(1, budget - reserved) }
    let model = try interruption.during { began in
      try synthesizer.fit(
        table, checkpoint: checkpoint, checkpointSeconds: checkpointSeconds, resume: resumes,
        shouldStop: { interruption.wasRequested }
      ) { event in
        began()
        observer(.training(event))
      }
    }
    model.dialect = reading.dialect
    return (model, (ContinuousClock.now - start).seconds)
  }
}

extension TableConstraints {
  /// These constraints, and those of `others` that do not touch the same columns.
  func merging(_ others: TableConstraints) -> TableConstraints {
    var result = self
    let dependents = Set(dependencies.map(\.dependent))
    let determinants = Set(dependencies.map(\.determinant))
    result.dependencies += others.dependencies.filter {
      !dependents.contains($0.dependent) && !determinants.contains($0.dependent)
        && !dependents.contains($0.determinant)
    }
    let related = Set(inequalities.flatMap { [$0.lower, $0.upper] })
    result.inequalities += others.inequalities.filter {
      !related.contains($0.lower) && !related.contains($0.upper)
    }
    let ranged = Set(ranges.map(\.column))
    result.ranges += others.ranges.filter { !ranged.contains($0.column) }
    result.unique += others.unique.filter { !unique.contains($0) }
    result.complete += others.complete.filter { !complete.contains($0) }
    return result
  }
}
