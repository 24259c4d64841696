public import Torch

/// The Dirichlet distribution over the simplex of K − 1 dimensions.
///
/// log p(x) = Σ (αₖ − 1) log xₖ + log Γ(Σ αₖ) − Σ log Γ(αₖ). Sampling is reparameterised: gamma
/// draws, normalised in logarithms so that small concentrations do not give 0/0.
public struct Dirichlet: ClosedFormMoments, ClosedFormEntropy {
  /// α, positive, `batchShape + [K]`.
  public let concentration: Tensor

  /// Makes a batch of distributions; the last axis counts the parts of a draw.
  public init(concentration: Tensor) {
    precondition(concentration.ndim > 0, "a Dirichlet distribution needs an axis of parts")
    self.concentration = concentration
  }

  /// The shape of the concentrations without their last axis.
  public var batchShape: [Int] { concentration.shape.dropLast() }
  /// `[K]`.
  public var eventShape: [Int] { concentration.shape.suffix(1) }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// αₖ / Σ α.
  public var mean: Tensor { concentration / concentration.sum(axis: -1, keepDims: true) }
  /// m (1 − m) / (1 + Σ α).
  public var variance: Tensor {
    let share = mean
    return share * (1 - share) / (concentration.sum(axis: -1, keepDims: true) + 1)
  }
  /// log B(α) + (Σα − K) ψ(Σα) − Σ (αₖ − 1) ψ(αₖ).
  public var entropy: Tensor {
    let total = concentration.sum(axis: -1)
    let parts = ((concentration - 1) * concentration.digamma()).sum(axis: -1)
    return logNormalizer + (total - concentration.size(-1)) * total.digamma() - parts
  }

  /// log B(α) = Σ log Γ(αₖ) − log Γ(Σ αₖ).
  var logNormalizer: Tensor {
    concentration.logGamma().sum(axis: -1) - concentration.sum(axis: -1).logGamma()
  }

  /// Draws points of the simplex, `shape + batchShape + [K]`, differentiable in the concentrations.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    logStandardGamma(concentration, shape, using: random).softmax(axis: -1)
  }

  /// The log-density with respect to the first K − 1 parts. That the parts sum to one is the
  /// caller's promise.
  public func logProbability(of value: Tensor) -> Tensor {
    let isOutside = (value < 0).any(axis: -1)
    let inside = value.clamped(min: 0)
    let density = (concentration - 1).timesLog(inside).sum(axis: -1) - logNormalizer
    return density.maskedFill(isOutside, -Double.infinity)
  }
}
