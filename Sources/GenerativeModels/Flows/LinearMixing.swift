internal import Torch
internal import TorchNN

/// How the features are mixed between two steps.
public enum FlowMixing: String, Codable, Sendable, CaseIterable {
  /// A fixed random permutation.
  case permutation
  /// A learnt matrix L U with ones on the diagonal of L (Kingma and Dhariwal 2018; Oliva et al. 2018).
  case lowerUpper
  /// A learnt orthogonal matrix: a product of Householder reflections (Tomczak and Welling 2016).
  case orthogonal

  func layer(features: Int, using random: RandomSource) -> any FlowLayer {
    switch self {
    case .permutation: PermutationLayer(features: features, using: random)
    case .lowerUpper: LowerUpperMixing(features: features)
    case .orthogonal: OrthogonalMixing(features: features, using: random)
    }
  }
}

/// z = x in a fixed random order.
final class PermutationLayer: Module, FlowLayer {
  // Saved, so that a file says all that its numbers mean.
  @BufferInfo var order: Tensor

  init(features: Int, using random: RandomSource) {
    order = Tensor.randomPermutation(features, using: random)
  }

  func normalize(_ x: Tensor, given context: Tensor?) -> (value: Tensor, logDeterminant: Tensor) {
    (x.indexSelect(axis: 1, order), x.select(axis: 1, index: 0).zerosLike())
  }

  func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    z.indexSelect(axis: 1, order.argSort())
  }
}

/// z = L U x, the features in reverse order first; starts at the reversal alone.
final class LowerUpperMixing: Module, FlowLayer {
  @ParameterInfo var lower: Tensor
  @ParameterInfo var upper: Tensor
  @ParameterInfo var logDiagonal: Tensor

  init(features: Int) {
    lower = .zeros([features, features])
    upper = .zeros([features, features])
    logDiagonal = .zeros([features])
  }

  private var factors: (lower: Tensor, upper: Tensor) {
    let identity = Tensor.identity(lower.size(0), dtype: lower.dtype).to(device: lower.device)
    return (
      lower.lowerTriangle(diagonal: -1) + identity,
      upper.upperTriangle(diagonal: 1) + logDiagonal.exp().diagonalEmbedding()
    )
  }

  func normalize(_ x: Tensor, given context: Tensor?) -> (value: Tensor, logDeterminant: Tensor) {
    let (lower, upper) = factors
    let value = x.flip(axes: [1]).matmul(lower.matmul(upper).transpose())
    return (value, logDiagonal.sum().expand([x.size(0)]))
  }

  func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    let (lower, upper) = factors
    let right = lower.solveTriangular(z.transpose(), upper: false)
    return upper.solveTriangular(right, upper: true).transpose().flip(axes: [1])
  }
}

/// z = H₁ … H_k x with H = I − 2 v vᵀ / ‖v‖² and as many reflections as features.
final class OrthogonalMixing: Module, FlowLayer {
  @ParameterInfo var vectors: Tensor

  init(features: Int, using random: RandomSource) {
    vectors = .randomNormal([features, features], using: random)
  }

  private func reflected(_ x: Tensor, order: some Sequence<Int>) -> Tensor {
    order.reduce(x) { x, index in
      let vector = vectors.select(axis: 0, index: index)
      let unit = vector / vector.squared().sum().sqrt()
      return x - x.matmul(unit).expandDims(axis: 1) * unit * 2
    }
  }

  func normalize(_ x: Tensor, given context: Tensor?) -> (value: Tensor, logDeterminant: Tensor) {
    (
      reflected(x, order: 0..<vectors.size(0)), x.select(axis: 1, index: 0).zerosLike()
    )
  }

  func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    reflected(z, order: (0..<vectors.size(0)).reversed())
  }
}
