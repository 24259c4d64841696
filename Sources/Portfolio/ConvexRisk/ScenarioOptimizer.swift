import Foundation

/// Minimises a convex risk measure over scenarios, under linear constraints.
///
/// The usual formulation hands a solver one auxiliary variable and one row for each scenario. Here an
/// interior-point method eliminates them analytically: each of its 10 to 40 iterations costs one
/// weighted product Rᵀ D R and one Cholesky factor of the size of the portfolio. Drawdowns, whose
/// auxiliary variables hang together in a chain, are eliminated along the chain.
public struct ScenarioOptimizer: Sendable {
  let scenarios: Matrix
  let probabilities: [Double]
  let offset: [Double]
  let mean: [Double]
  let offsetMean: Double
  let feasible: Polyhedron

  /// Takes scenarios and the portfolios that are allowed.
  ///
  /// - Parameters:
  ///   - scenarios: the returns, `[scenarios, variables]`; for drawdowns the periods in their order.
  ///   - probabilities: one for each scenario, positive; they are divided by their sum. Equal ones
  ///     where nil.
  ///   - offset: a return that each scenario adds whatever the weights are, such as minus that of a
  ///     benchmark.
  ///   - mean: the expected return of each variable; the mean of the scenarios where nil.
  ///   - feasible: the portfolios that are allowed.
  /// - Throws: `PortfolioError` if there is no scenario, a number is not finite, a probability is
  ///   not positive, the shapes do not fit, or a bound lies above the other.
  public init(
    scenarios: Matrix, probabilities: [Double]? = nil, offset: [Double]? = nil,
    mean: [Double]? = nil, feasible: Polyhedron
  ) throws {
    let count = scenarios.rowCount
    guard count > 0, scenarios.columnCount > 0 else {
      throw PortfolioError(.data, "there are no scenarios; give at least one period of one asset")
    }
    guard scenarios.columnCount == feasible.variableCount else {
      throw PortfolioError(
        .request,
        "the constraints are for \(feasible.variableCount) variables, but the scenarios have "
          + "\(scenarios.columnCount); give one column of returns for each variable")
    }
    if let bad = scenarios.elements.firstIndex(where: { !$0.isFinite }) {
      throw PortfolioError(
        .data,
        "scenario \(bad / scenarios.columnCount + 1), asset \(bad % scenarios.columnCount + 1): "
          + "\(scenarios.elements[bad]) is not a return; fill or drop missing values first")
    }
    let weights = probabilities ?? [Double](repeating: 1, count: count)
    guard weights.count == count, weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw PortfolioError(
        .request,
        "\(count) scenarios need as many positive probabilities; leave out those that cannot happen"
      )
    }
    let constant = offset ?? [Double](repeating: 0, count: count)
    guard constant.count == count, constant.allSatisfy(\.isFinite) else {
      throw PortfolioError(.request, "\(count) scenarios need as many finite offsets")
    }
    let total = weights.reduce(0, +)
    let normalized = weights.map { $0 / total }
    let average = mean ?? scenarios.transposedTimes(normalized)
    guard average.count == scenarios.columnCount, average.allSatisfy(\.isFinite) else {
      throw PortfolioError(
        .request, "\(scenarios.columnCount) variables need as many finite expected returns")
    }
    try Self.check(feasible)
    self.scenarios = scenarios
    self.probabilities = normalized
    self.offset = constant
    self.mean = average
    offsetMean = dot(normalized, constant)
    self.feasible = feasible
  }

  private static func check(_ feasible: Polyhedron) throws {
    for (index, lower) in feasible.lower.enumerated() {
      let upper = feasible.upper[index]
      guard !lower.isNaN, !upper.isNaN, lower < .infinity, upper > -.infinity else {
        throw PortfolioError(.request, "variable \(index + 1): a bound is not a number")
      }
      guard lower <= upper else {
        throw PortfolioError(
          .infeasible,
          "variable \(index + 1): the lower bound \(lower) lies above the upper bound \(upper)")
      }
    }
    for (row, lower) in feasible.rowLower.enumerated() {
      let upper = feasible.rowUpper[row]
      guard !lower.isNaN, !upper.isNaN, lower < .infinity, upper > -.infinity,
        feasible.rows.row(row).allSatisfy(\.isFinite)
      else {
        throw PortfolioError(.request, "\(feasible.rowNames[row]): not a number")
      }
      guard lower <= upper else {
        throw PortfolioError(
          .infeasible,
          "\(feasible.rowNames[row]): the lower limit \(lower) lies above the upper limit \(upper)")
      }
    }
  }

  /// The return of a portfolio in each scenario.
  func returns(of weights: [Double]) -> [Double] {
    zip(scenarios.times(weights), offset).map { $0 + $1 }
  }

  /// The mean return of a portfolio.
  func mean(of weights: [Double]) -> Double { dot(mean, weights) + offsetMean }

  /// Finds the portfolio with the smallest risk less `returnPreference` times its mean return.
  ///
  /// - Throws: `PortfolioError` if the level is not between 0 and 1, if no portfolio fulfils the
  ///   constraints (`.infeasible`), if the objective can fall for ever (`.unbounded`), or if the
  ///   iteration does not come to its end (`.notConverged`).
  public func minimize(
    _ measure: ConvexRiskMeasure, returnPreference: Double = 0
  ) throws -> ScenarioSolution {
    try Self.check(measure)
    guard returnPreference.isFinite else {
      throw PortfolioError(.request, "the return preference \(returnPreference) is not a number")
    }
    return try solve(measure, returnPreference: returnPreference, feasible: feasible)
  }

  static func check(_ measure: ConvexRiskMeasure) throws {
    if let level = measure.level, !(level > 0 && level < 1) {
      throw PortfolioError(
        .request, "the level \(level) is not between 0 and 1; 0.95 looks at the worst 5 %")
    }
    if let target = measure.target, !target.isFinite {
      throw PortfolioError(.request, "the target return \(target) is not a number")
    }
  }
}
