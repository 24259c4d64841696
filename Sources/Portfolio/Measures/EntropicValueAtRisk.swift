internal import CPortfolio
internal import Foundation

extension ReturnSample {
  /// The entropic value at risk: the smallest bound of Chernoff's form on the value at risk,
  /// the infimum over t > 0 of (log E exp(-t r) - log(1 - confidence)) / t.
  ///
  /// The derivative of the dual by t has one change of sign, which Newton's method in log t finds;
  /// a step that leaves the bracket is replaced by its middle. Source: Ahmadi-Javid, "Entropic
  /// value-at-risk: a new coherent risk measure", 2012.
  func entropicValueAtRisk(confidence: Double) -> MeasuredRisk {
    let worst = worst
    let best = values.indices.reduce(-Double.infinity) {
      probabilities[$1] > 0 ? max($0, values[$1]) : $0
    }
    let spread = best - worst.return
    let tail = log1p(-confidence)
    let atWorst = values.indices.reduce(0) {
      values[$1] == worst.return ? $0 + probabilities[$1] : $0
    }
    // The tail holds nothing but the worst return.
    guard spread > 0, log(atWorst) < tail else { return worstCase() }
    // The measure is homogeneous and moves with the returns: losses from -1 to 0 cannot overflow.
    let losses = values.map { (worst.return - $0) / spread }
    var tilted = [Double](repeating: 0, count: values.count)

    func evaluate(_ t: Double) -> (objective: Double, slope: Double, curvature: Double) {
      var sums = [0.0, 0, 0]
      cportfolio_tilt(losses.count, losses, probabilities, t, &tilted, &sums)
      let logarithm = log(sums[0])
      return (
        (logarithm - tail) / t, t * sums[1] - logarithm + tail,
        t * t * max(sums[2] - sums[1] * sums[1], 0)
      )
    }

    // The variance of the losses is at most 1/4, which bounds the solution from below.
    var lower = 0.5 * log(-8 * tail)
    var upper = max(lower + 1, log(-4 * tail))
    var value = evaluate(exp(upper))
    // Past exp(34) the objective is within 1e-14 of its limit.
    while value.slope < 0, upper < 34 {
      lower = upper
      upper += 1
      value = evaluate(exp(upper))
    }
    var position = upper
    for _ in 0..<200 where value.slope != 0 {
      if value.slope < 0 { lower = max(lower, position) } else { upper = min(upper, position) }
      let step = position - value.slope / value.curvature
      let next = step > lower && step < upper ? step : 0.5 * (lower + upper)
      let change = abs(next - position)
      position = next
      value = evaluate(exp(position))
      if change <= 1e-14 * max(1, abs(position)) { break }
    }
    return MeasuredRisk(
      value: spread * value.objective - worst.return, gradient: tilted.map { -$0 })
  }
}
