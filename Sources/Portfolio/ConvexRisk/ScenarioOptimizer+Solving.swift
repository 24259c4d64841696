import Foundation

extension ScenarioOptimizer {
  /// A program with the scales that lead back from it.
  struct Scaled {
    var program: ScenarioProgram
    /// What a return of 1 is in the program.
    var unit: Double
    /// The objective of the program times this is the objective asked for.
    var objectiveScale: Double
  }

  func solve(
    _ measure: ConvexRiskMeasure, returnPreference: Double, feasible: Polyhedron
  ) throws -> ScenarioSolution {
    if measure == .giniMeanDifference {
      return try solveGini(returnPreference: returnPreference, feasible: feasible)
    }
    if measure.isRoot, returnPreference != 0 {
      return try solveRoot(measure, returnPreference: returnPreference, feasible: feasible)
    }
    if case .conditionalValueAtRisk(let level) = measure,
      let solution = try minimizeFromTail(
        level: level, returnPreference: returnPreference, feasible: feasible)
    {
      return solution
    }
    let scaled = scaledProgram(
      withoutTemperature(measure), returnPreference: returnPreference, feasible: feasible)
    guard scaled.program.isNonlinear else {
      return try finish(scaled, measure, returnPreference, feasible)
    }
    return try solveEntropic(scaled, measure, returnPreference, feasible)
  }

  /// Runs the method and turns what it finds into a solution.
  func finish(
    _ scaled: Scaled, _ measure: ConvexRiskMeasure, _ returnPreference: Double,
    _ feasible: Polyhedron, isSized: Bool = false, near start: [Double]? = nil
  ) throws -> ScenarioSolution {
    var method = InteriorPoint(scaled.program, near: start)
    method.run()
    let objectiveScale = measure.isRoot ? scaled.unit : scaled.objectiveScale
    func found() -> ScenarioSolution {
      let weights = method.portfolio
      let risk = measure.value(of: returns(of: weights), probabilities: probabilities)
      let average = mean(of: weights)
      let bound = DualBound(
        method, root: measure.isRoot ? probabilities : nil, isSized: isSized,
        linear: mean.map { -returnPreference * $0 / objectiveScale }, over: feasible)
      return ScenarioSolution(
        weights: weights, risk: risk, mean: average,
        objective: risk - returnPreference * average,
        lowerBound: bound.value * objectiveScale - returnPreference * offsetMean,
        iterations: method.iterations, scenarioWeights: bound.lossWeights)
    }
    var solution = found()
    let least = InteriorPoint.leastObjective * objectiveScale
    if solution.gap > 1e-9 * max(abs(solution.objective), least) {
      // Nearly equal assets differ by less than what usually counts as settled.
      method.run(to: 1e-13)
      let further = found()
      if further.objective <= solution.objective || further.gap < solution.gap {
        solution = further
      }
    }
    // A small gap is a proof even where rounding keeps the residuals from falling further.
    let isProven =
      method.residual < 1e-3
      && solution.gap <= 1e-6 * max(abs(solution.objective), 1e-2 * objectiveScale)
      && feasible.violation(of: solution.weights) < 1e-9
    if !isProven { try Self.judge(method, feasible) }
    guard solution.gap.isFinite else {
      throw PortfolioError(
        .notConverged,
        "the iteration left the finite numbers; check the returns for values of very different size"
      )
    }
    return solution
  }

  /// Throws unless the method came to its end.
  static func judge(_ method: InteriorPoint, _ feasible: Polyhedron) throws {
    guard !(method.residual <= 1e-6) else { return }
    try checkFeasible(feasible)
    if runsAway(method, feasible) {
      throw PortfolioError(
        .unbounded,
        "the objective can fall for ever; give every weight a lower and an upper bound, or ask for "
          + "less return")
    }
    throw PortfolioError(
      .notConverged,
      "the iteration stopped with a residual of \(method.residual); check the returns for values "
        + "of very different size")
  }

  /// Whether the portfolio goes to whatever bounds are given in place of the missing ones.
  private static func runsAway(_ method: InteriorPoint, _ feasible: Polyhedron) -> Bool {
    let size = 1000.0
    var boxed = feasible
    for index in 0..<feasible.variableCount {
      if feasible.lower[index] == -.infinity {
        boxed.lower[index] = min(-size, feasible.upper[index] - size)
      }
      if feasible.upper[index] == .infinity {
        boxed.upper[index] = max(size, feasible.lower[index] + size)
      }
    }
    guard boxed != feasible else { return false }
    var bounded = InteriorPoint(method.program.over(boxed))
    bounded.run()
    return bounded.portfolio.contains { abs($0) > 0.5 * size }
  }

