public import Torch

/// What a parameter or buffer property may hold: a tensor, perhaps one, or a list.
public protocol TensorStorage {
  /// The tensors, each with what is appended to the property's name.
  var storedTensors: [(suffix: String, tensor: Tensor)] { get }
  /// The same storage around other tensors.
  func mapTensors(_ transform: (Tensor) -> Tensor) -> Self
}

extension Tensor: TensorStorage {
  /// This tensor.
  public var storedTensors: [(suffix: String, tensor: Tensor)] { [("", self)] }
  /// The other tensor.
  public func mapTensors(_ transform: (Tensor) -> Tensor) -> Self {
    // `Tensor` is final, so `Self` is `Tensor`.
    unsafeDowncast(transform(self), to: Self.self)
  }
}

extension Optional: TensorStorage where Wrapped: TensorStorage {
  /// What is inside, if anything is.
  public var storedTensors: [(suffix: String, tensor: Tensor)] { self?.storedTensors ?? [] }
  /// The same around other tensors.
  public func mapTensors(_ transform: (Tensor) -> Tensor) -> Self {
    self?.mapTensors(transform)
  }
}

extension Array: TensorStorage where Element: TensorStorage {
  /// What the elements hold, under their indices.
  public var storedTensors: [(suffix: String, tensor: Tensor)] {
    enumerated().flatMap { index, element in
      element.storedTensors.map { (".\(index)\($0.suffix)", $0.tensor) }
    }
  }
  /// The same around other tensors.
  public func mapTensors(_ transform: (Tensor) -> Tensor) -> Self {
    map { $0.mapTensors(transform) }
  }
}

/// A property of a module that holds tensors which are trained.
///
/// ```swift
/// final class Scale: Module, UnaryLayer {
///   @ParameterInfo var weight: Tensor
///   …
/// }
/// ```
/// The tensors require gradients from the moment they are assigned.
@propertyWrapper
public final class ParameterInfo<Value: TensorStorage> {
  let key: String?
  private var value: Value?

  /// The tensors.
  public var wrappedValue: Value {
    get {
      guard let value else { preconditionFailure("a parameter was read before it was set") }
      return value
    }
    set {
      value = newValue
      requireGradients()
      ModuleStructure.changed()
    }
  }

  /// Holds `wrappedValue`, named `key` rather than by the property where a key is given.
  public init(wrappedValue: Value, key: String? = nil) {
    self.key = key
    value = wrappedValue
    requireGradients()
  }

  /// Holds nothing yet, for a parameter that the module's initialiser sets.
  public init(key: String) { self.key = key }

  private func requireGradients() {
    for (_, tensor) in value?.storedTensors ?? [] where tensor.dtype.isFloatingPoint {
      tensor.requiringGrad()
    }
  }
}

/// A property of a module that holds tensors which are saved but not trained, such as running
/// statistics.
@propertyWrapper
public final class BufferInfo<Value: TensorStorage> {
  let key: String?

  /// The tensors.
  public var wrappedValue: Value { didSet { ModuleStructure.changed() } }

  /// Holds `wrappedValue`, named `key` rather than by the property where a key is given.
  public init(wrappedValue: Value, key: String? = nil) {
    self.key = key
    self.wrappedValue = wrappedValue
  }
}

/// A property of a module that holds modules and may be assigned again; also gives them another
/// name. Under an empty one a module's parts are named as if they were the outer module's own.
///
/// A module, an array, optional or string-keyed dictionary of modules in a plain `let` is found as
/// well. A plain `var` must not be assigned after its module is first used.
@propertyWrapper
public final class ModuleInfo<Value> {
  let key: String?
  private var value: Value?

  /// The modules.
  public var wrappedValue: Value {
    get {
      guard let value else { preconditionFailure("a module was read before it was set") }
      return value
    }
    set {
      value = newValue
      ModuleStructure.changed()
    }
  }

  /// Holds `wrappedValue`, named `key` rather than by the property where a key is given.
  public init(wrappedValue: Value, key: String? = nil) {
    self.key = key
    value = wrappedValue
  }

  /// Holds nothing yet, for modules that the initialiser sets.
  public init(key: String) { self.key = key }
}

/// A property wrapper around tensors, whatever they are stored in.
protocol TensorHolder: AnyObject {
  var key: String? { get }
  var isTrained: Bool { get }
  var tensors: [(suffix: String, tensor: Tensor)] { get }
  func replaceTensors(_ transform: (Tensor) -> Tensor)
}

extension ParameterInfo: TensorHolder {
  var isTrained: Bool { true }
  var tensors: [(suffix: String, tensor: Tensor)] { wrappedValue.storedTensors }
  // Not through `wrappedValue`, so that frozen tensors stay so.
  func replaceTensors(_ transform: (Tensor) -> Tensor) {
    value = value?.mapTensors(transform)
    ModuleStructure.changed()
  }
}

extension BufferInfo: TensorHolder {
  var isTrained: Bool { false }
  var tensors: [(suffix: String, tensor: Tensor)] { wrappedValue.storedTensors }
  func replaceTensors(_ transform: (Tensor) -> Tensor) {
    wrappedValue = wrappedValue.mapTensors(transform)
  }
}

/// A property wrapper around modules.
protocol ModuleHolder: AnyObject {
  var key: String? { get }
  var heldValue: Any { get }
}

extension ModuleInfo: ModuleHolder {
  var heldValue: Any { wrappedValue }
}
