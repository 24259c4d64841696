internal import OrderedCollections
public import Torch

/// Tensors under dotted names such as `layers.0.weight`, in the order of the modules' properties:
/// parameters, or their gradients.
public struct ModuleParameters {
  /// The names; one object for all that belong to one structure, so that it is cheap to see that
  /// gradients and an optimiser's state fit together.
  final class Layout {
    let names: OrderedSet<String>
    init(_ names: OrderedSet<String>) { self.names = names }
  }

  let layout: Layout
  /// The tensors, in the order of `names`.
  public let tensors: [Tensor]

  init(layout: Layout, tensors: [Tensor]) {
    self.layout = layout
    self.tensors = tensors
  }

  init(_ dictionary: OrderedDictionary<String, Tensor>) {
    layout = Layout(dictionary.keys)
    tensors = Array(dictionary.values)
  }

  /// Gives tensors their names, in order.
  ///
  /// - Precondition: no name occurs twice.
  public init(_ pairs: some Sequence<(name: String, tensor: Tensor)>) {
    self.init(OrderedDictionary(uniqueKeysWithValues: pairs.lazy.map { ($0.name, $0.tensor) }))
  }

  /// Takes what was read from a file, in the order of the names.
  public init(_ tensors: [String: Tensor]) {
    self.init(tensors.sorted { $0.key < $1.key }.map { (name: $0.key, tensor: $0.value) })
  }

  /// The names.
  public var names: [String] { layout.names.elements }
  /// How many tensors there are.
  public var count: Int { tensors.count }
  /// Whether there is none.
  public var isEmpty: Bool { tensors.isEmpty }
  /// The number of elements of all tensors.
  public var elementCount: Int { tensors.reduce(0) { $0 + $1.size } }
  /// The tensors by name.
  public var dictionary: [String: Tensor] {
    Dictionary(uniqueKeysWithValues: zip(names, tensors))
  }

  /// The tensor called `name`.
  public subscript(name: String) -> Tensor? {
    layout.names.firstIndex(of: name).map { tensors[$0] }
  }

  /// Other tensors under the same names.
  public func mapValues(_ transform: (Tensor) throws -> Tensor) rethrows -> ModuleParameters {
    ModuleParameters(layout: layout, tensors: try tensors.map(transform))
  }
}

extension ModuleParameters: Sequence {
  /// Names and tensors, one after the other.
  public func makeIterator() -> some IteratorProtocol<(name: String, tensor: Tensor)> {
    zip(layout.names, tensors).lazy.map { (name: $0, tensor: $1) }.makeIterator()
  }
}

/// What does not fit between a module and tensors that came from elsewhere.
public enum ModuleError: Error, Equatable, CustomStringConvertible {
  /// The module has no tensor of this name.
  case unknownName(String)
  /// The tensors lack this one of the module's.
  case missingName(String)
  /// The shapes differ.
  case shapeMismatch(name: String, expected: [Int], actual: [Int])

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownName(let name):
      "\"\(name)\": the model has no such parameter; the tensors belong to another model"
    case .missingName(let name):
      "\"\(name)\": missing among the tensors; they belong to another model"
    case .shapeMismatch(let name, let expected, let actual):
      "\"\(name)\": shape \(actual) where the model has \(expected); make the model with the "
        + "sizes that the tensors were saved with"
    }
  }
}

extension ModuleParameters {
  /// Copies `source` into these tensors, name by name.
  ///
  /// - Throws: `ModuleError` when names or shapes differ; then nothing has been changed.
  package func copyInPlace(_ source: ModuleParameters) throws {
    var sources: [Tensor] = []
    for (name, tensor) in self {
      guard let other = source[name] else { throw ModuleError.missingName(name) }
      guard other.shape == tensor.shape else {
        throw ModuleError.shapeMismatch(name: name, expected: tensor.shape, actual: other.shape)
      }
      sources.append(other)
    }
    if let unknown = source.names.first(where: { !layout.names.contains($0) }) {
      throw ModuleError.unknownName(unknown)
    }
    guard !isEmpty else { return }
    withoutGradient {
      for (tensor, source) in zip(tensors, sources) { tensor.copyInPlace(source) }
    }
  }
}
