extension ScenarioOptimizer {
  /// A portfolio of small value at risk over the scenarios: good, but not proven to be the best.
  ///
  /// Value at risk is not convex, and its least value is a combinatorial problem. The conditional value
  /// at risk is minimised over scenarios of which the worst are given up, half of those that may be
  /// exceeded at a time; at the end the largest loss of the rest is minimised. The best portfolio on
  /// the way counts. Source: Larsen, Mausser and Uryasev, "Algorithms for optimization of value-at-risk",
  /// 2002, algorithm A1. Where so few scenarios may be exceeded that all choices of them can be ruled
  /// out, that is done, and the lower bound is a proof.
  ///
  /// - Parameters:
  ///   - level: the level, such as 0.95.
  ///   - solveLimit: how many minimisations the proof may take.
  /// - Returns: the portfolio; its lower bound is -infinity where nothing is proven.
  /// - Throws: `PortfolioError` as `minimize` does, and where scenarios are not equally likely.
  public func minimizeValueAtRisk(
    level: Double, solveLimit: Int = 1000
  ) throws -> ScenarioSolution {
    guard level > 0, level < 1 else {
      throw PortfolioError(
        .request, "the level \(level) is not between 0 and 1; 0.95 looks at the worst 5 %")
    }
    let count = scenarios.rowCount
    let share = 1 / Double(count)
    guard probabilities.allSatisfy({ abs($0 - share) < 1e-12 }) else {
      throw PortfolioError(
        .request, "the value at risk is minimised over scenarios that are equally likely.")
    }
    let measure = RiskMeasure.valueAtRisk(confidence: level)
    // As many scenarios may lose more than the value at risk.
    let allowed = Int((Double(count) * (1 - level) + 1e-9).rounded(.down))
    var kept = Array(0..<count)
    var best: ScenarioSolution?
    var iterations = 0
    while true {
      let open = allowed - (count - kept.count)
      let part = try selecting(kept)
      var solution = try part.minimize(
        open > 0
          ? .conditionalValueAtRisk(level: 1 - Double(open) / Double(kept.count)) : .worstCase)
      iterations += solution.iterations
      let series = returns(of: solution.weights)
      solution.risk = try measure.value(of: series)
      solution.mean = mean(of: solution.weights)
      solution.objective = solution.risk
      if solution.risk < best?.risk ?? .infinity { best = solution }
      guard open > 0 else { break }
      let given = Set(kept.sorted { series[$0] < series[$1] }.prefix((open + 1) / 2))
      kept.removeAll { given.contains($0) }
    }
    guard var best else { preconditionFailure("there was one portfolio at least") }
    best.iterations = iterations
    best.lowerBound = -.infinity
    best.scenarioWeights = []
    if allowed <= 6, solveLimit > 0 {
      var search = ExceedanceSearch(self, best: best, solveLimit: solveLimit)
      best = try search.run(allowed: allowed)
    }
    return best
  }

  /// The same problem over some of the scenarios, equally likely.
  func selecting(_ rows: [Int]) throws -> ScenarioOptimizer {
    try ScenarioOptimizer(
      scenarios: Matrix(
        rows: rows.count, columns: scenarios.columnCount,
        elements: rows.flatMap { scenarios.row($0) }),
      offset: rows.map { offset[$0] }, mean: mean, feasible: feasible)
  }
}
