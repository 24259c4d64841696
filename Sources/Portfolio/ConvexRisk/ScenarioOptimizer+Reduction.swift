extension ScenarioOptimizer {
  /// The least conditional value at risk, from the few scenarios that can be in its tail.
  ///
  /// With excesses u ≥ 0 and a set S of scenarios of probability P, leaving the others out of
  /// threshold + Σ p u / (1 - level) can only lower it, and what is left is the conditional value at
  /// risk over S at the level 1 - (1 - level) / P. Its least value is thus a lower bound for all
  /// scenarios; where the portfolio's risk over all of them equals it, the portfolio is optimal.
  /// Else scenarios that it shows to be in the tail join S. Source: the idea of Künzi-Bay and Mayer,
  /// "Computational aspects of minimizing conditional value-at-risk", 2006, with whole tails for cuts.
  ///
  /// - Returns: `nil` where few scenarios would not be fewer, or do not settle.
  func minimizeFromTail(
    level: Double, returnPreference: Double, feasible: Polyhedron
  ) throws -> ScenarioSolution? {
    let count = scenarios.rowCount
    let tail = Int((1 - level) * Double(count))
    guard level > 0, level < 1, count >= 40 * scenarios.columnCount, tail >= 10,
      8 * tail <= count
    else { return nil }
    let reference = [Double](
      repeating: 1 / Double(scenarios.columnCount), count: scenarios.columnCount)
    var kept = Set(worst(4 * tail, for: reference))
    var iterations = 0
    for round in 0..<6 {
      let found = Result {
        try minimize(over: kept.sorted(), level, returnPreference, feasible)
      }
      // All scenarios together may be easier than a part of them.
      if case .failure(let error as PortfolioError) = found, error.kind == .notConverged {
        return nil
      }
      guard var solution = try found.get() else { return nil }
      iterations += solution.iterations
      solution.iterations = iterations
      if solution.gap <= 1e-10 * max(abs(solution.objective), 1e-12) { return solution }
      let next = worst(round == 0 ? 2 * tail + tail / 2 : 2 * tail, for: solution.weights)
      if round == 0 { kept = Set(next) } else { kept.formUnion(next) }
    }
    return nil
  }

  /// The scenarios of the largest losses.
  private func worst(_ number: Int, for weights: [Double]) -> [Int] {
    let returns = returns(of: weights)
    return Array(returns.indices.sorted { returns[$0] < returns[$1] }.prefix(number))
  }

  /// The optimum over some scenarios, with its risk over all and its bound from these.
  private func minimize(
    over kept: [Int], _ level: Double, _ returnPreference: Double, _ feasible: Polyhedron
  ) throws -> ScenarioSolution? {
    let share = kept.reduce(0) { $0 + probabilities[$1] }
    guard share > 1 - level else { return nil }
    let columns = scenarios.columnCount
    var elements: [Double] = []
    elements.reserveCapacity(kept.count * columns)
    for row in kept { elements += scenarios.row(row) }
    let part = try ScenarioOptimizer(
      scenarios: Matrix(rows: kept.count, columns: columns, elements: elements),
      probabilities: kept.map { probabilities[$0] }, offset: kept.map { offset[$0] }, mean: mean,
      feasible: feasible)
    let measure = ConvexRiskMeasure.conditionalValueAtRisk(level: 1 - (1 - level) / share)
    var solution = try part.solve(
      measure, returnPreference: returnPreference, feasible: feasible)
    // The mean return of the offsets is that of all scenarios.
    let shift = returnPreference * (part.offsetMean - offsetMean)
    solution.risk = ConvexRiskMeasure.conditionalValueAtRisk(level: level)
      .value(of: returns(of: solution.weights), probabilities: probabilities)
    solution.mean = mean(of: solution.weights)
    solution.objective = solution.risk - returnPreference * solution.mean
    solution.lowerBound += shift
    var weights = [Double](repeating: 0, count: scenarios.rowCount)
    for (place, row) in kept.enumerated() { weights[row] = solution.scenarioWeights[place] }
    solution.scenarioWeights = weights
    return solution
  }
}
