public import Torch

/// y = 1 / (1 + e⁻ˣ), elementwise, from the line to (0, 1).
public struct SigmoidBijection: Bijection {
  /// Makes the map.
  public init() {}

  /// σ(x).
  public func forward(_ x: Tensor) -> Tensor { x.sigmoid() }
  /// log y − log(1 − y).
  public func inverse(_ y: Tensor) -> Tensor { y.log() - (-y).logOnePlus() }
  /// log σ(x) + log σ(−x).
  public func logAbsDetJacobian(at x: Tensor) -> Tensor { x.logSigmoid() + (-x).logSigmoid() }
}

/// y = log x − log(1 − x), elementwise, from (0, 1) to the line.
public typealias LogitBijection = InverseBijection<SigmoidBijection>

extension InverseBijection where Base == SigmoidBijection {
  /// Makes the map.
  public init() { self.init(SigmoidBijection()) }
}
