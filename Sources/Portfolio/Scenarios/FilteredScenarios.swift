internal import CPortfolio
internal import RealModule
internal import Torch

/// Scenarios of a `VolatilityFilter` with innovations of some law: GARCH with Student-t innovations,
/// filtered historical simulation, and generative models of the innovations differ in that law alone.
///
/// The density is exact: log p(r) = log p(u) − ½ log det R − Σ log σ with u = R^-½ D⁻¹ (r − μ).
public struct FilteredScenarios: ScenarioModel {
  /// The assets, in the order of the columns.
  public let assets: [String]
  /// Variances and correlations.
  public let filter: VolatilityFilter
  let law: any InnovationLaw
  let end: FilterState

  init(assets: [String], filter: VolatilityFilter, law: any InnovationLaw, end: FilterState) {
    self.assets = assets
    self.filter = filter
    self.law = law
    self.end = end
  }

  /// The name of the law.
  public var name: String { law.name }

  /// Draws paths, each with variances and correlations of its own.
  ///
  /// - Throws: `PortfolioError` when the history does not fit.
  public func paths(
    _ count: Int, horizon: Int, given history: Returns?, seed: UInt64
  ) throws -> [Matrix] {
    if let history { try check(history) }
    let first = history.map { filter.state(after: $0) } ?? end
    let generator = SeededGenerator(seed: seed)
    var states = horizon > 1 ? [FilterState](repeating: first, count: count) : []
    return (0..<horizon).map { period in
      var seeds = generator.split(stream: UInt64(period))
      let known: [FilterState] = period == 0 ? [first] : states
      let scenarios = step(from: known, count: count, seed: seeds.next())
      if period + 1 < horizon {
        for path in 0..<count { filter.advance(&states[path], with: scenarios.row(path)) }
      }
      return scenarios
    }
  }

  /// One period from one state for all paths, or from one a path.
  private func step(from states: [FilterState], count: Int, seed: UInt64) -> Matrix {
    let n = assets.count
    let contexts = states.map { law.isConditional ? ConditioningContext.values($0, filter) : [] }
    let width = contexts.first?.count ?? 0
    let table = Matrix(
      rows: count, columns: width,
      elements: states.count == 1
        ? Array(repeatElement(contexts[0], count: count).joined()) : contexts.flatMap(\.self))
    var result = law.draw(contexts: table, seed: seed)
    var lower: [Double] = []
    var deviations: [Double] = []
    for path in 0..<count {
      if path < states.count {
        lower = filter.factor(states[path]).lower
        deviations = states[path].variances.map { $0.squareRoot() }
      }
      let u = Array(result.row(path))
      for asset in 0..<n {
        var z = 0.0
        for other in 0...asset { z += lower[asset * n + other] * u[other] }
        result[path, asset] = filter.models[asset].mean + deviations[asset] * z
      }
    }
    return result
  }

  /// The log-density of each period given all before it, the parameters staying as they are.
  ///
  /// - Throws: `PortfolioError` when the returns do not fit.
  public func logLikelihood(of returns: Returns, given history: Returns?) throws -> [Double]? {
    try check(returns)
    if let history { try check(history) }
    let state = history.map { filter.state(after: $0) } ?? end
    let seen = filter.innovations(of: returns, from: state, withContexts: law.isConditional)
    return law.logDensity(of: seen.innovations, contexts: seen.contexts).map {
      zip($0, seen.logScales).map { $0 - $1 }
    }
  }
}

extension VolatilityFilter {
  /// The innovations of returns, what was known before each, and the logarithm of what they were
  /// divided by.
  func innovations(
    of returns: Returns, from first: FilterState, withContexts: Bool
  ) -> (innovations: Matrix, contexts: Matrix, logScales: [Double], end: FilterState) {
    let n = models.count
    var state = first
    var contexts: [Double] = []
    var logScales: [Double] = []
    var innovations = Matrix(rows: returns.periodCount, columns: n)
    var constant = news > 0 ? nil : Optional(factor(state))
    for period in 0..<returns.periodCount {
      if withContexts { contexts += ConditioningContext.values(state, self) }
      let (lower, logDeterminant) = constant ?? factor(state)
      if news == 0 { constant = (lower, logDeterminant) }
      var u = returns.values.row(period).enumerated().map { index, value in
        (value - models[index].mean) / state.variances[index].squareRoot()
      }
      cportfolio_lower_solve(n, lower, &u)
      for (index, value) in u.enumerated() { innovations[period, index] = value }
      logScales.append(
        0.5 * logDeterminant + 0.5 * state.variances.reduce(0) { $0 + Double.log($1) })
      advance(&state, with: returns.values.row(period))
    }
    let width = withContexts ? ConditioningContext.count(assets: n) : 0
    return (
      innovations, Matrix(rows: returns.periodCount, columns: width, elements: contexts), logScales,
      state
    )
  }
}
