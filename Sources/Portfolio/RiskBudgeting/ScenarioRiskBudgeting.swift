/// The long-only portfolio whose assets contribute to a convex risk of scenarios as budgets say.
///
/// For a risk that doubles with the weights, min ρ(x) - Σ b log x has x ∂ρ(x) = b as its optimality
/// condition; it is strictly convex in what matters, so that its solution, scaled to the sum of one, is
/// the only portfolio of these contributions. An interior-point method solves it as it stands: the
/// bounds x ≥ 0 are barriers that do not vanish, and what an asset contributes is the product of its
/// weight and its multiplier. Where the risk has kinks the contributions are those of one subgradient.
/// Source: Maillard, Roncalli and Teïletche, "The properties of equally weighted risk contribution
/// portfolios", 2010, for any risk as in Spinu, "An algorithm for computing risk parity weights", 2013.
public struct ScenarioRiskBudgeting: Sendable, Equatable, Codable {
  /// The weights, above zero, summing to one.
  public let weights: [Double]
  /// The part of the risk that each asset contributes: the budgets, up to rounding.
  public let riskShares: [Double]
  /// The risk of the portfolio.
  public let risk: Double

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - measure: a risk that doubles with the weights; all but the Gini mean difference can be taken,
  ///     and the semivariance stands for its root.
  ///   - scenarios: the returns, `[scenarios, assets]`; for drawdowns the periods in their order.
  ///   - probabilities: one for each scenario, positive; equal ones where `nil`.
  ///   - budgets: the part of the risk that each asset should carry, above zero, up to a common
  ///     factor; equal parts where `nil`.
  /// - Throws: `PortfolioError` where a number makes no sense, the measure cannot be taken, or some
  ///   portfolio has no risk, so that no solution exists.
  public init(
    _ measure: ConvexRiskMeasure, scenarios: Matrix, probabilities: [Double]? = nil,
    budgets: [Double]? = nil
  ) throws {
    let count = scenarios.columnCount
    let infinite = [Double](repeating: .infinity, count: count)
    let optimizer = try ScenarioOptimizer(
      scenarios: scenarios, probabilities: probabilities,
      feasible: Polyhedron(
        lower: infinite.map { _ in 0 }, upper: infinite,
        rows: Matrix(rows: 0, columns: count, elements: []), rowLower: [], rowUpper: []))
    var measure = measure
    if case .semivariance(let target) = measure { measure = .semideviation(target: target) }
    try ScenarioOptimizer.check(measure)
    guard measure.isHomogeneous, measure != .giniMeanDifference else {
      throw PortfolioError(
        .request,
        "risk budgets are for measures that double with the weights, the Gini mean difference left "
          + "out; choose another measure.")
    }
    let parts = try RiskBudgeting.normalized(
      budgets ?? [Double](repeating: 1, count: count), assetCount: count)
    func risk(_ weights: [Double]) -> Double {
      measure.value(of: optimizer.returns(of: weights), probabilities: optimizer.probabilities)
    }
    let scaled = optimizer.scaledProgram(
      measure, returnPreference: 0, feasible: optimizer.feasible)
    var start = parts
    for (index, part) in parts.enumerated() {
      let column = scenarios.column(index)
      start[index] = (part / max(dot(column, column), 1e-300)).squareRoot()
    }
    let size = risk(start)
    guard size > 0, size.isFinite else { throw Self.riskless }
    // The program's risk, or twice its square, is the sum of the budgets at the solution.
    let goal = scaled.unit * (measure.isRoot ? 0.5.squareRoot() : 1)
    var method = InteriorPoint(
      scaled.program, barriers: parts, from: start.map { $0 * goal / size })
    method.run()
    let x = method.portfolio
    let total = x.reduce(0, +)
    let products = x.indices.map { x[$0] * method.duals[$0] }
    let sum = products.reduce(0, +)
    riskShares = products.map { $0 / sum }
    weights = x.map { $0 / total }
    self.risk = risk(weights)
    // Of one degree: the contributions of a subgradient sum to the risk, those of others to less.
    let whole = risk(x) / scaled.unit
    let euler = measure.isRoot ? 2 * whole * whole : whole
    guard method.residual < 1e-6, total.isFinite, self.risk > 0,
      abs(sum - euler) < 1e-6 * max(sum, euler),
      zip(riskShares, parts).allSatisfy({ abs($0 / $1 - 1) < 1e-5 })
    else { throw Self.riskless }
  }

  private static let riskless = PortfolioError(
    .infeasible,
    "no portfolio has these shares of the risk: some assets cancel each other's risk (nearly) "
      + "entirely, or gain in every bad scenario. Leave an asset out or choose another measure.")
}
