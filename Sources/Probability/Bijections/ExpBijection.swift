public import Torch

/// y = eˣ, elementwise, from the line to the positive numbers.
public struct ExpBijection: Bijection {
  /// Makes the map.
  public init() {}

  /// eˣ.
  public func forward(_ x: Tensor) -> Tensor { x.exp() }
  /// log y.
  public func inverse(_ y: Tensor) -> Tensor { y.log() }
  /// x.
  public func logAbsDetJacobian(at x: Tensor) -> Tensor { x }
}
