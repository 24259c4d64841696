internal import CTorch

/// An argument of an operator.
package enum Argument {
  /// What the schema names as default.
  case `default`
  /// Nothing, said outright.
  case none
  /// A tensor.
  case tensor(Tensor)
  /// An integer, also where the schema takes a scalar.
  case int(Int)
  /// A real number, also where the schema takes a scalar.
  case double(Double)
  /// A truth value.
  case bool(Bool)
  /// Integers, such as a shape.
  case ints([Int])
  /// Real numbers.
  case doubles([Double])
  /// Tensors.
  case tensors([Tensor])
  /// Tensors, some of them absent.
  case optionalTensors([Tensor?])
  /// A string.
  case string(StaticString)
  /// A string that is not known when compiling, such as an Einstein summation.
  case text(String)
  /// A device.
  case device(Device)
  /// A random generator.
  case generator(RandomSource)

  /// A tensor, or nothing.
  package static func optional(_ tensor: Tensor?) -> Argument {
    tensor.map { .tensor($0) } ?? .none
  }
  /// An element type, or nothing.
  package static func dtype(_ dtype: DType?) -> Argument {
    dtype.map { .int(Int($0.rawValue)) } ?? .none
  }
  /// A device that is left to libtorch where it is the processor: the common case stays cheap.
  package static func on(_ device: Device) -> Argument {
    device.kind == .cpu ? .none : .device(device)
  }
  /// An integer, or nothing.
  package static func optional(_ value: Int?) -> Argument { value.map { .int($0) } ?? .none }
  /// A real number, or nothing.
  package static func optional(_ value: Double?) -> Argument { value.map { .double($0) } ?? .none }

  /// Lays the arguments out as C values, on the stack, for as long as `body` runs.
  static func withValues<Result>(
    _ arguments: [Argument], _ body: (UnsafeBufferPointer<ctorch_value>) -> Result
  ) -> Result {
    var integerCount = 0
    var realCount = 0
    var tensorCount = 0
    var byteCount = 0
    for argument in arguments {
      switch argument {
      case .ints(let values): integerCount += values.count
      case .doubles(let values): realCount += values.count
      case .tensors(let values): tensorCount += values.count
      case .optionalTensors(let values): tensorCount += values.count
      case .text(let text): byteCount += text.utf8.count + 1
      default: break
      }
    }
    return withExtendedLifetime(arguments) {
      withUnsafeTemporaryAllocation(of: ctorch_value.self, capacity: arguments.count) { values in
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: integerCount) { integers in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: realCount) { reals in
            withUnsafeTemporaryAllocation(of: OpaquePointer?.self, capacity: tensorCount) {
              tensors in
              withUnsafeTemporaryAllocation(of: CChar.self, capacity: byteCount) { bytes in
                var arena = Arena(integers: integers, reals: reals, tensors: tensors, bytes: bytes)
                for (index, argument) in arguments.enumerated() {
                  values.initializeElement(at: index, to: arena.value(of: argument))
                }
                return body(UnsafeBufferPointer(values))
              }
            }
          }
        }
      }
    }
  }
}

/// The memory that the lists among the arguments of one call lie in.
private struct Arena {
  let integers: UnsafeMutableBufferPointer<Int64>
  let reals: UnsafeMutableBufferPointer<Double>
  let tensors: UnsafeMutableBufferPointer<OpaquePointer?>
  let bytes: UnsafeMutableBufferPointer<CChar>
  private var integersUsed = 0
  private var realsUsed = 0
  private var tensorsUsed = 0
  private var bytesUsed = 0

  init(
    integers: UnsafeMutableBufferPointer<Int64>, reals: UnsafeMutableBufferPointer<Double>,
    tensors: UnsafeMutableBufferPointer<OpaquePointer?>, bytes: UnsafeMutableBufferPointer<CChar>
  ) {
    self.integers = integers
    self.reals = reals
    self.tensors = tensors
    self.bytes = bytes
  }

  mutating func value(of argument: Argument) -> ctorch_value {
    var value = ctorch_value()
    switch argument {
    case .default: value.tag = tag(CTORCH_DEFAULT)
    case .none: value.tag = tag(CTORCH_NONE)
    case .tensor(let tensor):
      value.tag = tag(CTORCH_TENSOR)
      value.tensor = tensor.handle
    case .int(let integer):
      value.tag = tag(CTORCH_INT)
      value.integer = Int64(integer)
    case .double(let real):
      value.tag = tag(CTORCH_DOUBLE)
      value.real = real
    case .bool(let truth):
      value.tag = tag(CTORCH_BOOL)
      value.integer = truth ? 1 : 0
    case .ints(let list):
      value.tag = tag(CTORCH_INTS)
      value.count = Int32(list.count)
      value.integers = append(list.lazy.map(Int64.init), to: integers, from: &integersUsed)
    case .doubles(let list):
      value.tag = tag(CTORCH_DOUBLES)
      value.count = Int32(list.count)
      value.reals = append(list, to: reals, from: &realsUsed)
    case .tensors(let list):
      value.tag = tag(CTORCH_TENSORS)
      value.count = Int32(list.count)
      value.tensors = append(list.lazy.map { $0.handle }, to: tensors, from: &tensorsUsed)
    case .optionalTensors(let list):
      value.tag = tag(CTORCH_TENSORS)
      value.count = Int32(list.count)
      value.tensors = append(list.lazy.map { $0?.handle }, to: tensors, from: &tensorsUsed)
    case .string(let string):
      value.tag = tag(CTORCH_STRING)
      value.string = UnsafeRawPointer(string.utf8Start).assumingMemoryBound(to: CChar.self)
    case .text(let text):
      value.tag = tag(CTORCH_STRING)
      value.string = append(
        text.utf8.map { CChar(bitPattern: $0) } + [0], to: bytes, from: &bytesUsed)
    case .device(let device):
      value.tag = tag(CTORCH_DEVICE)
      value.integer = device.packed
    case .generator(let source):
      value.tag = tag(CTORCH_GENERATOR)
      value.generator = source.handle
    }
    return value
  }

  private func tag(_ tag: ctorch_tag) -> Int32 { Int32(tag.rawValue) }

  private func append<Element>(
    _ elements: some Sequence<Element>, to buffer: UnsafeMutableBufferPointer<Element>,
    from used: inout Int
  ) -> UnsafePointer<Element>? {
    let start = used
    for element in elements {
      buffer.initializeElement(at: used, to: element)
      used += 1
    }
    return buffer.baseAddress.map { UnsafePointer($0 + start) }
  }
}
