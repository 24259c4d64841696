public import Foundation
internal import OrderedCollections
public import Torch
internal import TorchNN

/// Trains a model on rows, holds some out to know when to stop, and can continue bit for bit.
///
/// What is random in a step follows from the plan's seed and the number of the step alone, so a
/// checkpoint is the parameters, their average, the optimiser's moments and a few numbers.
public final class Trainer<Model: GenerativeModel> {
  /// The model; after `run` it has the best parameters on the held-out rows.
  public let model: Model
  /// The plan.
  public let plan: TrainingPlan
  /// The training curve so far.
  public internal(set) var history: [TrainingRecord] = []
  /// Steps taken.
  public internal(set) var step = 0
  /// Seconds of training, those before an interruption included.
  public internal(set) var seconds = 0.0

  var losses = LossMean()
  let rows: Tensor
  let heldOut: Tensor
  let optimizer: AdamW
  let average: ExponentialMovingAverage
  var best: (loss: Double, step: Int, parameters: ModuleParameters)?
  /// The threads that share the terms of a step, and how many there are for operators otherwise.
  var lanes = Lanes.single {
    didSet {
      optimizer.lanes = lanes
      average.lanes = lanes
    }
  }
  var threads = 1

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - model: The model; its parameters are where the training starts.
  ///   - rows: Training rows `[rows, features]`, on the processor.
  ///   - heldOut: Rows that are only looked at to know when to stop; may be none.
  ///   - plan: The plan.
  public init(model: Model, rows: Tensor, heldOut: Tensor, plan: TrainingPlan) {
    self.model = model
    self.rows = rows
    self.heldOut = heldOut
    self.plan = plan
    optimizer = AdamW(
      learningRate: plan.learningRate, betas: (0.9, 0.99), weightDecay: plan.weightDecay)
    average = ExponentialMovingAverage(model, decay: plan.averageDecay)
  }

  /// Takes the steps that are left, and gives the model the best parameters.
  ///
  /// - Parameters:
  ///   - checkpoint: Where to write checkpoints, about every `checkpointSeconds`; nowhere if `nil`.
  ///   - checkpointSeconds: How often.
  ///   - shouldStop: Asked before each step; when true, the training ends with the best so far.
  ///   - report: Told what happens.
  /// - Returns: Why the training ended.
  /// - Throws: `CheckpointError` when a checkpoint cannot be written, `TorchError` when the loss is no
  ///   number.
  @discardableResult
  public func run(
    checkpoint: URL? = nil, checkpointSeconds: Double = 20, shouldStop: () -> Bool = { false },
    report: (TrainingEvent) -> Void = { _ in }
  ) throws -> StopReason {
    try withLanes {
      try takeSteps(
        checkpoint: checkpoint, checkpointSeconds: checkpointSeconds, shouldStop: shouldStop,
        report: report)
    }
  }

  private func takeSteps(
    checkpoint: URL?, checkpointSeconds: Double, shouldStop: () -> Bool,
    report: (TrainingEvent) -> Void
  ) throws -> StopReason {
    let clock = ContinuousClock()
    let secondsBefore = seconds
    let start = clock.now
    var lastCheckpoint = start
    var reason = StopReason.finished
    model.train()
    while step < plan.wantedSteps {
      if shouldStop() {
        reason = .interrupted
        break
      }
      try losses.add(takeStep())
      seconds = secondsBefore + (clock.now - start).seconds
      if step % 10 == 0 || step == plan.wantedSteps {
        report(
          .step(
            TrainingProgress(
              step: step, steps: plan.wantedSteps, seconds: seconds, loss: losses.recent)))
      }
      guard step % plan.validationInterval == 0 || step == plan.wantedSteps else { continue }
      let record = TrainingRecord(
        step: step, seconds: seconds, trainingLoss: losses.takeMean(),
        validationLoss: validate(trainingLoss: losses.recent))
      history.append(record)
      report(.validation(record))
      if isExhausted {
        reason = .earlyStopping
        break
      }
      if let checkpoint, (clock.now - lastCheckpoint).seconds > checkpointSeconds {
        try saveCheckpoint(to: checkpoint)
        lastCheckpoint = clock.now
        report(.checkpoint(step: step))
      }
    }
    if reason == .interrupted, let checkpoint { try saveCheckpoint(to: checkpoint) }
    useBest()
    report(.finished(step: step, reason: reason))
    return reason
  }

  /// One step; returns the loss.
  func takeStep() throws -> Double {
    let batch = rows.indexSelect(batchIndices(step: step))
    let random = reseededSources(step: step)
    let device = model.parameters().tensors.first?.device ?? .cpu
    let (value, gradients) = differentiate(
      model.objectiveTerms(batch.to(device: device), using: random), on: device)
    guard value.isFinite else {
      throw TorchError(
        "the loss became \(value) in step \(step); try a smaller learning rate or another seed")
    }
    clipGradients(gradients, maximumNorm: plan.maximumGradientNorm)
    optimizer.learningRate = plan.schedule.learningRate(at: step)
    optimizer.update(model: model, gradients: gradients)
    average.update(step: step)
    step += 1
    return value
  }

  /// The rows of a step: each epoch goes once through all rows in an order of its own.
  private func batchIndices(step: Int) -> Tensor {
    let count = rows.size(0)
    let batchSize = min(plan.batchSize, count)
    let batchesPerEpoch = max(1, count / batchSize)
    let epoch = step / batchesPerEpoch
    if epochOrder?.epoch != epoch {
      let random = RandomSource(seed: plan.seed &+ 0x9E37_79B9 &* UInt64(epoch + 1))
      epochOrder = (epoch, Tensor.randomPermutation(count, using: random))
    }
    guard let order = epochOrder?.order else { fatalError("no order") }
    return order.narrow(
      axis: 0, start: step % batchesPerEpoch * batchSize, length: batchSize)
  }

  private var epochOrder: (epoch: Int, order: Tensor)?

  /// Starts every source of randomness anew from the seed and the step.
  private func reseededSources(step: Int) -> RandomSource {
    let generator = SeededGenerator(seed: plan.seed).split(stream: UInt64(step))
    var words = generator
    for (_, source) in model.randomSources() { source.reseed(words.next()) }
    objectiveSource.reseed(words.next())
    return objectiveSource
  }

  private lazy var objectiveSource = RandomSource(seed: plan.seed)

  /// Whether the held-out loss has not fallen for too long.
  private var isExhausted: Bool {
    guard let best, heldOut.size(0) > 0 else { return false }
    return step - best.step >= plan.patience * plan.validationInterval && step < plan.wantedSteps
  }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// Means of losses: over the last steps, and since it was last taken.
struct LossMean: Codable {
  private var smooth: Double?
  private var sum = 0.0
  private var count = 0.0

  var recent: Double { smooth ?? .nan }

  mutating func add(_ loss: Double) {
    smooth = smooth.map { $0 + 0.02 * (loss - $0) } ?? loss
    sum += loss
    count += 1
  }

  mutating func takeMean() -> Double {
    defer { (sum, count) = (0, 0) }
    return sum / max(count, 1)
  }
}
