public import Torch

/// The Bernoulli distribution over {0, 1}, elementwise, with log-odds ℓ.
///
/// log p(x) = x ℓ − log(1 + e^ℓ), exact for odds of any size. Values are floating point zeros and
/// ones; sampling is not reparameterised.
public struct Bernoulli: ClosedFormMoments, ClosedFormEntropy, ClosedFormCumulative {
  /// ℓ = log p / (1 − p).
  public let logits: Tensor

  /// Makes a batch of distributions shaped like `logits`.
  public init(logits: Tensor) { self.logits = logits }

  /// Makes a batch of distributions from probabilities of a one, in (0, 1).
  public init(probabilities: Tensor) {
    logits = probabilities.log() - (-probabilities).logOnePlus()
  }

  /// The shape of the log-odds.
  public var batchShape: [Int] { logits.shape }
  /// No axes.
  public var eventShape: [Int] { [] }
  /// Samples are discrete.
  public var isReparameterized: Bool { false }
  /// The probability p of a one.
  public var mean: Tensor { logits.sigmoid() }
  /// p (1 − p), without cancellation.
  public var variance: Tensor { logits.sigmoid() * (-logits).sigmoid() }
  /// −p log p − (1 − p) log(1 − p).
  public var entropy: Tensor {
    let one = logits.sigmoid() * logits.logSigmoid()
    let zero = (-logits).sigmoid() * (-logits).logSigmoid()
    return -(one + zero)
  }

  /// Draws zeros and ones, `shape + batchShape`.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    withoutGradient { mean.expand(shape + batchShape).bernoulli(using: random) }
  }

  /// The log-probability of zeros and ones.
  public func logProbability(of value: Tensor) -> Tensor {
    value * logits - logits.exactSoftplus()
  }

  /// 0 below zero, 1 − p below one, else 1.
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    let zero = (value >= 0).to(dtype: logits.dtype)
    let one = (value >= 1).to(dtype: logits.dtype)
    return zero * (-logits).sigmoid() + one * logits.sigmoid()
  }
}
