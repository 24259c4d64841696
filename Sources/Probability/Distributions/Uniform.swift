public import Torch

/// The uniform distribution on [low, high), elementwise. Sampling is reparameterised.
public struct Uniform: ClosedFormMoments, ClosedFormEntropy, ClosedFormQuantile {
  /// The lower end.
  public let low: Tensor
  /// The upper end, above `low`.
  public let high: Tensor

  /// Makes a batch of distributions shaped like the broadcast parameters.
  public init(low: Tensor, high: Tensor) {
    let parameters = broadcast(low, high)
    self.low = parameters[0]
    self.high = parameters[1]
  }

  /// The shape of the parameters.
  public var batchShape: [Int] { low.shape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// The middle.
  public var mean: Tensor { (low + high) * 0.5 }
  /// (high − low)² / 12.
  public var variance: Tensor { (high - low).squared() / 12.0 }
  /// log(high − low).
  public var entropy: Tensor { (high - low).log() }

  /// Draws `shape + batchShape`, differentiable in the ends.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    quantile(.randomUniform(shape + batchShape, dtype: low.dtype, using: random))
  }

  /// −log(high − low) inside, minus infinity outside.
  public func logProbability(of value: Tensor) -> Tensor {
    let isOutside = (value < low).logicalOr(value >= high)
    return (value.zerosLike() - (high - low).log()).maskedFill(isOutside, -Double.infinity)
  }

  /// (x − low) / (high − low), held within [0, 1].
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    ((value - low) / (high - low)).clamped(min: 0, max: 1)
  }

  /// low + p (high − low).
  public func quantile(_ probability: Tensor) -> Tensor { low + (high - low) * probability }
}
