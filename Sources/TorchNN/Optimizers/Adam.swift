public import Torch

/// Adam (Kingma and Ba 2015): steps by running means of gradients over the roots of running means of
/// their squares, in one pass over all parameters.
public class Adam: Optimizer {
  /// The step size; may be set anew each step.
  public var learningRate: Double
  /// The threads that share the parameters.
  public var lanes = Lanes.single
  private let betas: (Double, Double)
  private let eps: Double
  private let weightDecay: Double
  private let isDecoupled: Bool
  private var memory = OptimizerState(slots: ["average", "squaredAverage"])

  /// Makes an optimiser that has taken no step.
  ///
  /// - Parameters:
  ///   - learningRate: The step size.
  ///   - betas: How much of the running means is kept each step.
  ///   - eps: Added to the root.
  ///   - weightDecay: Times the parameter, added to its gradient.
  public convenience init(
    learningRate: Double, betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: Double = 0
  ) {
    self.init(
      learningRate: learningRate, betas: betas, eps: eps, weightDecay: weightDecay,
      isDecoupled: false)
  }

  fileprivate init(
    learningRate: Double, betas: (Double, Double), eps: Double, weightDecay: Double,
    isDecoupled: Bool
  ) {
    self.learningRate = learningRate
    self.betas = betas
    self.eps = eps
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
  }

  /// Takes one step.
  public func update(model: Module, gradients: ModuleParameters) {
    let parameters = model.trainableParameters(fitting: gradients)
    guard !parameters.isEmpty else { return }
    memory.align(with: parameters)
    memory.countStep()
    // Parameters that joined later have taken fewer steps; mostly there is one count for all. A
    // kernel on another device reads it there.
    var counts: [StepCount: Tensor] = [:]
    let steps = zip(memory.steps, parameters.tensors).map { count, parameter in
      let key = StepCount(steps: count, device: parameter.device)
      if let known = counts[key] { return known }
      let tensor = Tensor(Float(count)).to(device: key.device)
      counts[key] = tensor
      return tensor
    }
    let averages = memory.tensors[0]
    let squaredAverages = memory.tensors[1]
    lanes.share(parameters.tensors) { part in
      withoutGradient {
        FusedOptimizer.adam(
          parameters: Array(parameters.tensors[part]), gradients: Array(gradients.tensors[part]),
          averages: Array(averages[part]), squaredAverages: Array(squaredAverages[part]),
          steps: Array(steps[part]), learningRate: learningRate, beta1: betas.0, beta2: betas.1,
          weightDecay: weightDecay, eps: eps, decoupled: isDecoupled)
      }
    }
  }

  /// The running means and the counts of steps, by parameter.
  public func state() -> [String: Tensor] { memory.dictionary }

  /// Continues from `state`.
  ///
  /// - Throws: `ModuleError` when the state belongs to another model.
  public func restore(_ state: [String: Tensor], model: Module) throws {
    try memory.restore(state, parameters: model.trainableParameters())
  }
}

/// Adam with weight decay beside the gradient step rather than in it (Loshchilov and Hutter 2019).
public final class AdamW: Adam {
  /// Makes an optimiser that has taken no step.
  ///
  /// - Parameters:
  ///   - learningRate: The step size.
  ///   - betas: How much of the running means is kept each step.
  ///   - eps: Added to the root.
  ///   - weightDecay: The part of a parameter, times the step size, that is lost each step.
  public init(
    learningRate: Double, betas: (Double, Double) = (0.9, 0.999), eps: Double = 1e-8,
    weightDecay: Double = 0.01
  ) {
    super.init(
      learningRate: learningRate, betas: betas, eps: eps, weightDecay: weightDecay,
      isDecoupled: true)
  }
}

/// Steps that a parameter has taken, told to a kernel on its device.
private struct StepCount: Hashable {
  let steps: Int
  let device: Device
}

extension Module {
  /// The trainable parameters, in the order of `gradients`.
  ///
  /// - Precondition: the gradients are those of this model's trainable parameters.
  func trainableParameters(fitting gradients: ModuleParameters) -> ModuleParameters {
    let parameters = trainableParameters()
    precondition(
      parameters.layout === gradients.layout || parameters.names == gradients.names,
      "these gradients belong to other parameters than the model's trainable ones")
    return parameters
  }
}
