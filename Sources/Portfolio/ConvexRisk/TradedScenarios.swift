/// Scenarios over what is traded instead of over weights, so that limits of turnover, costs and gross
/// exposure, which bend, are linear.
///
/// A weight is the sum of segments between the points where something bends; what it is without any
/// trade stands in one more column, whose variable is 1. A solution may use both sides of a bend where
/// neither costs anything: its turnover, exposure and costs are then at most what the rows say.
struct TradedScenarios {
  /// The optimiser, over segments and, where there is one, the column of what stays.
  let optimizer: ScenarioOptimizer
  private let segments: TradeSegments

  /// Splits weights where something bends.
  ///
  /// - Parameters:
  ///   - returns: The returns of the assets, `[scenarios, assets]`.
  ///   - mean: The expected returns, `[assets]`, and
  ///   - periods: of how many periods these and the costs of trading are.
  ///   - constraints: What is allowed.
  ///   - floor: The least expected return after costs, in the units of the mean; `nil` for any.
  /// - Throws: `PortfolioError` as the optimiser does.
  init(
    _ returns: Matrix, mean: [Double], periods: Double = 1, constraints: PortfolioConstraints,
    floor: Double? = nil
  ) throws {
    segments = TradeSegments(constraints)
    var (scenarios, averages, feasible) = (returns, mean, segments.feasible)
    if !segments.isIdentity {
      let count = segments.segments.count
      let anchor = segments.anchor
      let fixed = segments.fixedCost(previous: constraints.previousWeights)
      let hasStay = fixed != 0 || anchor.contains { $0 != 0 }
      let stay = returns.times(anchor)
      var elements: [Double] = []
      elements.reserveCapacity(returns.rowCount * (count + 1))
      for row in 0..<returns.rowCount {
        for segment in segments.segments {
          elements.append(segment.sign * returns[row, segment.asset])
        }
        if hasStay { elements.append(stay[row]) }
      }
      averages = segments.returns(mean)
      if hasStay {
        averages.append(dot(mean, anchor) - fixed)
        feasible = Self.addStay(feasible)
      }
      scenarios = Matrix(rows: returns.rowCount, columns: averages.count, elements: elements)
    }
    averages = averages.map { $0 / periods }
    let whole = try ScenarioOptimizer(scenarios: scenarios, mean: averages, feasible: feasible)
    optimizer =
      try floor.map {
        try ScenarioOptimizer(
          scenarios: scenarios, mean: averages, feasible: whole.withFloor($0 / periods))
      } ?? whole
  }

  /// The weights that a solution of the optimiser stands for.
  func weights(_ solution: [Double]) -> [Double] {
    segments.weights(Array(solution.prefix(segments.segments.count)))
  }

  /// One more variable, which is 1.
  private static func addStay(_ feasible: Polyhedron) -> Polyhedron {
    let count = feasible.variableCount
    let rows = feasible.rows.rowCount
    var elements: [Double] = []
    for row in 0..<rows { elements += feasible.rows.row(row) + [0] }
    elements += [Double](repeating: 0, count: count) + [1]
    return Polyhedron(
      lower: feasible.lower + [0], upper: feasible.upper + [2],
      rows: Matrix(rows: rows + 1, columns: count + 1, elements: elements),
      rowLower: feasible.rowLower + [1], rowUpper: feasible.rowUpper + [1],
      rowNames: feasible.rowNames + ["what stays"])
  }
}
