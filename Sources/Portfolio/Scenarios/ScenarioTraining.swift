internal import GenerativeModels
internal import Torch

/// How much work a training is given.
public struct ScenarioSettings: Codable, Sendable, Equatable {
  /// Optimiser steps.
  public var steps: Int
  /// Periods a step.
  public var batchSize: Int
  /// The share of the periods, the newest ones, that is only looked at to know when to stop.
  public var heldOutShare: Double

  /// The largest learning rate.
  public var learningRate: Double

  /// Makes settings.
  public init(
    steps: Int = 600, batchSize: Int = 256, heldOutShare: Double = 0.15,
    learningRate: Double = 2e-3
  ) {
    self.steps = steps
    self.batchSize = batchSize
    self.heldOutShare = heldOutShare
    self.learningRate = learningRate
  }

  /// Half a minute or less for 5,000 days of 20 assets.
  public static let fast = ScenarioSettings(steps: 250, learningRate: 3e-3)
}

/// Where a training stands.
public struct ScenarioProgress: Sendable, Equatable {
  /// Steps taken.
  public let step: Int
  /// Steps planned; a training may end sooner.
  public let steps: Int
  /// The mean negative log-density of the last steps, in nats a period.
  public let loss: Double
}

extension GenerativeModel {
  /// Trains on rows, the newest of which say when to stop.
  ///
  /// Months of markets differ by more than training moves the loss, so the learning rate falls to zero
  /// within the steps that are planned, and the averaged weights of the best measurement are kept.
  func fit(
    chronological rows: Tensor, settings: ScenarioSettings, seed: UInt64,
    progress: (ScenarioProgress) -> Bool
  ) throws {
    let count = rows.size(0)
    let heldOut = Int(Double(count) * settings.heldOutShare)
    var goesOn = true
    _ = try fit(
      rows: rows.narrow(axis: 0, start: 0, length: count - heldOut),
      heldOut: rows.narrow(axis: 0, start: count - heldOut, length: heldOut),
      plan: TrainingPlan(
        steps: settings.steps, batchSize: settings.batchSize, learningRate: settings.learningRate,
        averageDecay: 0.99, validations: 40, patience: 8, seed: seed),
      checkpoints: nil, shouldStop: { !goesOn },
      report: { event in
        guard case .step(let now) = event else { return }
        goesOn = progress(ScenarioProgress(step: now.step, steps: now.steps, loss: now.loss))
      })
  }
}
