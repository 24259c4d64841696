internal import RealModule

/// The total variation distance ½ Σ |pₖ − qₖ| of two probability vectors, in [0, 1].
///
/// - Parameters:
///   - p: Weights of at least zero, such as counts; normalised here.
///   - q: As many weights.
/// - Returns: The distance.
public func totalVariation(_ p: [Double], _ q: [Double]) -> Double {
  zip(normalized(p, like: q), normalized(q, like: p)).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
}

/// The Jensen–Shannon divergence ½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q)/2, in [0, log 2] nats.
/// SciPy's `jensenshannon` is its root.
///
/// - Parameters:
///   - p: Weights of at least zero, such as counts; normalised here.
///   - q: As many weights.
/// - Returns: The divergence in nats.
public func jensenShannonDivergence(_ p: [Double], _ q: [Double]) -> Double {
  func term(_ own: Double, _ middle: Double) -> Double {
    own > 0 ? own * Double.log(own / middle) : 0
  }
  let sum = zip(normalized(p, like: q), normalized(q, like: p)).reduce(0.0) { total, pair in
    let middle = (pair.0 + pair.1) / 2
    return total + term(pair.0, middle) + term(pair.1, middle)
  }
  return max(0, sum / 2)
}

/// The weights divided by their sum.
private func normalized(_ weights: [Double], like other: [Double]) -> [Double] {
  precondition(
    weights.count == other.count, "vectors of \(weights.count) and \(other.count) weights")
  let total = weights.reduce(0, +)
  precondition(
    total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 },
    "probabilities need weights of at least zero with a positive, finite sum")
  return weights.map { $0 / total }
}
