internal import GenerativeModels
internal import Torch

extension TableSynthesizer {
  /// Trains anew on all rows, those held out included, as many times over as was best for them.
  ///
  /// Of a small table a fifth is held out, and a model that has not seen it knows clearly less. When to
  /// stop is known by then, so nothing needs to be held out any more. This training has no checkpoints:
  /// it is no longer than the first, which a resumed run continues, and follows from it.
  ///
  /// - Parameters:
  ///   - makeModel: Makes the model at its start.
  ///   - rows: The rows of the first training.
  ///   - heldOut: Those that were held out.
  ///   - plan: The plan of the first training.
  ///   - history: Its curve.
  ///   - shouldStop: Asked before each step.
  ///   - report: Told of the steps.
  /// - Returns: The model; `nil` where nothing was held out, or somebody asked to stop.
  /// - Throws: `TorchError` when the loss is no number.
  func trainedOnAllRows(
    _ makeModel: () -> any MixedModel, rows: Tensor, heldOut: Tensor, plan: TrainingPlan,
    history: [TrainingRecord], shouldStop: () -> Bool, report: (TrainingEvent) -> Void
  ) throws -> (any MixedModel)? {
    let kept = history.min { $0.validationLoss < $1.validationLoss }
    guard let kept, heldOut.size(0) > 0 else { return nil }
    let all = Tensor.concatenate([rows, heldOut])
    let share = Double(all.size(0)) / Double(rows.size(0))
    func longer(_ steps: Int) -> Int { Int((Double(steps) * share).rounded()) }
    var plan = plan
    plan.lastStep = longer(kept.step)
    plan.steps = longer(plan.steps)
    var wasInterrupted = false
    let model = makeModel()
    _ = try model.fit(
      rows: all, heldOut: all.narrow(axis: 0, start: 0, length: 0), plan: plan, checkpoints: nil,
      shouldStop: shouldStop
    ) { event in
      switch event {
      case .step: report(event)
      case .finished(_, let reason): wasInterrupted = reason == .interrupted
      case .validation, .checkpoint: break
      }
    }
    return wasInterrupted ? nil : model
  }
}
