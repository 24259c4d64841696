import Foundation

/// How far the best of many random portfolios stays behind the exact optimum.
///
/// Random search finds neither end of the frontier, and the more assets there are the less of it.
public struct RandomGap: Codable, Sendable, Equatable {
  /// How many portfolios were drawn.
  public var count: Int
  /// By how much their least volatility lies above the exact one, as a share of it.
  public var volatility: Double
  /// By how much their best Sharpe ratio lies below the exact one, as a share of it; `nil` if there
  /// is no exact one.
  public var sharpe: Double?
  /// By how much their largest return lies below the exact one, in percentage points over 100.
  public var mean: Double

  init(
    _ summary: RandomPortfolioSummary, _ problem: PortfolioProblem, _ frontier: EfficientFrontier
  ) {
    count = summary.count
    let exact = frontier.minimumVariance.volatility
    volatility = exact > 0 ? summary.minimumVolatility.volatility / exact - 1 : 0
    let riskFree = problem.estimates.riskFree
    sharpe = (try? frontier.maximumSharpe(riskFree: riskFree)).map {
      1 - summary.maximumSharpe.sharpe / $0.sharpeRatio(riskFree: riskFree)
    }
    mean = frontier.maximumReturn.mean - summary.maximumMean.mean
  }

  /// The random portfolios that fit the problem's bounds; `nil` where it has limits that random
  /// weights cannot keep.
  ///
  /// - Throws: `PortfolioError` when the bounds contradict each other.
  static func portfolios(
    _ problem: PortfolioProblem, sampler: WeightSampler = .uniformNormalized, seed: UInt64
  ) throws -> RandomPortfolios? {
    let constraints = problem.choice.constraints
    guard constraints.budget == 1...1, constraints.linear.isEmpty,
      constraints.turnoverLimit == nil, constraints.grossExposureLimit == nil,
      constraints.lower.allSatisfy({ $0 >= 0 && $0 <= 1 })
    else { return nil }
    let isSimplex =
      constraints.lower.allSatisfy { $0 == 0 } && constraints.upper.allSatisfy { $0 >= 1 }
    return try RandomPortfolios(
      mean: problem.estimates.mean, covariance: problem.estimates.covariance, sampler: sampler,
      bounds: isSimplex
        ? nil : WeightBounds(lower: constraints.lower, upper: constraints.upper.map { min(1, $0) }),
      riskFree: problem.estimates.riskFree, seed: seed)
  }

  /// The gap in words.
  public var text: String {
    let ratio =
      sharpe.map { String(format: ", their best Sharpe ratio %.1f %% below", 100 * $0) } ?? ""
    return String(
      format: "%d random portfolios: their least volatility is %.1f %% above the exact one%@, "
        + "their largest return %.1f points below", count, 100 * volatility, ratio, 100 * mean)
  }
}
