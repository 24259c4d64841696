/// A Swift number that stands in a formula beside tensors.
public protocol TensorScalar: Sendable {
  /// The number as an operator's argument.
  var asArgument: ScalarArgument { get }
}

/// A scalar argument: whole numbers stay whole, so that integer tensors stay integer.
public enum ScalarArgument: Sendable {
  /// A whole number.
  case int(Int)
  /// A real number.
  case double(Double)

  var argument: Argument {
    switch self {
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    }
  }
}

extension Int: TensorScalar {
  /// A whole number.
  public var asArgument: ScalarArgument { .int(self) }
}
extension Double: TensorScalar {
  /// A real number.
  public var asArgument: ScalarArgument { .double(self) }
}
extension Float: TensorScalar {
  /// A real number.
  public var asArgument: ScalarArgument { .double(Double(self)) }
}

extension Argument {
  static func scalar(_ value: some TensorScalar) -> Argument { value.asArgument.argument }
}
