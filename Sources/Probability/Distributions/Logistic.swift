public import Torch

/// The logistic distribution, elementwise.
///
/// log p(x) = −z − 2 log(1 + e⁻ᶻ) − log s with z = (x − μ) / s. Sampling is reparameterised:
/// x = μ + s logit(u).
public struct Logistic: ClosedFormMoments, ClosedFormEntropy, ClosedFormQuantile {
  /// The centre μ.
  public let location: Tensor
  /// The scale s, positive.
  public let scale: Tensor

  /// Makes a batch of distributions shaped like the broadcast parameters.
  public init(location: Tensor, scale: Tensor) {
    let parameters = broadcast(location, scale)
    self.location = parameters[0]
    self.scale = parameters[1]
  }

  /// The shape of the parameters.
  public var batchShape: [Int] { location.shape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// μ.
  public var mean: Tensor { location }
  /// s² π² / 3.
  public var variance: Tensor { scale.squared() * (Double.pi * Double.pi / 3) }
  /// log s + 2.
  public var entropy: Tensor { scale.log() + 2 }

  /// Draws `shape + batchShape`, differentiable in the parameters.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    quantile(.openUniform(shape + batchShape, dtype: location.dtype, using: random))
  }

  /// The log-density.
  public func logProbability(of value: Tensor) -> Tensor {
    let z = (value - location) / scale
    return z.logSigmoid() + (-z).logSigmoid() - scale.log()
  }

  /// σ(z).
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    ((value - location) / scale).sigmoid()
  }

  /// μ + s logit(p).
  public func quantile(_ probability: Tensor) -> Tensor {
    location + scale * probability.logit()
  }
}
