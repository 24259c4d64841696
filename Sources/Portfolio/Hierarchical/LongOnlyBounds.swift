/// The smallest and largest weight of each asset, for methods that are not solved by constraints.
public struct LongOnlyBounds: Sendable, Equatable {
  /// The smallest weights, zero or more.
  public let lower: [Double]
  /// The largest weights.
  public let upper: [Double]

  /// Makes bounds for weights that sum to one.
  ///
  /// - Throws: `PortfolioError` where no such weights fit, naming what does not.
  public init(lower: [Double], upper: [Double]) throws {
    guard lower.count == upper.count, !lower.isEmpty else {
      throw PortfolioError(
        .request, "there are \(lower.count) lower bounds for \(upper.count) upper bounds")
    }
    for index in lower.indices {
      guard lower[index] >= 0, lower[index] <= upper[index], upper[index].isFinite else {
        throw PortfolioError(
          .request,
          "asset \(index + 1) has the bounds \(lower[index]) and \(upper[index]): they must be zero "
            + "or more, the lower one first")
      }
    }
    let least = lower.reduce(0, +)
    let most = upper.reduce(0, +)
    guard least <= 1 + 1e-8, most >= 1 - 1e-8 else {
      throw PortfolioError(
        .infeasible,
        least > 1
          ? "the lower bounds sum to \(least), more than 1: lower some of them"
          : "the upper bounds sum to \(most), less than 1: raise some of them")
    }
    self.lower = lower
    self.upper = upper
  }

  /// Makes one pair of bounds for all of `count` assets.
  ///
  /// - Throws: `PortfolioError` where no weights fit.
  public init(count: Int, lower: Double = 0, upper: Double = 1) throws {
    try self.init(
      lower: [Double](repeating: lower, count: count),
      upper: [Double](repeating: upper, count: count))
  }

  /// Throws unless there is one pair of bounds for each of `assetCount` assets.
  func check(assetCount: Int) throws {
    guard lower.count == assetCount else {
      throw PortfolioError(
        .request, "there are bounds for \(lower.count) assets of \(assetCount)")
    }
  }

  /// Moves `part`, the share of the first of two clusters in their common weight, into the bounds.
  func limited(
    _ part: Double, weight: Double, first: ArraySlice<Int>, second: ArraySlice<Int>
  )
    -> Double
  {
    func sum(_ bounds: [Double], _ assets: ArraySlice<Int>) -> Double {
      assets.reduce(0) { $0 + bounds[$1] } / weight
    }
    let part = min(sum(upper, first), max(sum(lower, first), part))
    return 1 - min(sum(upper, second), max(sum(lower, second), 1 - part))
  }

  /// The weights within the bounds, summing to one, whose relative change from `positive` ones
  /// is smallest: min Σ (w / positive - 1)².
  ///
  /// The optimum is clip(positive + λ positive²) for the one λ that makes the sum one.
  func nearest(to positive: [Double]) -> [Double] {
    // A cluster without any risk takes all weight: the others still need a scale.
    let weights = positive.map { max($0, 1e-12) }
    if zip(weights, zip(lower, upper)).allSatisfy({ $0 >= $1.0 && $0 <= $1.1 }) { return weights }
    func at(_ multiplier: Double) -> [Double] {
      weights.indices.map {
        min(max(weights[$0] + multiplier * weights[$0] * weights[$0], lower[$0]), upper[$0])
      }
    }
    // Where the slope changes: each weight leaves a bound there.
    var kinks = weights.indices.flatMap { index in
      [lower[index], upper[index]].map {
        ($0 - weights[index]) / (weights[index] * weights[index])
      }
    }
    kinks.sort()
    var (low, high) = (0, kinks.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if at(kinks[middle]).reduce(0, +) < 1 { low = middle } else { high = middle }
    }
    let (first, second) = (at(kinks[low]), at(kinks[high]))
    let (a, b) = (first.reduce(0, +), second.reduce(0, +))
    let part = b > a ? min(max((1 - a) / (b - a), 0), 1) : 0
    return zip(first, second).map { $0 + part * ($1 - $0) }
  }
}
