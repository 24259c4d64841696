internal import TorchNN

/// How a model is trained: everything that decides the result besides the model and the data.
public struct TrainingPlan: Codable, Sendable, Equatable {
  /// Optimiser steps.
  public var steps: Int
  /// Rows a step.
  public var batchSize: Int
  /// The largest learning rate; it rises over `warmupSteps` and falls along a cosine to zero.
  public var learningRate: Double
  /// Steps in which the learning rate rises.
  public var warmupSteps: Int
  /// Decoupled weight decay (Loshchilov and Hutter 2019).
  public var weightDecay: Double
  /// The bound on the norm of the gradients.
  public var maximumGradientNorm: Double
  /// How much of the moving average of the parameters is kept each step.
  public var averageDecay: Double
  /// How often the held-out loss is measured over the whole training.
  public var validations: Int
  /// After how many measurements without a better one the training stops.
  public var patience: Int
  /// The seed of everything random.
  public var seed: UInt64
  /// The step to end after, where it is known from a training on other rows; the learning rate takes
  /// the way of all `steps` even so.
  public var lastStep: Int?

  /// Makes a plan.
  public init(
    steps: Int, batchSize: Int, learningRate: Double = 2e-3, warmupSteps: Int = 100,
    weightDecay: Double = 0.01, maximumGradientNorm: Double = 5, averageDecay: Double = 0.999,
    validations: Int = 20, patience: Int = 5, seed: UInt64 = 0,
    lastStep: Int? = nil
  ) {
    self.steps = steps
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.warmupSteps = warmupSteps
    self.weightDecay = weightDecay
    self.maximumGradientNorm = maximumGradientNorm
    self.averageDecay = averageDecay
    self.validations = validations
    self.patience = patience
    self.seed = seed
    self.lastStep = lastStep
  }

  var schedule: WarmupCosine {
    WarmupCosine(peak: learningRate, warmupSteps: warmupSteps, steps: steps)
  }

  /// Steps that are taken unless the training ends early.
  var wantedSteps: Int { min(steps, lastStep ?? steps) }

  /// Steps between two measurements of the held-out loss.
  var validationInterval: Int { max(1, steps / max(1, validations)) }
}
