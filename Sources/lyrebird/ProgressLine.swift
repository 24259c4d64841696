import Foundation
import GenerativeModels
import Tabular

/// Where a piece of work stands, in one line.
struct ProgressLine {
  private var phase = "starting"
  private var phaseStart = ContinuousClock.now
  private var fraction: Double?
  private var training: TrainingProgress?
  private var heldOutLoss: Double?

  mutating func take(_ event: WorkEvent) {
    switch event {
    case .phase(let name):
      self = ProgressLine()
      phase = name
    case .fraction(let part): fraction = part
    case .training(.step(let progress)):
      if training == nil { phaseStart = .now }
      training = progress
      phase = "learning"
    case .training(.validation(let record)): heldOutLoss = record.validationLoss
    case .training, .note: break
    }
  }

  func text(at now: ContinuousClock.Instant) -> String {
    let elapsed = Double((now - phaseStart).components.seconds)
    guard let training else {
      let part = fraction.map { String(format: ", %.0f %%", 100 * $0) } ?? ""
      return phase + part + (elapsed >= 1 ? ", \(Self.span(elapsed))" : "")
    }
    let losses =
      String(format: "loss %.3f", training.loss)
      + (heldOutLoss.map { String(format: ", held out %.3f", $0) } ?? "")
    return "learning: step \(training.step) of \(training.steps), \(losses), "
      + "\(Self.span(training.secondsLeft)) left"
  }

  private static func span(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e6 else { return "some time" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d:%02d min", whole / 60, whole % 60) }
    return String(format: "%d:%02d h", whole / 3600, whole / 60 % 60)
  }
}
