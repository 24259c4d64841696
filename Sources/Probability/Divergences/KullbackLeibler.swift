public import Torch

// Kullback–Leibler divergences KL(p ‖ q) = E_p[log p(x) − log q(x)] in closed form. All are in nats
// and of the common batch shape.

/// KL(p ‖ q) of normal distributions: log σq/σp + (σp² + (μp − μq)²) / 2σq² − ½.
public func klDivergence(_ p: Normal, _ q: Normal) -> Tensor {
  let ratio = (p.standardDeviation / q.standardDeviation).squared()
  let shift = ((p.mean - q.mean) / q.standardDeviation).squared()
  return (ratio + shift - 1 - ratio.log()) * 0.5
}

/// KL(p ‖ q) of Bernoulli distributions, from log-odds, without cancellation at extreme odds.
public func klDivergence(_ p: Bernoulli, _ q: Bernoulli) -> Tensor {
  let one = p.logits.logSigmoid() - q.logits.logSigmoid()
  let zero = (-p.logits).logSigmoid() - (-q.logits).logSigmoid()
  return p.logits.sigmoid() * one + (-p.logits).sigmoid() * zero
}

/// KL(p ‖ q) of categorical distributions: Σ pₖ (log pₖ − log qₖ); infinite where q excludes a
/// category that p has.
public func klDivergence(_ p: Categorical, _ q: Categorical) -> Tensor {
  let isAbsent = p.logProbabilities.equal(-Double.infinity)
  let difference = (p.logProbabilities - q.logProbabilities).maskedFill(isAbsent, 0.0)
  return (p.probabilities * difference).sum(axis: -1)
}

/// KL(p ‖ q) of gamma distributions:
/// (αp − αq) ψ(αp) − log Γ(αp) + log Γ(αq) + αq log(βp/βq) + αp (βq/βp − 1).
public func klDivergence(_ p: Gamma, _ q: Gamma) -> Tensor {
  let shapes = (p.concentration - q.concentration) * p.concentration.digamma()
  let normalizers = q.concentration.logGamma() - p.concentration.logGamma()
  let rates = q.concentration * (p.rate / q.rate).log()
  return shapes + normalizers + rates + p.concentration * (q.rate / p.rate - 1)
}

/// KL(p ‖ q) of Dirichlet distributions:
/// log B(αq) − log B(αp) + Σ (αpₖ − αqₖ) (ψ(αpₖ) − ψ(Σ αp)).
public func klDivergence(_ p: Dirichlet, _ q: Dirichlet) -> Tensor {
  let total = p.concentration.sum(axis: -1, keepDims: true)
  let logMeans = p.concentration.digamma() - total.digamma()
  let parts = ((p.concentration - q.concentration) * logMeans).sum(axis: -1)
  return q.logNormalizer - p.logNormalizer + parts
}

/// KL(p ‖ q) of independent normal distributions: the sum over the event axes.
public func klDivergence(_ p: Independent<Normal>, _ q: Independent<Normal>) -> Tensor {
  precondition(p.axisCount == q.axisCount, "\(p.axisCount) and \(q.axisCount) event axes")
  return klDivergence(p.base, q.base).sumOverLast(p.axisCount)
}
