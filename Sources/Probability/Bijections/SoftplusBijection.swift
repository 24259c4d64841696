public import Torch

/// y = log(1 + eˣ), elementwise, from the line to the positive numbers.
public struct SoftplusBijection: Bijection {
  /// Makes the map.
  public init() {}

  /// log(1 + eˣ), exact for all x.
  public func forward(_ x: Tensor) -> Tensor { x.exactSoftplus() }
  /// y + log(1 − e⁻ʸ), which neither overflows for large y nor cancels for small y.
  public func inverse(_ y: Tensor) -> Tensor { y + (-(-y).expMinusOne()).log() }
  /// log σ(x).
  public func logAbsDetJacobian(at x: Tensor) -> Tensor { x.logSigmoid() }
}
