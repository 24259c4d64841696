public import Torch

/// A part of a network: parameters, other modules, and a way from inputs to outputs.
///
/// Parameters are properties with `@ParameterInfo`, tensors that are saved but not trained have
/// `@BufferInfo`, and modules are found in `let` properties, alone, in arrays, optionals and
/// string-keyed dictionaries; a property that is assigned again has `@ModuleInfo`. Not `Sendable`,
/// as tensors are not.
open class Module {
  /// Whether the module is being trained: dropout drops and batch statistics are taken.
  public private(set) var isTraining = true
  private var cachedStructure: ModuleStructure?

  /// Makes a module in training mode.
  public init() {}

  var structure: ModuleStructure {
    if let cachedStructure, cachedStructure.isCurrent { return cachedStructure }
    let found = ModuleStructure(of: self)
    cachedStructure = found
    return found
  }

  /// All parameters, frozen ones too; a tensor that is used twice appears once.
  public final func parameters() -> ModuleParameters { structure.parameters }

  /// The parameters that gradients are taken of.
  public final func trainableParameters() -> ModuleParameters { structure.trainable }

  /// The tensors that are saved but not trained.
  public final func buffers() -> ModuleParameters { structure.buffers }

  /// Parameters and buffers: all that a file of the model holds.
  public final func state() -> ModuleParameters {
    let structure = structure
    return ModuleParameters(Array(structure.parameters) + Array(structure.buffers))
  }

  /// The modules in this one's properties, by name.
  public final func children() -> [(name: String, module: Module)] { structure.children }

  /// This module, under an empty name, and all below it.
  public final func namedModules() -> [(name: String, module: Module)] {
    [("", self)] + structure.descendants
  }

  /// The random sources that modules draw from while training. Their states belong into a
  /// checkpoint, or a resumed training would draw other numbers.
  public final func randomSources() -> [(name: String, source: RandomSource)] {
    structure.randomSources
  }

  /// Copies `parameters` into this module's.
  ///
  /// - Throws: `ModuleError` unless names and shapes are the same; then nothing is changed.
  public final func update(parameters: ModuleParameters) throws {
    try structure.parameters.copyInPlace(parameters)
  }

  /// Copies `state`, as `state()` gave it, into parameters and buffers.
  ///
  /// - Throws: `ModuleError` unless names and shapes are the same; then nothing is changed.
  public final func restore(_ state: ModuleParameters) throws {
    try self.state().copyInPlace(state)
  }

  /// Takes the parameters of this module and all below it out of training.
  public final func freeze() { setTrainable(false) }

  /// Puts the parameters of this module and all below it back into training.
  public final func unfreeze() { setTrainable(true) }

  private func setTrainable(_ trainable: Bool) {
    for tensor in structure.parameters.tensors { tensor.requiringGrad(trainable) }
    ModuleStructure.changed()
  }

  /// Switches this module and all below it to training, or back.
  public final func train(_ mode: Bool = true) {
    for (_, module) in namedModules() { module.isTraining = mode }
  }

  /// Switches this module and all below it to use: nothing is dropped, running statistics hold.
  public final func eval() { train(false) }

  /// Moves parameters and buffers to `device`.
  public final func to(device: Device) { replaceTensors { $0.to(device: device) } }

  /// Changes the element type of parameters and of buffers of real numbers.
  public final func to(dtype: DType) {
    replaceTensors { $0.dtype.isFloatingPoint ? $0.to(dtype: dtype) : $0 }
  }

  /// Takes the tensors of a module of the same structure as its own: from now on the two are one, in
  /// all but their random sources.
  ///
  /// - Precondition: parameters and buffers of both have the same names.
  public final func share(_ other: Module) {
    let own = state()
    let theirs = other.state()
    precondition(own.names == theirs.names, "modules of other structures cannot share tensors")
    let shared = Dictionary(
      uniqueKeysWithValues: zip(own.tensors.map { ObjectIdentifier($0) }, theirs.tensors))
    // `own` keeps its tensors alive, and so their identities, until the end.
    withExtendedLifetime(own) {
      for holder in structure.holders {
        holder.replaceTensors { shared[ObjectIdentifier($0)] ?? $0 }
      }
    }
  }

  /// Replaces tensors, once each, so that shared ones stay shared.
  final func replaceTensors(_ transform: (Tensor) -> Tensor) {
    var replaced: [ObjectIdentifier: (old: Tensor, new: Tensor)] = [:]
    for holder in structure.holders {
      holder.replaceTensors { tensor in
        if let known = replaced[ObjectIdentifier(tensor)] { return known.new }
        let new = transform(tensor.detach())
        new.requiringGrad(tensor.requiresGrad)
        replaced[ObjectIdentifier(tensor)] = (tensor, new)
        return new
      }
    }
  }
}

/// A module with one input and one output.
public protocol UnaryLayer: Module {
  /// The output for `x`.
  func callAsFunction(_ x: Tensor) -> Tensor
}
