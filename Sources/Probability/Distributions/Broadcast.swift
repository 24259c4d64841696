internal import Torch

/// The shape that arrays of these shapes broadcast to.
///
/// - Precondition: aligned at the last axis, sizes are equal or one.
func broadcastShape(_ shapes: [[Int]]) -> [Int] {
  let count = shapes.map(\.count).max() ?? 0
  return (0..<count).map { axis in
    let sizes = shapes.compactMap { shape in
      let own = axis - (count - shape.count)
      return own >= 0 && shape[own] != 1 ? shape[own] : nil
    }
    precondition(Set(sizes).count <= 1, "the shapes \(shapes) do not broadcast")
    return sizes.first ?? 1
  }
}

/// The parameters of a distribution, expanded to their common shape.
func broadcast(_ tensors: Tensor...) -> [Tensor] {
  let shape = broadcastShape(tensors.map(\.shape))
  return tensors.map { $0.shape == shape ? $0 : $0.expand(shape) }
}

extension Tensor {
  /// The sums over the last `count` axes.
  func sumOverLast(_ count: Int) -> Tensor {
    count == 0 ? self : sum(axes: Array(-count ... -1))
  }

  /// log(1 + eˣ), exact for all x; the operator of that name is linear above 20.
  func exactSoftplus() -> Tensor { -(-self).logSigmoid() }

  /// self · log(y), zero where both are zero.
  func timesLog(_ y: Tensor) -> Tensor {
    // Only where both vanish: elsewhere the gradient with respect to self is log(y).
    let both = equal(0).logicalAnd(y.equal(0))
    return self * y.maskedFill(both, 1.0).log()
  }

  /// Uniform draws strictly between zero and one, so that logarithms of them are finite.
  static func openUniform(_ shape: [Int], dtype: DType, using random: RandomSource) -> Tensor {
    let half = dtype == .float64 ? 0x1p-54 : 0x1p-25
    return randomUniform(shape, dtype: dtype, using: random)
      .clamped(min: half, max: 1 - 2 * half)
  }
}
