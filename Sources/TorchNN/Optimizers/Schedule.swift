internal import Foundation

/// A learning rate for each step.
public protocol Schedule: Sendable {
  /// The learning rate for the step that is taken after `step` others.
  func learningRate(at step: Int) -> Double
}

/// The same at each step.
public struct Constant: Schedule, Codable, Hashable {
  /// The learning rate.
  public let rate: Double
  /// Makes a schedule.
  public init(_ rate: Double) { self.rate = rate }
  /// The rate.
  public func learningRate(at step: Int) -> Double { rate }
}

/// Half a cosine from `peak` down to `floor` (Loshchilov and Hutter 2017).
public struct Cosine: Schedule, Codable, Hashable {
  /// The first learning rate.
  public let peak: Double
  /// The last one, kept from `steps` on.
  public let floor: Double
  /// How long the way down is.
  public let steps: Int

  /// Makes a schedule.
  public init(peak: Double, floor: Double = 0, steps: Int) {
    self.peak = peak
    self.floor = floor
    self.steps = steps
  }

  /// floor + (peak - floor) (1 + cos(π step / steps)) / 2.
  public func learningRate(at step: Int) -> Double {
    let progress = steps > 0 ? min(1, Double(step) / Double(steps)) : 1
    return floor + (peak - floor) * 0.5 * (1 + cos(.pi * progress))
  }
}

/// Straight up from zero to `peak`, then half a cosine down to `floor`.
public struct WarmupCosine: Schedule, Codable, Hashable {
  /// The largest learning rate.
  public let peak: Double
  /// The last one.
  public let floor: Double
  /// How many steps go up.
  public let warmupSteps: Int
  /// How many steps there are in all.
  public let steps: Int

  /// Makes a schedule.
  public init(peak: Double, floor: Double = 0, warmupSteps: Int, steps: Int) {
    self.peak = peak
    self.floor = floor
    self.warmupSteps = warmupSteps
    self.steps = steps
  }

  /// peak (step + 1) / warmupSteps while that is below the peak; the cosine afterwards.
  public func learningRate(at step: Int) -> Double {
    guard step >= warmupSteps else { return peak * Double(step + 1) / Double(warmupSteps) }
    return Cosine(peak: peak, floor: floor, steps: steps - warmupSteps)
      .learningRate(at: step - warmupSteps)
  }
}

/// Multiplied by `factor` every `interval` steps.
public struct Step: Schedule, Codable, Hashable {
  /// The first learning rate.
  public let rate: Double
  /// What it is multiplied by.
  public let factor: Double
  /// How many steps lie between.
  public let interval: Int

  /// Makes a schedule.
  public init(_ rate: Double, factor: Double, every interval: Int) {
    precondition(interval > 0, "a step schedule every \(interval) steps")
    self.rate = rate
    self.factor = factor
    self.interval = interval
  }

  /// rate · factor^⌊step / interval⌋.
  public func learningRate(at step: Int) -> Double {
    rate * pow(factor, Double(step / interval))
  }
}
