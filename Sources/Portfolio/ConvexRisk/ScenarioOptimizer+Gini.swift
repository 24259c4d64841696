extension ScenarioOptimizer {
  /// Two scenarios, of which the first had the larger return at the reference.
  private struct Pair: Hashable {
    var larger: Int
    var smaller: Int
  }

  /// The Gini mean difference by an outer model that grows until it is exact.
  ///
  /// The sum of |y_i - y_j| over all pairs has too many kinks to be written down. Those of pairs that
  /// are far apart at the optimum do not matter there: the model keeps the kinks of close pairs and
  /// replaces the others by their tangents at a reference. It never exceeds the measure, so that its
  /// minimum is a lower bound; pairs that change their order are added until both agree.
  func solveGini(
    returnPreference: Double, feasible: Polyhedron, pairLimit: Int? = nil
  ) throws -> ScenarioSolution {
    let count = scenarios.rowCount
    let most = pairLimit ?? max(2000, min(20_000, 10_000_000 / scenarios.columnCount))
    var radius = Double.infinity
    var best: ScenarioSolution?
    var reference = [Double](repeating: 0, count: scenarios.columnCount)
    if count * (count - 1) / 2 > most {
      let start = try solve(
        .meanAbsoluteDeviation, returnPreference: 0.5 * returnPreference, feasible: feasible)
      reference = start.weights
      radius = 0.05 * reference.reduce(0) { max($0, abs($1)) }
    }
    var kept: Set<Pair> = []
    var lowerBound = -Double.infinity
    var iterations = 0
    for _ in 0..<60 {
      let portfolio = returns(of: reference)
      let close = closePairs(portfolio, keeping: kept, atMost: most)
      let solution = try solveModel(
        portfolio, close, returnPreference, feasible, around: reference, radius: radius)
      iterations += solution.iterations
      lowerBound = max(lowerBound, solution.lowerBound)
      // What changed its order between reference and minimum is what the model lacked.
      let reached = returns(of: solution.weights)
      if let known = best, solution.objective >= known.objective {
        kept.formUnion(flipped(from: portfolio, to: reached, atMost: most))
        radius *= 0.5
      } else {
        kept = flipped(from: portfolio, to: reached, atMost: most)
        best = solution
        reference = solution.weights
        radius *= 2
      }
      if let best, best.objective - lowerBound <= 1e-9 * abs(best.objective) { break }
    }
    guard var result = best else {
      throw PortfolioError(.notConverged, "no model of the Gini mean difference could be solved")
    }
    result.lowerBound = lowerBound
    result.iterations = iterations
    return result
  }

  /// The closest pairs, oriented by `portfolio`, after those that have to be kept.
  private func closePairs(
    _ portfolio: [Double], keeping kept: Set<Pair>, atMost most: Int
  ) -> [Pair] {
    let order = portfolio.indices.sorted { (portfolio[$0], $0) < (portfolio[$1], $1) }
    let sorted = order.map { portfolio[$0] }
    func pairs(within width: Double) -> Int {
      var sum = 0
      var first = 0
      for last in sorted.indices {
        while sorted[last] - sorted[first] > width { first += 1 }
        sum += last - first
      }
      return sum
    }
    var low = 0.0
    var high = (sorted.last ?? 0) - (sorted.first ?? 0)
    if pairs(within: high) > most {
      for _ in 0..<30 {
        let middle = 0.5 * (low + high)
        if pairs(within: middle) > most { high = middle } else { low = middle }
      }
    } else {
      low = high
    }
    var rank = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { rank[index] = place }
    var result: [Pair] = []
    for last in order.indices {
      for first in stride(from: last - 1, through: 0, by: -1) {
        guard sorted[last] - sorted[first] <= low, result.count < 2 * most else { break }
        result.append(Pair(larger: order[last], smaller: order[first]))
      }
    }
    let known = Set(result)
    for pair in kept.sorted(by: { ($0.larger, $0.smaller) < ($1.larger, $1.smaller) }) {
      let oriented =
        rank[pair.larger] > rank[pair.smaller]
        ? pair : Pair(larger: pair.smaller, smaller: pair.larger)
      if !known.contains(oriented) { result.append(oriented) }
    }
    return result
  }

  private func flipped(
    from old: [Double], to new: [Double], atMost most: Int
  ) -> Set<Pair> {
    var result: Set<Pair> = []
    for i in old.indices {
      for j in 0..<i where (old[i] - old[j]) * (new[i] - new[j]) < 0 {
        result.insert(
          new[i] > new[j] ? Pair(larger: i, smaller: j) : Pair(larger: j, smaller: i))
        if result.count >= most { return result }
      }
    }
    return result
  }

  /// Minimises the tangent at the reference plus the kinks of some pairs,
  /// within a radius of a centre; the lower bound holds everywhere.
  private func solveModel(
    _ portfolio: [Double], _ pairs: [Pair], _ returnPreference: Double, _ feasible: Polyhedron,
    around centre: [Double], radius: Double
  ) throws -> ScenarioSolution {
    let columns = scenarios.columnCount
    let unit = Self.unit(of: scenarios, offset: offset)
    let different = max(1 - dot(probabilities, probabilities), 1e-300)
    let order = portfolio.indices.sorted { (portfolio[$0], $0) < (portfolio[$1], $1) }
    var tangent = [Double](repeating: 0, count: portfolio.count)
    var below = 0.0
    for index in order {
      let p = probabilities[index]
      tangent[index] = 2 / different * p * (2 * below + p - 1)
      below += p
    }
    var rows = Matrix(rows: pairs.count, columns: columns)
    var constant = [Double](repeating: 0, count: pairs.count)
    for (row, pair) in pairs.enumerated() {
      let (i, j) = (pair.larger * columns, pair.smaller * columns)
      for column in 0..<columns {
        rows.elements[row * columns + column] =
          (scenarios.elements[i + column] - scenarios.elements[j + column]) / unit
      }
      constant[row] = (offset[pair.larger] - offset[pair.smaller]) / unit
    }
    let slope = scenarios.transposedTimes(tangent)
    var near = feasible
    for (index, value) in centre.enumerated() {
      near.lower[index] = max(near.lower[index], value - radius)
      near.upper[index] = min(near.upper[index], value + radius)
    }
    let program = ScenarioProgram(
      returns: rows, offset: constant,
      tail: .hinge(
        cost: pairs.map { 4 / different * probabilities[$0.larger] * probabilities[$0.smaller] },
        curvature: [Double](repeating: 0, count: pairs.count), freeThreshold: false),
      isPath: false,
      linear: zip(slope, mean).map { ($0 - returnPreference * $1) / unit }, polyhedron: near)
    var method = InteriorPoint(program)
    method.run()
    try Self.judge(method, feasible)
    let bound = DualBound(
      method, root: nil, linear: program.linear, over: feasible)
    var lossWeights = tangent.map { -$0 }
    for (row, pair) in pairs.enumerated() {
      lossWeights[pair.larger] += bound.lossWeights[row]
      lossWeights[pair.smaller] -= bound.lossWeights[row]
    }
    let weights = method.portfolio
    let risk = ConvexRiskMeasure.giniMeanDifference.value(
      of: returns(of: weights), probabilities: probabilities)
    let average = mean(of: weights)
    return ScenarioSolution(
      weights: weights, risk: risk, mean: average, objective: risk - returnPreference * average,
      lowerBound: bound.value * unit + dot(tangent, offset) - returnPreference * offsetMean,
      iterations: method.iterations, scenarioWeights: lossWeights)
  }
}
