public import Torch

/// y = tanh x, elementwise, from the line to (−1, 1).
public struct TanhBijection: Bijection {
  /// Makes the map.
  public init() {}

  /// tanh x.
  public func forward(_ x: Tensor) -> Tensor { x.tanh() }
  /// ½ (log(1 + y) − log(1 − y)).
  public func inverse(_ y: Tensor) -> Tensor { (y.logOnePlus() - (-y).logOnePlus()) * 0.5 }
  /// log(1 − tanh² x) = log 4 + log σ(2x) + log σ(−2x), without cancellation.
  public func logAbsDetJacobian(at x: Tensor) -> Tensor {
    let doubled = x * 2
    return doubled.logSigmoid() + (-doubled).logSigmoid() + 1.386294361119890618
  }
}
