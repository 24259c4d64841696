public import Torch

/// y = shift + scale · x, elementwise; the scale is not zero and may be negative.
public struct AffineBijection: Bijection {
  /// What is added.
  public let shift: Tensor
  /// What is multiplied with.
  public let scale: Tensor

  /// Makes the map; shift and scale broadcast to the input.
  public init(shift: Tensor, scale: Tensor) {
    self.shift = shift
    self.scale = scale
  }

  /// Where the scale is negative.
  public var isDecreasing: Tensor { scale < 0 }

  /// shift + scale · x.
  public func forward(_ x: Tensor) -> Tensor { shift + scale * x }
  /// (y − shift) / scale.
  public func inverse(_ y: Tensor) -> Tensor { (y - shift) / scale }
  /// log |scale|, for each element.
  public func logAbsDetJacobian(at x: Tensor) -> Tensor { x.zerosLike() + scale.abs().log() }
}
