/// What happens in a training, told as it happens: a progress bar, a log, a page and a test all read
/// the same stream.
public enum TrainingEvent: Sendable {
  /// A step was taken.
  case step(TrainingProgress)
  /// The held-out loss was measured.
  case validation(TrainingRecord)
  /// Everything that a bit-exact continuation needs was written.
  case checkpoint(step: Int)
  /// The training ended.
  case finished(step: Int, reason: StopReason)
}

/// Where a training stands.
public struct TrainingProgress: Sendable, Codable, Equatable {
  /// Steps taken.
  public let step: Int
  /// Steps planned.
  public let steps: Int
  /// Seconds of training, those before an interruption included.
  public let seconds: Double
  /// The mean loss of the last steps.
  public let loss: Double

  /// Seconds left at the pace so far.
  public var secondsLeft: Double {
    step > 0 ? seconds / Double(step) * Double(steps - step) : .infinity
  }
}

/// One point of the training curve.
public struct TrainingRecord: Sendable, Codable, Equatable {
  /// Steps taken.
  public let step: Int
  /// Seconds of training.
  public let seconds: Double
  /// The mean training loss since the last point.
  public let trainingLoss: Double
  /// The held-out loss with the averaged parameters.
  public let validationLoss: Double

  /// The same with 0 seconds, since times differ from run to run.
  public var withoutTime: TrainingRecord {
    TrainingRecord(
      step: step, seconds: 0, trainingLoss: trainingLoss, validationLoss: validationLoss)
  }
}

/// Why a training ended.
public enum StopReason: String, Sendable, Codable {
  /// All steps were taken.
  case finished
  /// The held-out loss had stopped falling.
  case earlyStopping
  /// Somebody asked; the best parameters so far are kept.
  case interrupted
}
