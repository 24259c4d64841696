public import Torch

/// The Laplace distribution, elementwise.
///
/// log p(x) = −|x − μ| / s − log 2s. Sampling is reparameterised: μ plus s times the difference of
/// two exponential draws.
public struct Laplace: ClosedFormMoments, ClosedFormEntropy, ClosedFormQuantile {
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
  /// 2 s².
  public var variance: Tensor { scale.squared() * 2 }
  /// 1 + log 2s.
  public var entropy: Tensor { (scale * 2).log() + 1 }

  /// Draws `shape + batchShape`, differentiable in the parameters.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    let dtype = location.dtype
    let up = Tensor.randomExponential(shape + batchShape, dtype: dtype, using: random)
    let down = Tensor.randomExponential(shape + batchShape, dtype: dtype, using: random)
    return location + scale * (up - down)
  }

  /// The log-density.
  public func logProbability(of value: Tensor) -> Tensor {
    -((value - location) / scale).abs() - (scale * 2).log()
  }

  /// ½ eᶻ below the centre, 1 − ½ e⁻ᶻ above it.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    let z = (value - location) / scale
    let tail = (-z.abs()).exp() * 0.5
    return (1 - tail).where(z > 0, else: tail)
  }

  /// The inverse of the cumulative distribution, by halves.
  public func quantile(_ probability: Tensor) -> Tensor {
    let offset = probability - 0.5
    let tail = probability.minimum(1 - probability) * 2
    return location - scale * offset.sign() * tail.log()
  }
}
