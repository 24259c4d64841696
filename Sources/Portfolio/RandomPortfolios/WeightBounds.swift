/// The least and the largest weight of each asset in a random portfolio.
///
/// A draw v of the sampler becomes w = lower + (1 - Σ lower) v. This is the sampler's own law on the
/// simplex above the lower bounds. Where it breaks an upper bound, it is moved to the nearest
/// portfolio within bounds (Euclidean distance), so that some weights lie exactly on their bounds;
/// all other draws stay as they are. `WeightSampler.hitAndRun` has no such heaps: it is uniform.
public struct WeightBounds: Sendable, Equatable, Codable {
  /// The least weight of each asset.
  public var lower: [Double]
  /// The largest weight of each asset; infinity for none.
  public var upper: [Double]

  /// Makes bounds.
  ///
  /// - Precondition: there is one upper bound for each lower bound.
  public init(lower: [Double], upper: [Double]) {
    precondition(lower.count == upper.count, "not one upper bound for each lower bound")
    self.lower = lower
    self.upper = upper
  }

  /// Makes the same bounds for all of `assetCount` assets.
  public init(assetCount: Int, lower: Double = 0, upper: Double = 1) {
    self.init(
      lower: [Double](repeating: lower, count: assetCount),
      upper: [Double](repeating: upper, count: assetCount))
  }

  /// Whether these bounds hold for every portfolio on the simplex.
  var areThoseOfTheSimplex: Bool {
    lower.allSatisfy { $0 == 0 } && upper.allSatisfy { $0 >= 1 }
  }

  func check(assetCount: Int, sampler: WeightSampler) throws {
    guard lower.count == assetCount else {
      throw PortfolioError(
        .request, "There are bounds for \(lower.count) assets, but \(assetCount) assets.")
    }
    for (index, bounds) in zip(lower, upper).enumerated() {
      guard bounds.0.isFinite, !bounds.1.isNaN, bounds.0 <= bounds.1 else {
        throw PortfolioError(
          .request,
          "The bounds of asset \(index + 1) are \(bounds.0) and \(bounds.1); the lower one must be "
            + "a finite number that is not above the upper one.")
      }
    }
    if case .sparse(let count) = sampler { return try checkSparse(count: count) }
    let tolerance = 1e-9
    let least = lower.reduce(0, +)
    guard least <= 1 + tolerance else {
      throw PortfolioError(
        .infeasible,
        "The lower bounds sum to \(least), more than 1: lower some of them.")
    }
    let most = upper.reduce(0, +)
    guard most >= 1 - tolerance else {
      throw PortfolioError(
        .infeasible, "The upper bounds sum to \(most), less than 1: raise some of them.")
    }
  }

  /// Assets that are not held have weight 0, and any choice of `count` assets must be able to hold
  /// everything.
  private func checkSparse(count: Int) throws {
    if let index = lower.firstIndex(where: { $0 != 0 }) {
      throw PortfolioError(
        .request,
        "Sparse portfolios leave assets out, but the lower bound of asset \(index + 1) is "
          + "\(lower[index]): set it to 0 or choose another sampler.")
    }
    let most = upper.sorted().prefix(count).reduce(0, +)
    guard most >= 1 - 1e-9 else {
      throw PortfolioError(
        .infeasible,
        "The upper bounds of some \(count) assets sum to \(most), less than 1: "
          + "raise the upper bounds or let a portfolio hold more assets.")
    }
  }

  /// The nearest weights to `weights` that sum to 1 in double precision, for weights that are within
  /// bounds and sum to 1 up to the rounding of single precision. Zeros stay if `keepingZeros`.
  func polished(_ weights: [Double], keepingZeros: Bool) -> [Double] {
    var result = weights
    for _ in 0..<8 {
      for index in result.indices {
        result[index] = min(max(result[index], lower[index]), upper[index])
      }
      let missing = 1 - result.reduce(0, +)
      let movable = result.indices.filter { index in
        (missing > 0 ? result[index] < upper[index] : result[index] > lower[index])
          && !(keepingZeros && result[index] == 0)
      }
      if missing == 0 || movable.isEmpty { break }
      for index in movable { result[index] += missing / Double(movable.count) }
    }
    for index in result.indices {
      result[index] = min(max(result[index], lower[index]), upper[index])
    }
    return result
  }
}
