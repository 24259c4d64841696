public import Torch

/// The inverse of a bijection.
public struct InverseBijection<Base: Bijection>: Bijection {
  /// The bijection that is inverted.
  public let base: Base

  /// Inverts `base`.
  public init(_ base: Base) { self.base = base }

  /// As the base's.
  public var eventAxisCount: Int { base.eventAxisCount }
  /// As the base's.
  public var isDecreasing: Tensor { base.isDecreasing }

  /// The base's inverse.
  public func forward(_ x: Tensor) -> Tensor { base.inverse(x) }
  /// The base.
  public func inverse(_ y: Tensor) -> Tensor { base.forward(y) }
  /// The log-determinant of the base's inverse.
  public func logAbsDetJacobian(at x: Tensor) -> Tensor {
    base.inverseAndLogDeterminant(x).logDeterminant
  }
  /// The base's inverse with its log-determinant.
  public func forwardAndLogDeterminant(_ x: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    base.inverseAndLogDeterminant(x)
  }
  /// The base with its log-determinant.
  public func inverseAndLogDeterminant(_ y: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    base.forwardAndLogDeterminant(y)
  }
}
