public import Torch

/// A running mean of a model's parameters, which often generates better than the last ones do.
public final class ExponentialMovingAverage {
  /// The threads that share the parameters.
  public var lanes = Lanes.single
  private let model: Module
  private let decay: Double
  private let averages: ModuleParameters

  /// Starts at the model's present parameters.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - decay: How much of the mean is kept each step.
  public init(_ model: Module, decay: Double) {
    precondition((0...1).contains(decay), "decay \(decay)")
    self.model = model
    self.decay = decay
    averages = model.parameters().mapValues { $0.detach().clone() }
  }

  /// Moves the mean towards the model's parameters: average += (1 - decay) (parameter - average).
  ///
  /// - Parameter step: Steps taken before; where given, the decay is at most (1 + step) / (10 + step),
  ///   so that the first parameters are forgotten soon.
  public func update(step: Int? = nil) {
    guard !averages.isEmpty else { return }
    let limit = step.map { Double(1 + $0) / Double(10 + $0) } ?? 1
    let parameters = model.parameters().tensors
    lanes.share(parameters) { part in
      withoutGradient {
        Foreach.lerpInPlace(
          Array(averages.tensors[part]), Array(parameters[part]), weight: 1 - min(decay, limit))
      }
    }
  }

  /// Exchanges the model's parameters and the means; a second call exchanges them back.
  public func swap() {
    withoutGradient {
      for (parameter, average) in zip(model.parameters().tensors, averages.tensors) {
        let held = parameter.detach().clone()
        parameter.copyInPlace(average)
        average.copyInPlace(held)
      }
    }
  }

  /// Copies the means into the model; its own parameters are lost.
  public func apply() {
    withoutGradient {
      for (parameter, average) in zip(model.parameters().tensors, averages.tensors) {
        parameter.copyInPlace(average)
      }
    }
  }

  /// Runs `body` while the model has the means as parameters.
  public func withAverages<Result>(_ body: () throws -> Result) rethrows -> Result {
    swap()
    defer { swap() }
    return try body()
  }

  /// The means, for a checkpoint.
  public func state() -> ModuleParameters { averages.mapValues { $0.clone() } }

  /// Continues from `state`.
  ///
  /// - Throws: `ModuleError` when the state belongs to another model.
  public func restore(_ state: ModuleParameters) throws { try averages.copyInPlace(state) }
}