  /// Minimises the sum of the violations of the rows; throws if it is not 0.
  static func checkFeasible(_ feasible: Polyhedron) throws {
    var rows: [[Double]] = []
    var offsets: [Double] = []
    var names: [String] = []
    for row in 0..<feasible.rows.rowCount {
      let line = Array(feasible.rows.row(row))
      let norm = max(dot(line, line).squareRoot(), 1e-300)
      for (limit, sign) in [(feasible.rowLower[row], 1.0), (feasible.rowUpper[row], -1.0)]
      where limit.isFinite {
        rows.append(line.map { sign * $0 / norm })
        offsets.append(-sign * limit / norm)
        names.append(feasible.rowNames[row])
      }
    }
    guard !rows.isEmpty else { return }
    var box = feasible
    box.rows = Matrix(rows: 0, columns: feasible.variableCount, elements: [])
    box.rowLower = []
    box.rowUpper = []
    let count = rows.count
    var method = InteriorPoint(
      ScenarioProgram(
        returns: Matrix(rows), offset: offsets,
        tail: .hinge(
          cost: [Double](repeating: 1, count: count),
          curvature: [Double](repeating: 0, count: count), freeThreshold: false),
        isPath: false, linear: [Double](repeating: 0, count: feasible.variableCount),
        polyhedron: box))
    method.run()
    let misses = zip(method.program.scenarioProduct(method.z), offsets).map { -$0 - $1 }
    guard let worst = misses.indices.max(by: { misses[$0] < misses[$1] }),
      misses[worst] > 1e-7 * (1 + abs(offsets[worst]))
    else { return }
    throw PortfolioError(
      .infeasible,
      "no portfolio fulfils all constraints; the closest one still misses \(names[worst]); relax "
        + "it, or a bound that stands against it")
  }

  /// The root of a mean square less a linear function, by the size s of the root: the root is the
  /// least of square / 2s + s / 2, which is convex in both.
  private func solveRoot(
    _ measure: ConvexRiskMeasure, returnPreference: Double, feasible: Polyhedron
  ) throws -> ScenarioSolution {
    var iterations = 0
    var best: ScenarioSolution?
    /// The root reached for a size, less the size.
    func excess(_ size: Double) throws -> Double {
      let scaled = scaledProgram(
        measure, returnPreference: returnPreference, feasible: feasible, size: size)
      let solution = try finish(scaled, measure, returnPreference, feasible, isSized: true)
      iterations += solution.iterations
      if let known = best {
        let lower = max(known.lowerBound, solution.lowerBound)
        if solution.objective < known.objective { best = solution }
        best?.lowerBound = lower
      } else {
        best = solution
      }
      return solution.risk - size
    }
    let least = try solve(measure, returnPreference: 0, feasible: feasible).risk
    let unit = Self.unit(of: scenarios, offset: offset)
    var low = max(least, 1e-3 * unit)
    var lowValue = try excess(low)
    while lowValue < 0, low > max(least, 1e-6 * unit), (best?.gap ?? 0) > 1e-9 * unit {
      low = max(0.1 * low, least)
      lowValue = try excess(low)
    }
    var high = 2 * low
    var highValue = try excess(high)
    for _ in 0..<40 where highValue > 0 {
      (low, lowValue) = (high, highValue)
      high *= 4
      highValue = try excess(high)
    }
    for _ in 0..<40 {
      if let best, best.gap <= 1e-9 * abs(best.objective) { break }
      guard lowValue > 0, highValue < 0, high - low > 1e-13 * high else { break }
      // The false position, with the Illinois change that keeps both ends moving.
      let middle = (low * highValue - high * lowValue) / (highValue - lowValue)
      let value = try excess(middle)
      if value > 0 {
        (low, lowValue) = (middle, value)
        highValue *= 0.5
      } else {
        (high, highValue) = (middle, value)
        lowValue *= 0.5
      }
    }
    guard var result = best else {
      throw PortfolioError(.notConverged, "no size of the risk could be tried")
    }
    result.iterations = iterations
    return result
  }
}
