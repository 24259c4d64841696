internal import CTorch

/// A multidimensional array of one element type, with its history for gradients.
///
/// Not `Sendable` on purpose: tensors never cross isolation, values do. Public operations never
/// change a tensor; the in-place ones are for optimisers and marked `package`.
public final class Tensor {
  /// libtorch's reference, owned.
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }

  deinit { ctorch_release(handle) }

  /// The sizes of the axes.
  public var shape: [Int] {
    withExtendedLifetime(self) {
      (0..<ctorch_dimensions(handle)).map { Int(ctorch_size(handle, $0)) }
    }
  }

  /// The number of axes.
  public var ndim: Int { withExtendedLifetime(self) { Int(ctorch_dimensions(handle)) } }

  /// The number of elements.
  public var size: Int { withExtendedLifetime(self) { Int(ctorch_element_count(handle)) } }

  /// The type of the elements.
  ///
  /// - Precondition: it is one of `DType`; tensors of other types do not arise here.
  public var dtype: DType {
    withExtendedLifetime(self) {
      guard let dtype = DType(rawValue: ctorch_dtype(handle)) else {
        fatalError("unsupported element type \(ctorch_dtype(handle))")
      }
      return dtype
    }
  }

  /// Where the elements are.
  public var device: Device {
    withExtendedLifetime(self) { Device(packed: ctorch_device(handle)) }
  }

  /// Whether operators on this tensor are recorded for gradients.
  public var requiresGrad: Bool { withExtendedLifetime(self) { ctorch_requires_grad(handle) } }

  /// The size of `axis`, counted from the end when negative.
  public func size(_ axis: Int) -> Int {
    withExtendedLifetime(self) {
      let count = Int(ctorch_dimensions(handle))
      precondition((-count..<count).contains(axis), "axis \(axis) of a tensor with \(count) axes")
      return Int(ctorch_size(handle, Int32(axis < 0 ? axis + count : axis)))
    }
  }

  /// Tensors made on this thread less those released on it; for tests that nothing leaks, which may
  /// run beside others.
  public static var liveCount: Int { Int(ctorch_live_tensor_count()) }

  /// What a function of CTorch makes, which notes its error and gives nothing where it fails.
  static func made(by name: String, _ make: () -> ctorch_tensor?) -> Tensor {
    guard let made = make() else {
      report(.last, in: name)
      return .placeholder()
    }
    return Tensor(owning: made)
  }

  /// A tensor that stands where an operator failed inside `withError`.
  static func placeholder() -> Tensor {
    Tensor([Float](), [0])
  }
}

extension Tensor {
  /// Makes a tensor of `shape` from `values`, in row-major order.
  ///
  /// - Precondition: there are as many values as the shape says.
  public convenience init<Element: TensorElement>(_ values: [Element], _ shape: [Int]) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
      "\(values.count) values do not fill shape \(shape)")
    let sizes = shape.map(Int64.init)
    let made = values.withUnsafeBytes {
      ctorch_from_memory($0.baseAddress, sizes, Int32(sizes.count), Element.dtype.rawValue)
    }
    guard let made else { fatalError(TorchError.last.message) }
    self.init(owning: made)
  }

  /// Makes a vector.
  public convenience init<Element: TensorElement>(_ values: [Element]) {
    self.init(values, [values.count])
  }

  /// Makes a tensor without axes.
  public convenience init<Element: TensorElement>(_ value: Element) { self.init([value], []) }

  /// The elements in row-major order, converted to `type`.
  public func asArray<Element: TensorElement>(_ type: Element.Type) -> [Element] {
    let source = to(dtype: Element.dtype).to(device: .cpu).contiguous()
    return withExtendedLifetime(source) {
      let count = source.size
      guard count > 0, let bytes = ctorch_data(source.handle) else { return [] }
      let elements = bytes.assumingMemoryBound(to: Element.self)
      return Array(UnsafeBufferPointer(start: elements, count: count))
    }
  }

  /// Calls `body` with the elements in row-major order, without a copy where they lie so already.
  ///
  /// - Precondition: the tensor's element type is `Element`'s.
  public func withElements<Element: TensorElement, Result>(
    as type: Element.Type, _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    precondition(dtype == Element.dtype, "a \(dtype) tensor read as \(Element.dtype)")
    let source = to(device: .cpu).contiguous()
    return try withExtendedLifetime(source) {
      let count = source.size
      let start = ctorch_data(source.handle)?.assumingMemoryBound(to: Element.self)
      return try body(UnsafeBufferPointer(start: count == 0 ? nil : start, count: count))
    }
  }

  /// The only element, converted to `type`.
  ///
  /// - Precondition: there is exactly one.
  public func item<Element: TensorElement>(_ type: Element.Type) -> Element {
    let values = asArray(type)
    precondition(values.count == 1, "item of a tensor with \(values.count) elements")
    return values[0]
  }
}

extension Tensor: CustomStringConvertible {
  /// Shape, element type and, for small tensors, the elements.
  public var description: String {
    let head = "Tensor(shape: \(shape), dtype: \(dtype)"
    guard size <= 64 else { return head + ")" }
    return head + ", \(dtype.isFloatingPoint ? "\(asArray(Double.self))" : "\(asArray(Int.self))"))"
  }
}
