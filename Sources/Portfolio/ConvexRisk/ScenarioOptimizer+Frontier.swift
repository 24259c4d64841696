extension ScenarioOptimizer {
  /// Portfolios of least risk for mean returns from that of the least risk up to the largest mean,
  /// evenly spaced.
  ///
  /// - Parameters:
  ///   - measure: the risk.
  ///   - points: how many, at least 2.
  /// - Returns: the portfolios by rising mean; one where the largest mean is that of the first.
  /// - Throws: `PortfolioError` as `minimize` does, and if the mean has no upper limit.
  public func frontier(
    _ measure: ConvexRiskMeasure, points: Int
  ) throws -> [ScenarioSolution] {
    guard points >= 2 else {
      throw PortfolioError(.request, "a frontier of \(points) points; ask for at least 2")
    }
    let first = try minimize(measure)
    let last = try largestMean()
    let reach = last - first.mean
    guard reach > 1e-12 * max(abs(last), abs(first.mean)) else { return [first] }
    var result = [first]
    for point in 1..<points {
      // The last floor is a hair below the largest mean, so that it can be reached.
      let share = point == points - 1 ? 1 - 1e-9 : Double(point) / Double(points - 1)
      result.append(try minimize(measure, meanAtLeast: first.mean + share * reach))
    }
    return result
  }

  /// Finds the portfolio with the smallest risk among those with at least a mean return.
  ///
  /// - Throws: `PortfolioError` as `minimize(_:returnPreference:)` does.
  public func minimize(
    _ measure: ConvexRiskMeasure, meanAtLeast floor: Double
  ) throws -> ScenarioSolution {
    guard floor.isFinite else {
      throw PortfolioError(.request, "the mean return \(floor) that is asked for is not a number")
    }
    try Self.check(measure)
    let found = Result {
      try solve(measure, returnPreference: 0, feasible: withFloor(floor))
    }
    let unit = Self.unit(of: scenarios, offset: offset)
    let limit = 1e-9 * (measure == .semivariance(target: measure.target) ? unit * unit : unit)
    switch found {
    case .success(let solution) where solution.gap <= limit: return solution
    case .failure(let error as PortfolioError) where error.kind != .notConverged: throw error
    default: break
    }
    // A floor that every portfolio just reaches, as with equal means, leaves no room inside.
    let free = try solve(measure, returnPreference: 0, feasible: feasible)
    let size = mean.reduce(0) { max($0, abs($1)) }
    guard free.mean >= floor - 1e-12 * size else { return try found.get() }
    return try found.better(than: .success(free)).get()
  }

  func withFloor(_ floor: Double) -> Polyhedron {
    // The row is scaled so that its coefficients are of the size of other rows.
    let size = mean.reduce(0) { max($0, abs($1)) }
    let scale = size > 0 ? 1 / size : 1
    return Polyhedron(
      lower: feasible.lower, upper: feasible.upper,
      rows: Matrix(
        rows: feasible.rows.rowCount + 1, columns: feasible.variableCount,
        elements: feasible.rows.elements + mean.map { $0 * scale }),
      rowLower: feasible.rowLower + [(floor - offsetMean) * scale],
      rowUpper: feasible.rowUpper + [.infinity],
      rowNames: feasible.rowNames + ["mean return >= \(floor)"])
  }

  /// The largest mean return that the constraints allow.
  func largestMean() throws -> Double {
    let size = max(mean.reduce(0) { max($0, abs($1)) }, 1e-300)
    var method = InteriorPoint(
      ScenarioProgram(
        returns: Matrix(rows: 0, columns: mean.count, elements: []), offset: [],
        tail: .hinge(cost: [], curvature: [], freeThreshold: false), isPath: false,
        linear: mean.map { -$0 / size }, polyhedron: feasible))
    method.run()
    try Self.judge(method, feasible)
    return mean(of: method.portfolio)
  }

  /// Finds the portfolio with the largest ratio of mean return above `riskFree` to risk.
  ///
  /// One minimisation finds it where the risk doubles with the weights; else Dinkelbach's iteration
  /// (Management Science 13, 1967): the risk less the mean over the ratio reached so far is minimised
  /// until it is 0.
  ///
  /// - Throws: `PortfolioError` as `minimize` does; `.request` if no portfolio has a mean above
  ///   `riskFree`, or if one has such a mean without risk.
  public func maximizeRatio(
    _ measure: ConvexRiskMeasure, riskFree: Double = 0
  ) throws -> ScenarioSolution {
    try Self.check(measure)
    guard riskFree.isFinite else {
      throw PortfolioError(.request, "the risk-free return \(riskFree) is not a number")
    }
    let top = try largestMean()
    guard top > riskFree else {
      throw PortfolioError(
        .request,
        "no portfolio has a mean return above the risk-free \(riskFree) per period; the largest "
          + "is \(top)")
    }
    if let found = try maximizeRatioAtOnce(measure, riskFree: riskFree, top: top) { return found }
    return try maximizeRatioStepwise(measure, riskFree: riskFree, top: top)
  }

  /// Dinkelbach's iteration.
  func maximizeRatioStepwise(
    _ measure: ConvexRiskMeasure, riskFree: Double, top: Double
  ) throws -> ScenarioSolution {
    var best = try minimize(measure)
    var iterations = best.iterations
    if best.mean <= riskFree {
      best = try minimize(measure, meanAtLeast: riskFree + 0.5 * (top - riskFree))
      iterations += best.iterations
    }
    for _ in 0..<60 {
      guard best.risk > 0 else {
        throw PortfolioError(
          .request,
          "a portfolio with a mean return above the risk-free one has no risk by this measure, so "
            + "that no ratio is the largest")
      }
      let preference = best.risk / (best.mean - riskFree)
      let next = try minimize(measure, returnPreference: preference)
      iterations += next.iterations
      let excess = next.mean - riskFree
      let gain = best.risk * excess - next.risk * (best.mean - riskFree)
      if gain <= 1e-10 * abs(best.risk * excess) {
        var result = best
        result.objective = best.risk - preference * best.mean
        result.lowerBound = min(next.lowerBound, result.objective)
        result.iterations = iterations
        return result
      }
      best = next
    }
    throw PortfolioError(.notConverged, "the ratio still grew after 60 steps")
  }
}
