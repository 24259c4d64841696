internal import Torch

extension Tensor {
  /// log B(self, b) = log Γ(self) + log Γ(b) − log Γ(self + b).
  func logBeta(_ b: Tensor) -> Tensor { logGamma() + b.logGamma() - (self + b).logGamma() }

  /// The regularised incomplete beta function I(self, b; x), for x in [0, 1].
  ///
  /// By the continued fraction of Press et al., "Numerical Recipes", section 6.4, evaluated from the
  /// front (Lentz) for all elements at once, on the side of the mode where it converges quickly. It
  /// takes O(√max(a, b)) steps. The result is in this tensor's precision; the steps are in float64.
  func regularizedIncompleteBeta(_ b: Tensor, at x: Tensor) -> Tensor {
    let all = broadcast(self, b, x).map { $0.to(dtype: .float64) }
    let isUpper = all[2] > (all[0] + 1) / (all[0] + all[1] + 2)
    let first = all[1].where(isUpper, else: all[0])
    let second = all[0].where(isUpper, else: all[1])
    let at = (1 - all[2]).where(isUpper, else: all[2])
    let power = first.timesLog(at) + second.timesLog(1 - at)
    let front = (power - first.logBeta(second)).exp() / first
    let value = front * incompleteBetaFraction(first, second, at)
    return (1 - value).where(isUpper, else: value).to(dtype: dtype)
  }
}

/// The continued fraction of the incomplete beta function, by the modified Lentz method.
private func incompleteBetaFraction(_ a: Tensor, _ b: Tensor, _ x: Tensor) -> Tensor {
  /// Kept away from zero, so that the next step may divide by it.
  func guarded(_ value: Tensor) -> Tensor { value.maskedFill(value.abs() < 1e-300, 1e-300) }

  let largest = a.size == 0 ? 1 : withoutGradient { a.maximum(b).max().item(Double.self) }
  let limit = largest.isFinite ? 200 + Int(5 * largest.squareRoot()) : 200
  var c = a.onesLike()
  var d = guarded(1 - (a + b) * x / (a + 1)).reciprocal()
  var fraction = d
  for step in 1...limit {
    let m = Double(step)
    let even = (b - m) * m * x / ((a + (2 * m - 1)) * (a + 2 * m))
    d = guarded(1 + even * d).reciprocal()
    c = guarded(1 + even / c)
    fraction = fraction * d * c
    let odd = -((a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + (2 * m + 1)))
    d = guarded(1 + odd * d).reciprocal()
    c = guarded(1 + odd / c)
    let change = d * c
    fraction = fraction * change
    let isDone = withoutGradient { ((change - 1).abs() <= 1e-15).logicalOr(change.isNaN()).all() }
    if isDone.item(Bool.self) { break }
  }
  return fraction
}
