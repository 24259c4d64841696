import Foundation
public import Torch

extension GenerativeModel {
  /// Trains by gradient steps on `objective`, with a `Trainer`.
  ///
  /// - Parameters:
  ///   - rows: Training rows, on the processor.
  ///   - heldOut: Rows that are only looked at to know when to stop; may be none.
  ///   - plan: How to train.
  ///   - checkpoints: Where and how often checkpoints are written; nowhere if `nil`.
  ///   - shouldStop: Asked before each step; when true, the best parameters so far are kept.
  ///   - report: Told what happens.
  /// - Returns: The training curve.
  /// - Throws: `CheckpointError` when a checkpoint does not fit or cannot be written, `TorchError`
  ///   when the loss is no number.
  public func fit(
    rows: Tensor, heldOut: Tensor, plan: TrainingPlan, checkpoints: CheckpointPolicy?,
    shouldStop: () -> Bool, report: (TrainingEvent) -> Void
  ) throws -> [TrainingRecord] {
    let trainer = Trainer(model: self, rows: rows, heldOut: heldOut, plan: plan)
    if let checkpoints, checkpoints.resumes,
      FileManager.default.fileExists(atPath: checkpoints.file.path)
    {
      try trainer.resume(from: checkpoints.file)
    }
    try trainer.run(
      checkpoint: checkpoints?.file, checkpointSeconds: checkpoints?.seconds ?? 0,
      shouldStop: shouldStop, report: report)
    return trainer.history
  }
}
