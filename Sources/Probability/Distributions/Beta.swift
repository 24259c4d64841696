public import Torch

/// The beta distribution with density ∝ x^(α−1) (1 − x)^(β−1) on [0, 1], elementwise.
///
/// Sampling is reparameterised: the ratio of two gamma draws, formed in logarithms.
public struct Beta: ClosedFormMoments, ClosedFormEntropy, ClosedFormCumulative {
  /// α, positive.
  public let alpha: Tensor
  /// β, positive.
  public let beta: Tensor

  /// Makes a batch of distributions shaped like the broadcast parameters.
  public init(alpha: Tensor, beta: Tensor) {
    let parameters = broadcast(alpha, beta)
    self.alpha = parameters[0]
    self.beta = parameters[1]
  }

  /// The shape of the parameters.
  public var batchShape: [Int] { alpha.shape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// α / (α + β).
  public var mean: Tensor { alpha / (alpha + beta) }
  /// αβ / ((α + β)² (α + β + 1)).
  public var variance: Tensor {
    let total = alpha + beta
    return alpha * beta / (total.squared() * (total + 1))
  }
  /// log B(α, β) − (α − 1) ψ(α) − (β − 1) ψ(β) + (α + β − 2) ψ(α + β).
  public var entropy: Tensor {
    let total = alpha + beta
    let parts = (alpha - 1) * alpha.digamma() + (beta - 1) * beta.digamma()
    return alpha.logBeta(beta) - parts + (total - 2) * total.digamma()
  }

  /// Draws `shape + batchShape`, differentiable in the parameters.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    let first = logStandardGamma(alpha, shape, using: random)
    let second = logStandardGamma(beta, shape, using: random)
    return (first - second).sigmoid()
  }

  /// The log-density; minus infinity outside [0, 1].
  public func logProbability(of value: Tensor) -> Tensor {
    let isOutside = (value < 0).logicalOr(value > 1)
    let inside = value.maskedFill(isOutside, 0.5)
    let kernel = (alpha - 1).timesLog(inside) + (beta - 1).timesLog(1 - inside)
    return (kernel - alpha.logBeta(beta)).maskedFill(isOutside, -Double.infinity)
  }

  /// The regularised incomplete beta function I(α, β; x).
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    alpha.regularizedIncompleteBeta(beta, at: value.clamped(min: 0, max: 1))
  }
}
