import Torch

/// The covariance of the most concentrated part of the periods, which outliers cannot move.
///
/// Of all sets of h periods that one is sought whose covariance has the smallest determinant; the
/// result is then scaled to fit the normal distribution, and estimated once more from all periods
/// that lie within its 97.5 % ellipsoid. The search starts from random sets and is exact only by
/// luck; the same seed gives the same result. Source: Rousseeuw and Van Driessen, "A fast algorithm
/// for the minimum covariance determinant estimator", Technometrics, 1999; the scaling is that of
/// Croux and Haesbroeck, Journal of Multivariate Analysis, 1999.
public struct MinimumCovarianceDeterminant: Sendable, Equatable {
  /// Which share of the periods is taken; nil for the smallest that resists most outliers,
  /// (T + n + 1) / 2 of T periods.
  public var supportFraction: Double?
  /// How many random sets the search starts from.
  public var starts: Int
  /// The seed of the random sets.
  public var seed: UInt64

  /// Makes an estimator.
  public init(supportFraction: Double? = nil, starts: Int = 500, seed: UInt64 = 0) {
    self.supportFraction = supportFraction
    self.starts = starts
    self.seed = seed
  }

  /// What the search found.
  public struct Fit: Sendable, Equatable {
    /// The centre of the periods within the ellipsoid, per period.
    public let mean: [Double]
    /// Their covariance, scaled to fit the normal distribution, `[assets, assets]`.
    public let covariance: Matrix
    /// The h periods of the smallest determinant, ascending.
    public let support: [Int]
    /// The logarithm of the determinant of the covariance of these periods (divisor h).
    public let logDeterminant: Double
    /// The periods outside the ellipsoid, ascending.
    public let outliers: [Int]
  }

  /// Estimates mean and covariance of returns.
  ///
  /// - Throws: `PortfolioError` of kind `data` where a return is not finite, there are fewer than
  ///   two periods for each asset, or the assets are collinear in so many periods that the
  ///   determinant is zero; of kind `request` where a setting makes no sense.
  public func fit(_ returns: Returns) throws -> Fit {
    try returns.check(minimumPeriods: 2 * returns.assetCount)
    guard starts >= 1, supportFraction.map({ $0 > 0 && $0 <= 1 }) ?? true else {
      throw PortfolioError(
        .request,
        "The minimum covariance determinant needs at least one start and a support fraction above "
          + "0 and at most 1.")
    }
    let search = ConcentrationSearch(returns.values)
    let periods = returns.periodCount
    let smallest = (periods + returns.assetCount + 1) / 2
    let size = supportFraction.map { Int(($0 * Double(periods)).rounded(.down)) } ?? smallest
    var generator = SeededGenerator(seed: seed)
    guard
      let best = search.best(
        size: max(smallest, min(periods, size)), starts: starts, using: &generator)
    else {
      throw PortfolioError(
        .data,
        "The minimum covariance determinant does not exist: in more than half of the periods an "
          + "asset is constant or a combination of others. Leave out constant and duplicate assets "
          + "or take another estimator.")
    }
    return reweighted(best, search, degrees: returns.assetCount)
  }

  /// Scales the raw covariance to the normal distribution and estimates again without outliers.
  private func reweighted(
    _ best: ConcentrationSearch.State, _ search: ConcentrationSearch, degrees: Int
  ) -> Fit {
    let distances = search.distances(best)
    let share = Double(best.periods.count) / Double(distances.count)
    let limit =
      ChiSquared.upperQuantile(0.025, degrees: degrees)
      * ChiSquared.consistency(share, degrees: degrees)
    let inside = distances.indices.filter { distances[$0] < limit }
    var (mean, covariance) = search.moments(inside)
    let scale = ChiSquared.consistency(0.975, degrees: degrees)
    for index in covariance.elements.indices { covariance.elements[index] *= scale }
    return Fit(
      mean: mean, covariance: covariance, support: best.periods.sorted(),
      logDeterminant: best.logDeterminant,
      outliers: distances.indices.filter { distances[$0] >= limit })
  }
}
