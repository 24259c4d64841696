extension ScenarioOptimizer {
  /// The portfolio of the largest ratio by one minimisation, for a risk that doubles with the weights.
  ///
  /// With w = y / κ, κ ≥ 0, the ratio is that of y, so that y may be scaled to have a given mean return
  /// above `riskFree`; its least risk is then the largest ratio. Source: Charnes and Cooper,
  /// "Programming with linear fractional functionals", 1962; Stoyanov, Rachev and Fabozzi, "Optimal
  /// financial portfolios", 2007.
  ///
  /// - Parameters:
  ///   - measure: the risk.
  ///   - riskFree: the return of a period without risk.
  ///   - top: the largest mean return that the constraints allow.
  /// - Returns: `nil` where the risk does not double, or the minimisation does not settle.
  /// - Throws: `PortfolioError` where a number makes no sense.
  func maximizeRatioAtOnce(
    _ measure: ConvexRiskMeasure, riskFree: Double, top: Double
  ) throws -> ScenarioSolution? {
    guard measure.isHomogeneous, offset.allSatisfy({ $0 == 0 }) else { return nil }
    let count = mean.count
    let goal = 0.5 * (top - riskFree)
    var elements: [Double] = []
    elements.reserveCapacity(scenarios.rowCount * (count + 1))
    for row in 0..<scenarios.rowCount { elements += scenarios.row(row) + [0] }
    let scaled = try ScenarioOptimizer(
      scenarios: Matrix(rows: scenarios.rowCount, columns: count + 1, elements: elements),
      probabilities: probabilities, mean: mean + [0],
      feasible: homogenized(riskFree: riskFree, goal: goal))
    guard let found = try? scaled.minimize(measure), let scale = found.weights.last, scale > 1e-9
    else { return nil }
    let weights = found.weights.prefix(count).enumerated().map { index, value in
      min(max(value / scale, feasible.lower[index]), feasible.upper[index])
    }
    guard feasible.violation(of: weights) < 1e-8 else { return nil }
    var result = found
    result.weights = weights
    result.risk = measure.value(of: returns(of: weights), probabilities: probabilities)
    result.mean = mean(of: weights)
    let preference = result.risk / (result.mean - riskFree)
    guard preference > 0, preference.isFinite else { return nil }
    // risk ≥ bound · (mean - riskFree) for every portfolio.
    let bound = found.lowerBound / goal
    result.objective = result.risk - preference * result.mean
    result.lowerBound = min(
      result.objective, -preference * riskFree - max(0, preference - bound) * (top - riskFree))
    return result.gap <= 1e-6 * result.risk ? result : nil
  }

  /// The constraints over (y, κ): A y - b κ in place of A x ~ b, and the mean return that is wanted.
  private func homogenized(riskFree: Double, goal: Double) -> Polyhedron {
    let count = mean.count
    var rows: [[Double]] = []
    var limits: [(lower: Double, upper: Double)] = []
    func add(_ row: [Double], _ limit: Double, _ lower: Double, _ upper: Double) {
      rows.append(row + [-limit])
      limits.append((lower, upper))
    }
    let lines = (0..<feasible.rows.rowCount).map { Array(feasible.rows.row($0)) }
    for (index, line) in lines.enumerated() {
      let (lower, upper) = (feasible.rowLower[index], feasible.rowUpper[index])
      if lower == upper {
        add(line, lower, 0, 0)
      } else {
        if lower.isFinite { add(line, lower, 0, .infinity) }
        if upper.isFinite { add(line, upper, -.infinity, 0) }
      }
    }
    let isPositive = feasible.lower.allSatisfy { $0 >= 0 }
    for index in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[index] = 1
      let (lower, upper) = (feasible.lower[index], feasible.upper[index])
      if lower.isFinite, lower != 0 { add(unit, lower, 0, .infinity) }
      // A limit that a sum of weights of 0 or more keeps by itself needs no row.
      let isImplied =
        isPositive
        && lines.indices.contains { row in
          lines[row][index] > 0 && feasible.rowUpper[row] / lines[row][index] <= upper
            && lines[row].allSatisfy { $0 >= 0 }
        }
      if upper.isFinite, !isImplied { add(unit, upper, -.infinity, 0) }
    }
    let size = max(mean.reduce(0) { max($0, abs($1)) }, 1e-300)
    rows.append(mean.map { $0 / size } + [-riskFree / size])
    limits.append((goal / size, goal / size))
    return Polyhedron(
      lower: feasible.lower.map { $0 >= 0 ? 0 : -.infinity } + [0],
      upper: [Double](repeating: .infinity, count: count + 1), rows: Matrix(rows),
      rowLower: limits.map(\.lower), rowUpper: limits.map(\.upper))
  }
}

extension ConvexRiskMeasure {
  /// Whether twice the weights are twice the risk.
  var isHomogeneous: Bool {
    switch self {
    case .semivariance: false
    case .semideviation(let target), .firstLowerPartialMoment(let target): target ?? 0 == 0
    default: true
    }
  }
}
