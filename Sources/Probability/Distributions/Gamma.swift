public import Torch

/// The gamma distribution with density ∝ x^(α−1) e^(−βx) on x ≥ 0, elementwise.
///
/// log p(x) = α log β + (α − 1) log x − β x − log Γ(α). Sampling is reparameterised by implicit
/// differentiation of the standard gamma draw (Figurnov et al. 2018).
public struct Gamma: ClosedFormMoments, ClosedFormEntropy, ClosedFormCumulative {
  /// The shape α, positive.
  public let concentration: Tensor
  /// The inverse scale β, positive.
  public let rate: Tensor

  /// Makes a batch of distributions shaped like the broadcast parameters.
  public init(concentration: Tensor, rate: Tensor) {
    let parameters = broadcast(concentration, rate)
    self.concentration = parameters[0]
    self.rate = parameters[1]
  }

  /// The shape of the parameters.
  public var batchShape: [Int] { concentration.shape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// α / β.
  public var mean: Tensor { concentration / rate }
  /// α / β².
  public var variance: Tensor { concentration / rate.squared() }
  /// α − log β + log Γ(α) + (1 − α) ψ(α).
  public var entropy: Tensor {
    let shapeTerm = (1 - concentration) * concentration.digamma()
    return concentration - rate.log() + concentration.logGamma() + shapeTerm
  }

  /// Draws `shape + batchShape`, differentiable in the parameters.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    (logStandardGamma(concentration, shape, using: random) - rate.log()).exp()
  }

  /// The log-density; minus infinity below zero.
  public func logProbability(of value: Tensor) -> Tensor {
    let isOutside = value < 0
    let inside = value.maskedFill(isOutside, 1.0)
    let kernel = (concentration - 1).timesLog(inside) - rate * inside
    let density = kernel + concentration * rate.log() - concentration.logGamma()
    return density.maskedFill(isOutside, -Double.infinity)
  }

  /// P(α, βx); differentiable in x and β, not in α.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    let all = broadcast(concentration.detach(), rate * value.clamped(min: 0))
    return all[0].regularizedGammaP(all[1])
  }
}

/// The logarithm of draws from Gamma(concentration, 1), `shape + concentration.shape`.
///
/// From G(α + 1) u^(1/α), which has the distribution G(α) (Marsaglia and Tsang 2000), taken in
/// logarithms: for small α the draw itself would underflow to zero.
func logStandardGamma(
  _ concentration: Tensor, _ shape: [Int], using random: RandomSource
)
  -> Tensor
{
  let expanded = concentration.expand(shape + concentration.shape)
  let uniform = Tensor.openUniform(expanded.shape, dtype: concentration.dtype, using: random)
  return (expanded + 1).standardGamma(using: random).log() + uniform.log() / expanded
}
