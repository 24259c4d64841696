public import Torch

/// A probability distribution over tensors, or a batch of independent ones.
///
/// A sample has the shape `sampleShape + batchShape + eventShape`: the batch axes hold independent
/// distributions with parameters of their own, the event axes belong to one draw. Log-probabilities
/// have the shape `sampleShape + batchShape`. Everything is in nats and in the parameters' precision.
///
/// What a distribution can do beyond this it says by conforming to `ClosedFormMoments`,
/// `ClosedFormEntropy`, `ClosedFormCumulative` and `ClosedFormQuantile`.
public protocol Distribution {
  /// The shape of the batch of distributions.
  var batchShape: [Int] { get }
  /// The shape of one draw from one distribution.
  var eventShape: [Int] { get }
  /// Whether gradients flow from a sample to the parameters (reparameterised sampling).
  var isReparameterized: Bool { get }
  /// Draws independent samples, `shape + batchShape + eventShape`.
  func sample(_ shape: [Int], using random: RandomSource) -> Tensor
  /// The logarithm of the density, or of the probability where values are discrete; minus infinity
  /// outside the support.
  func logProbability(of value: Tensor) -> Tensor
}

extension Distribution {
  /// Draws one sample, `batchShape + eventShape`.
  public func sample(using random: RandomSource) -> Tensor { sample([], using: random) }

  /// Draws `count` samples, `[count] + batchShape + eventShape`.
  public func sample(_ count: Int, using random: RandomSource) -> Tensor {
    sample([count], using: random)
  }
}

/// A distribution whose mean and variance are known, each of shape `batchShape + eventShape`.
///
/// Where a moment does not exist it is NaN, where it diverges it is infinite.
public protocol ClosedFormMoments: Distribution {
  /// The mean.
  var mean: Tensor { get }
  /// The variance of each element.
  var variance: Tensor { get }
}

/// A distribution whose (differential) entropy is known.
public protocol ClosedFormEntropy: Distribution {
  /// The entropy in nats, of shape `batchShape`.
  var entropy: Tensor { get }
}

/// A univariate distribution whose cumulative distribution function is known.
public protocol ClosedFormCumulative: Distribution {
  /// The probability of a value not above `value`.
  func cumulativeDistribution(of value: Tensor) -> Tensor
}

/// A univariate distribution whose quantile function is known.
public protocol ClosedFormQuantile: ClosedFormCumulative {
  /// The smallest value whose cumulative probability reaches `probability`, in [0, 1].
  func quantile(_ probability: Tensor) -> Tensor
}
