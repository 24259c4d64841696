public import Foundation
internal import GenerativeModels

/// From a table to a model file, from which rows can be drawn at any time.
public struct FittingRun: Sendable {
  /// The table.
  public var source: TableSource
  /// How it is learnt.
  public var learning: LearningSettings
  /// Where the model goes.
  public var model: URL
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool

  /// Makes a run.
  public init(
    source: TableSource, learning: LearningSettings = LearningSettings(), model: URL,
    overwrites: Bool = false
  ) {
    self.source = source
    self.learning = learning
    self.model = model
    self.overwrites = overwrites
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The file with the model.
    public var model: String
    /// What is in it.
    public var summary: ModelSummary
    /// Whether the user ended the training early.
    public var wasInterrupted: Bool
    /// Seconds of preparing and training.
    public var seconds: Double

    /// The outcome in one line, for a terminal.
    public var text: String {
      let loss = summary.heldOutLoss.map { String(format: ", held-out loss %.4f", $0) } ?? ""
      return String(
        format: "%d rows learnt in %.1f s (step %d of %d kept%@)\nThe model:  %@\n",
        summary.trainingRows, seconds, summary.keptStep ?? summary.steps, summary.steps, loss, model
      )
    }
  }

  /// Reads, learns and writes.
  ///
  /// - Parameters:
  ///   - interruption: Ends the training early.
  ///   - observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `TableError` or `TorchError`, in words for the user.
  public func run(
    interruption: Interruption = Interruption(), _ observer: WorkObserver = { _ in }
  ) throws -> Outcome {
    let start = ContinuousClock.now
    try OutputPlace.check(model, overwrites: overwrites)
    try learning.checkPlaces(overwrites: overwrites)
    let reading = try source.read(observer)
    let learnt = try learning.learn(
      reading, schema: source.schema, reserved: (ContinuousClock.now - start).seconds,
      interruption: interruption, observer)
    observer(.phase("writing the model"))
    try learnt.model.write(to: model, overwrites: overwrites)
    return Outcome(
      model: model.path, summary: ModelSummary(learnt.model),
      wasInterrupted: interruption.wasRequested, seconds: learnt.seconds)
  }
}
