internal import CPortfolio

/// The long-only portfolio whose assets contribute to its variance as given budgets say; equal
/// budgets are risk parity.
///
/// With C the covariance, min xᵀ C x / 2 - Σ b log x has x (C x) = b as its optimality condition;
/// it is strictly convex, so that its only solution is found by sweeps over the coordinates and, where
/// these are slow, Newton's method; it is then scaled to the sum of one. Source: Spinu, "An algorithm
/// for computing risk parity weights", 2013.
public struct RiskBudgeting: Sendable, Equatable, Codable {
  /// The weights, above zero, summing to one.
  public let weights: [Double]
  /// The part of the variance that each asset contributes: the budgets, up to rounding, which
  /// grows where assets nearly cancel each other.
  public let riskShares: [Double]
  /// The standard deviation of the portfolio.
  public let standardDeviation: Double

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - covariance: the covariance of the assets' returns, `[assets, assets]`; it may be singular,
  ///     as with duplicate assets.
  ///   - budgets: the part of the risk that each asset should carry, above zero, up to a common
  ///     factor; equal parts where `nil`.
  /// - Throws: `PortfolioError` where the covariance is not one, an asset has no variance, a budget is
  ///   not above zero, or some assets cancel each other's risk so that no solution exists.
  public init(covariance: Matrix, budgets: [Double]? = nil) throws {
    let count = covariance.rowCount
    try CovarianceShape.check(covariance, assetCount: count)
    try CovarianceShape.checkVariances(covariance)
    let parts = try Self.normalized(
      budgets ?? [Double](repeating: 1, count: count), assetCount: count)
    // In units of each asset's deviation the matrix is a correlation, well scaled whatever C is.
    let deviations = covariance.diagonal.map { $0.squareRoot() }
    var correlation = covariance.elements
    for row in 0..<count {
      for column in 0..<count {
        correlation[row * count + column] /= deviations[row] * deviations[column]
      }
    }
    // Right for equal correlations: x proportional to the root of the budget.
    var x = parts.map { $0.squareRoot() }
    let size = Matrix(rows: count, columns: count, elements: correlation).quadraticForm(x)
    if size > 0 { x = x.map { $0 / size.squareRoot() } }
    let steps = withUnsafeTemporaryAllocation(of: Double.self, capacity: count * (count + 2)) {
      cportfolio_risk_budget(
        count, correlation, parts, &x, Self.tolerance, Self.stepLimit, $0.baseAddress)
    }
    let raw = zip(x, deviations).map { $0 / $1 }
    let total = raw.reduce(0, +)
    weights = raw.map { $0 / total }
    let contributions = try RiskContributions(
      measure: .variance, weights: weights, covariance: covariance)
    riskShares = contributions.shares
    standardDeviation = contributions.total.squareRoot()
    let isSolved = zip(riskShares, parts).allSatisfy { abs($0 / $1 - 1) < Self.largestError }
    guard steps >= 0, isSolved else {
      throw PortfolioError(
        .infeasible,
        "no portfolio has these risk shares: some assets cancel each other's risk (nearly) "
          + "entirely, or the covariance is not positive semidefinite. Leave an asset out or repair "
          + "the covariance")
    }
  }

  /// The largest relative error of a contribution that counts as solved.
  private static let tolerance = 1e-10
  private static let stepLimit: Int32 = 200
  /// What rounding may make of a share before the assets count as cancelling each other.
  private static let largestError = 1e-5

  /// Budgets that sum to one.
  ///
  /// - Throws: `PortfolioError` where there is not one for each asset, or one is not above zero.
  static func normalized(_ budgets: [Double], assetCount: Int) throws -> [Double] {
    guard budgets.count == assetCount else {
      throw PortfolioError(
        .request, "there are \(budgets.count) risk budgets for \(assetCount) assets")
    }
    if let index = budgets.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw PortfolioError(
        .request,
        "asset \(index + 1) has the risk budget \(budgets[index]): budgets are above zero. Leave an "
          + "asset out that should carry no risk")
    }
    let total = budgets.reduce(0, +)
    return budgets.map { $0 / total }
  }
}
