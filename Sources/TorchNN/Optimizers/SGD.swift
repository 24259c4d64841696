public import Torch

/// Stochastic gradient descent, perhaps with momentum.
public final class SGD: Optimizer {
  /// The step size; may be set anew each step.
  public var learningRate: Double
  private let momentum: Double
  private let weightDecay: Double
  private let nesterov: Bool
  private var memory: OptimizerState

  /// Makes an optimiser that has taken no step.
  ///
  /// - Parameters:
  ///   - learningRate: The step size.
  ///   - momentum: How much of the last step is taken again.
  ///   - weightDecay: Times the parameter, added to its gradient.
  ///   - nesterov: Whether the gradient looks ahead along the momentum (Sutskever and others 2013).
  public init(
    learningRate: Double, momentum: Double = 0, weightDecay: Double = 0, nesterov: Bool = false
  ) {
    precondition(!nesterov || momentum > 0, "Nesterov's gradient needs a momentum")
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.nesterov = nesterov
    memory = OptimizerState(slots: momentum > 0 ? ["momentum"] : [])
  }

  /// Takes one step.
  public func update(model: Module, gradients: ModuleParameters) {
    let parameters = model.trainableParameters(fitting: gradients)
    guard !parameters.isEmpty else { return }
    memory.align(with: parameters)
    memory.countStep()
    withoutGradient {
      FusedOptimizer.sgd(
        parameters: parameters.tensors, gradients: gradients.tensors,
        momentumBuffers: memory.tensors.first ?? [], learningRate: learningRate,
        momentum: momentum, weightDecay: weightDecay, nesterov: nesterov, isFirstStep: false)
    }
  }

  /// The momentum and the counts of steps, by parameter.
  public func state() -> [String: Tensor] { memory.dictionary }

  /// Continues from `state`.
  ///
  /// - Throws: `ModuleError` when the state belongs to another model.
  public func restore(_ state: [String: Tensor], model: Module) throws {
    try memory.restore(state, parameters: model.trainableParameters())
  }
}
