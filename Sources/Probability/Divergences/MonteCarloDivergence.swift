public import Torch

/// An estimate of an expectation from draws.
public struct MonteCarloEstimate {
  /// The mean over the draws, of the batch shape; differentiable where the draws are.
  public let value: Tensor
  /// The standard error of the mean, of the batch shape.
  public let standardError: Tensor
}

/// KL(p ‖ q) estimated by the mean of log p(x) − log q(x) over draws of p, for pairs without a closed
/// form. Unbiased, and its standard error is reported; single estimates may fall below zero.
///
/// - Parameters:
///   - p: The distribution that is drawn from.
///   - q: A distribution over the same values.
///   - sampleCount: How many draws, at least two.
///   - random: The source.
/// - Returns: The estimate and its standard error, in nats.
public func klDivergence(
  _ p: some Distribution, _ q: some Distribution, sampleCount: Int, using random: RandomSource
) -> MonteCarloEstimate {
  precondition(sampleCount >= 2, "a standard error from \(sampleCount) draws")
  let x = p.sample(sampleCount, using: random)
  let ratio = p.logProbability(of: x) - q.logProbability(of: x)
  let spread = ratio.detach().standardDeviation(axes: [0])
  return MonteCarloEstimate(
    value: ratio.mean(axis: 0), standardError: spread / Double(sampleCount).squareRoot())
}
