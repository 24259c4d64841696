public import Torch

/// The categorical distribution over 0, 1, … K − 1.
///
/// p(k) = softmax(logits)ₖ. Values are 64-bit integers; sampling is not reparameterised.
public struct Categorical: ClosedFormEntropy {
  /// The normalised log-probabilities, `batchShape + [K]`.
  public let logProbabilities: Tensor

  /// Makes a batch of distributions from log-probabilities up to a constant, `batchShape + [K]`.
  public init(logits: Tensor) { logProbabilities = logits.logSoftmax(axis: -1) }

  /// Makes a batch of distributions from weights that need not sum to one, `batchShape + [K]`.
  public init(weights: Tensor) { self.init(logits: weights.log()) }

  /// The number of categories K.
  public var categoryCount: Int { logProbabilities.size(-1) }
  /// The probabilities, `batchShape + [K]`.
  public var probabilities: Tensor { logProbabilities.exp() }
  /// The shape of the logits without their last axis.
  public var batchShape: [Int] { logProbabilities.shape.dropLast() }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Samples are discrete.
  public var isReparameterized: Bool { false }
  /// −Σ pₖ log pₖ.
  public var entropy: Tensor {
    -probabilities.timesLog(probabilities).sum(axis: -1)
  }

  /// Draws categories, `shape + batchShape`.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    withoutGradient {
      let count = shape.reduce(1, *)
      let rows = batchShape.reduce(1, *)
      guard count > 0, rows > 0 else { return Tensor([Int](), shape + batchShape) }
      let drawn = probabilities.reshape([rows, categoryCount]).multinomial(count, using: random)
      return drawn.transpose(0, 1).reshape(shape + batchShape)
    }
  }

  /// The log-probability of categories.
  public func logProbability(of value: Tensor) -> Tensor {
    let shape = broadcastShape([value.shape, batchShape])
    let index = value.to(dtype: .int64).expand(shape).expandDims(axis: -1)
    return logProbabilities.expand(shape + [categoryCount])
      .gather(axis: -1, index: index).squeeze(axis: -1)
  }
}
