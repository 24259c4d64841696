internal import OrderedCollections
internal import Synchronization
internal import Torch

/// What a tree of modules consists of, found by reflection.
///
/// The walk costs microseconds a module, a training step of a small network tens of microseconds in
/// all, so the result is kept until a wrapped property anywhere is assigned.
struct ModuleStructure {
  private static let version = Atomic<Int>(0)

  /// Notes that a wrapped property was assigned or a parameter frozen.
  static func changed() { version.wrappingAdd(1, ordering: .relaxed) }

  private let version: Int
  /// All below the root. Not the root, which holds this structure and would never be freed.
  let descendants: [(name: String, module: Module)]
  let children: [(name: String, module: Module)]
  let holders: [any TensorHolder]
  let parameters: ModuleParameters
  let trainable: ModuleParameters
  let buffers: ModuleParameters
  let randomSources: [(name: String, source: RandomSource)]

  var isCurrent: Bool { version == Self.version.load(ordering: .relaxed) }

  init(of root: Module) {
    version = Self.version.load(ordering: .relaxed)
    var walk = Walk()
    walk.visit(root, name: "")
    descendants = Array(walk.modules.dropFirst())
    children = walk.children
    holders = walk.holders
    parameters = ModuleParameters(walk.parameters)
    trainable = ModuleParameters(walk.parameters.filter { $0.value.requiresGrad })
    buffers = ModuleParameters(walk.buffers)
    randomSources = walk.randomSources
  }
}

/// The walk itself. What is shared is named once, where it is met first.
private struct Walk {
  var modules: [(name: String, module: Module)] = []
  var children: [(name: String, module: Module)] = []
  var holders: [any TensorHolder] = []
  var parameters: OrderedDictionary<String, Tensor> = [:]
  var buffers: OrderedDictionary<String, Tensor> = [:]
  var randomSources: [(name: String, source: RandomSource)] = []
  private var seen: Set<ObjectIdentifier> = []
  private var depth = 0

  mutating func visit(_ module: Module, name: String) {
    if depth == 1 { children.append((name, module)) }
    guard seen.insert(ObjectIdentifier(module)).inserted else { return }
    modules.append((name, module))
    depth += 1
    defer { depth -= 1 }
    var mirrors: [Mirror] = []
    var mirror: Mirror? = Mirror(reflecting: module)
    while let current = mirror, current.subjectType != Module.self {
      mirrors.append(current)
      mirror = current.superclassMirror
    }
    for mirror in mirrors.reversed() {
      for case (let label?, let value) in mirror.children {
        refuseLazy(label, value, in: module)
        let property = label.hasPrefix("_") ? String(label.dropFirst()) : label
        visit(value, property: property, in: name)
      }
    }
  }

  private mutating func visit(_ value: Any, property: String, in parent: String) {
    func dotted(_ key: String) -> String {
      parent.isEmpty ? key : key.isEmpty ? parent : "\(parent).\(key)"
    }
    if let holder = value as? any TensorHolder {
      add(holder, name: dotted(holder.key ?? property))
    } else if let holder = value as? any ModuleHolder {
      visit(holder.heldValue, property: holder.key ?? property, in: parent)
    } else if let module = value as? Module {
      visit(module, name: dotted(property))
    } else if let source = value as? RandomSource {
      if seen.insert(ObjectIdentifier(source)).inserted {
        randomSources.append((dotted(property), source))
      }
    } else if let container = value as? any ModuleContainer {
      for (suffix, element) in container.searchedElements {
        visit(element, property: suffix.isEmpty ? property : "\(property).\(suffix)", in: parent)
      }
    }
  }

  private mutating func add(_ holder: any TensorHolder, name: String) {
    guard seen.insert(ObjectIdentifier(holder)).inserted else { return }
    holders.append(holder)
    for (suffix, tensor) in holder.tensors
    where seen.insert(ObjectIdentifier(tensor)).inserted {
      let key = name + suffix
      precondition(
        parameters[key] == nil && buffers[key] == nil, "two parameters are called \(key)")
      if holder.isTrained { parameters[key] = tensor } else { buffers[key] = tensor }
    }
  }

  /// A lazy property is absent until it is first read, so its parameters would be absent too.
  private func refuseLazy(_ label: String, _ value: Any, in module: Module) {
    let prefix = "$__lazy_storage_$_"
    guard label.hasPrefix(prefix), let optional = type(of: value) as? any Wrapping.Type,
      optional.mayHoldParameters
    else { return }
    preconditionFailure(
      "\(type(of: module)).\(label.dropFirst(prefix.count)) is lazy; a module's parts must exist "
        + "from its creation, or its parameters would not be found")
  }
}

/// A collection that modules are looked for in.
private protocol ModuleContainer {
  var searchedElements: [(suffix: String, element: Any)] { get }
}

extension Array: ModuleContainer {
  // A glance at the first element keeps long arrays of numbers cheap.
  fileprivate var searchedElements: [(suffix: String, element: Any)] {
    guard let first, isSearched(first) else { return [] }
    return enumerated().map { ("\($0)", $1) }
  }
}

extension Optional: ModuleContainer {
  fileprivate var searchedElements: [(suffix: String, element: Any)] {
    map { [("", $0)] } ?? []
  }
}

extension Dictionary: ModuleContainer {
  fileprivate var searchedElements: [(suffix: String, element: Any)] {
    guard Key.self == String.self, let first, isSearched(first.value) else { return [] }
    return map { ("\($0)", $1) }.sorted { $0.0 < $1.0 }
  }
}

private func isSearched(_ element: Any) -> Bool {
  element is Module || element is any ModuleContainer || element is any TensorHolder
    || element is any ModuleHolder || element is RandomSource
}

/// An optional, by what it wraps.
private protocol Wrapping {
  static var mayHoldParameters: Bool { get }
}

extension Optional: Wrapping {
  fileprivate static var mayHoldParameters: Bool {
    Wrapped.self is Module.Type || Wrapped.self is any TensorStorage.Type
      || Wrapped.self is any TensorHolder.Type || Wrapped.self is any ModuleContainer.Type
  }
}
