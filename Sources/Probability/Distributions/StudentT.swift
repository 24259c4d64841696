public import Torch

/// Student's t distribution with ν degrees of freedom, elementwise.
///
/// log p(x) = −½(ν + 1) log(1 + z²/ν) − log s − log B(½, ν/2) − ½ log ν with z = (x − μ) / s.
/// Sampling is reparameterised: a normal draw over the root of a gamma draw.
public struct StudentT: ClosedFormMoments, ClosedFormEntropy, ClosedFormCumulative {
  /// ν, positive.
  public let degreesOfFreedom: Tensor
  /// The centre μ.
  public let location: Tensor
  /// The scale s, positive.
  public let scale: Tensor

  /// Makes a batch of distributions shaped like the broadcast parameters.
  public init(degreesOfFreedom: Tensor, location: Tensor, scale: Tensor) {
    let parameters = broadcast(degreesOfFreedom, location, scale)
    self.degreesOfFreedom = parameters[0]
    self.location = parameters[1]
    self.scale = parameters[2]
  }

  /// The shape of the parameters.
  public var batchShape: [Int] { location.shape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// μ for ν > 1, else NaN.
  public var mean: Tensor { location.maskedFill(degreesOfFreedom <= 1, Double.nan) }
  /// s² ν / (ν − 2) for ν > 2, infinite for ν in (1, 2], else NaN.
  public var variance: Tensor {
    let ratio = degreesOfFreedom / (degreesOfFreedom - 2)
    return (scale.squared() * ratio)
      .maskedFill(degreesOfFreedom <= 2, Double.infinity)
      .maskedFill(degreesOfFreedom <= 1, Double.nan)
  }
  /// ½(ν + 1) (ψ(½(ν + 1)) − ψ(ν/2)) + ½ log ν + log B(½, ν/2) + log s.
  public var entropy: Tensor {
    let half = (degreesOfFreedom + 1) * 0.5
    let difference = half.digamma() - (degreesOfFreedom * 0.5).digamma()
    return half * difference + logNormalizer + scale.log()
  }

  /// ½ log ν + log B(½, ν/2).
  private var logNormalizer: Tensor {
    let beta = (degreesOfFreedom * 0.5).logGamma() - ((degreesOfFreedom + 1) * 0.5).logGamma()
    return degreesOfFreedom.log() * 0.5 + beta + 0.5 * logPi
  }

  /// Draws `shape + batchShape`, differentiable in the parameters.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    let noise = Tensor.randomNormal(shape + batchShape, dtype: location.dtype, using: random)
    let half = degreesOfFreedom * 0.5
    let mixing = logStandardGamma(half, shape, using: random) - half.log()
    return location + scale * noise * (mixing * -0.5).exp()
  }

  /// The log-density.
  public func logProbability(of value: Tensor) -> Tensor {
    let z = (value - location) / scale
    let power = (degreesOfFreedom + 1) * -0.5
    return power * (z.squared() / degreesOfFreedom).logOnePlus() - logNormalizer - scale.log()
  }

  /// ½ I(ν/2, ½; ν / (ν + z²)) below the centre, one less that above it.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    let z = (value - location) / scale
    let half = degreesOfFreedom * 0.5
    let at = degreesOfFreedom / (degreesOfFreedom + z.squared())
    let tail = half.regularizedIncompleteBeta(half.onesLike() * 0.5, at: at) * 0.5
    return (1 - tail).where(z > 0, else: tail)
  }
}

/// log π.
private let logPi = 1.144729885849400174
