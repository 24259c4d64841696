/// The type of a tensor's elements. The raw values are libtorch's.
public enum DType: Int32, Sendable, CaseIterable, Codable {
  /// Unsigned 8-bit integer.
  case uint8 = 0
  /// Signed 8-bit integer.
  case int8 = 1
  /// Signed 16-bit integer.
  case int16 = 2
  /// Signed 32-bit integer.
  case int32 = 3
  /// Signed 64-bit integer.
  case int64 = 4
  /// IEEE half precision.
  case float16 = 5
  /// IEEE single precision.
  case float32 = 6
  /// IEEE double precision.
  case float64 = 7
  /// A pair of single-precision numbers.
  case complex64 = 9
  /// A pair of double-precision numbers.
  case complex128 = 10
  /// A truth value.
  case bool = 11
  /// The upper half of a single-precision number.
  case bfloat16 = 15

  /// Bytes an element.
  public var size: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .int16, .float16, .bfloat16: 2
    case .int32, .float32: 4
    case .int64, .float64, .complex64: 8
    case .complex128: 16
    }
  }

  /// Whether elements are real numbers.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .float32, .float64, .bfloat16: true
    default: false
    }
  }
}

/// A Swift type that a tensor can be made from and read as.
public protocol TensorElement: Sendable {
  /// The element type of such a tensor.
  static var dtype: DType { get }
}

extension Float: TensorElement {
  /// Single precision.
  public static var dtype: DType { .float32 }
}
extension Double: TensorElement {
  /// Double precision.
  public static var dtype: DType { .float64 }
}
extension Int: TensorElement {
  /// 64-bit integers.
  public static var dtype: DType { .int64 }
}
extension Int64: TensorElement {
  /// 64-bit integers.
  public static var dtype: DType { .int64 }
}
extension Int32: TensorElement {
  /// 32-bit integers.
  public static var dtype: DType { .int32 }
}
extension UInt8: TensorElement {
  /// Bytes.
  public static var dtype: DType { .uint8 }
}
extension Bool: TensorElement {
  /// Truth values.
  public static var dtype: DType { .bool }
}
