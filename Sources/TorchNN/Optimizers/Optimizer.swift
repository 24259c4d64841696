internal import OrderedCollections
public import Torch

/// Changes a model's parameters by its gradients, one step at a time.
public protocol Optimizer: AnyObject {
  /// The step size; may be set anew each step, see `Schedule`.
  var learningRate: Double { get set }
  /// Takes one step.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - gradients: What `valueAndGrad(model:_:)` returned for it.
  func update(model: Module, gradients: ModuleParameters)
  /// All that the next steps depend on, besides model and settings: for a checkpoint.
  func state() -> [String: Tensor]
  /// Continues from `state`.
  ///
  /// - Parameters:
  ///   - state: What `state()` gave.
  ///   - model: The model that is trained.
  /// - Throws: `ModuleError` when the state belongs to another model.
  func restore(_ state: [String: Tensor], model: Module) throws
}

/// The tensors that an optimiser keeps for each parameter, and the steps it has taken.
struct OptimizerState {
  /// The names of the tensors kept for each parameter.
  let slots: [String]
  private(set) var layout: ModuleParameters.Layout?
  /// One list a slot, in the order of the layout.
  private(set) var tensors: [[Tensor]]
  /// The steps taken, one count a parameter.
  private(set) var steps: [Int] = []

  init(slots: [String]) {
    self.slots = slots
    tensors = slots.map { _ in [] }
  }

  /// Makes room for the parameters that `gradients` belong to; what is known of a name stays.
  mutating func align(with parameters: ModuleParameters) {
    guard layout !== parameters.layout else { return }
    let old = self
    layout = parameters.layout
    func previous(_ name: String) -> Int? { old.layout?.names.firstIndex(of: name) }
    steps = parameters.names.map { name in previous(name).map { old.steps[$0] } ?? 0 }
    tensors = slots.indices.map { slot in
      parameters.map { name, tensor in
        previous(name).map { old.tensors[slot][$0] } ?? tensor.detach().zerosLike()
      }
    }
  }

  mutating func countStep() { for index in steps.indices { steps[index] += 1 } }

  /// `name.slot` and `name.step`.
  var dictionary: [String: Tensor] {
    var all: [String: Tensor] = [:]
    for (index, name) in (layout?.names.elements ?? []).enumerated() {
      all["\(name).step"] = Tensor(steps[index])
      for (slot, list) in zip(slots, tensors) { all["\(name).\(slot)"] = list[index].clone() }
    }
    return all
  }

  mutating func restore(_ state: [String: Tensor], parameters: ModuleParameters) throws {
    func tensor(_ name: String, shape: [Int]) throws -> Tensor {
      guard let found = state[name] else { throw ModuleError.missingName(name) }
      guard found.shape == shape else {
        throw ModuleError.shapeMismatch(name: name, expected: shape, actual: found.shape)
      }
      return found
    }
    guard !state.isEmpty else {
      self = OptimizerState(slots: slots)
      return
    }
    let newSteps = try parameters.names.map { try tensor("\($0).step", shape: []).item(Int.self) }
    let newTensors = try slots.map { slot in
      try parameters.map { name, parameter in
        let found = try tensor("\(name).\(slot)", shape: parameter.shape)
        let own = parameter.detach().zerosLike()
        own.copyInPlace(found)
        return own
      }
    }
    let names = Set(parameters.names.flatMap { name in (slots + ["step"]).map { "\(name).\($0)" } })
    if let unknown = state.keys.sorted().first(where: { !names.contains($0) }) {
      throw ModuleError.unknownName(unknown)
    }
    layout = parameters.layout
    steps = newSteps
    tensors = newTensors
  }
}
