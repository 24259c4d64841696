public import Torch

/// An invertible differentiable map with a known log-determinant of its Jacobian.
///
/// The last `eventAxisCount` axes of its input are one point; a log-determinant has the input's shape
/// without them. Elementwise maps have none and give log |f'(x)| for each element.
public protocol Bijection {
  /// How many trailing axes the map mixes.
  var eventAxisCount: Int { get }
  /// Where an elementwise map falls: truth values that broadcast to its input.
  var isDecreasing: Tensor { get }
  /// f(x).
  func forward(_ x: Tensor) -> Tensor
  /// f⁻¹(y).
  func inverse(_ y: Tensor) -> Tensor
  /// log |det ∂f/∂x| at x.
  func logAbsDetJacobian(at x: Tensor) -> Tensor
  /// f(x) and log |det ∂f/∂x|, sharing work where there is some to share.
  func forwardAndLogDeterminant(_ x: Tensor) -> (value: Tensor, logDeterminant: Tensor)
  /// f⁻¹(y) and log |det ∂f⁻¹/∂y|, sharing work where there is some to share.
  func inverseAndLogDeterminant(_ y: Tensor) -> (value: Tensor, logDeterminant: Tensor)
}

extension Bijection {
  /// None: the map works elementwise.
  public var eventAxisCount: Int { 0 }

  /// Nowhere: the map rises.
  public var isDecreasing: Tensor { Tensor(false) }

  /// f(x) and log |det ∂f/∂x|.
  public func forwardAndLogDeterminant(_ x: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    (forward(x), logAbsDetJacobian(at: x))
  }

  /// f⁻¹(y) and log |det ∂f⁻¹/∂y|.
  public func inverseAndLogDeterminant(_ y: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    let x = inverse(y)
    return (x, -logAbsDetJacobian(at: x))
  }
}
