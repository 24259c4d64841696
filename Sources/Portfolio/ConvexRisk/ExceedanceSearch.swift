/// The least value at risk where few scenarios may be exceeded, by trying which.
///
/// Over the scenarios that are not given up the largest loss is minimised. The few with a positive weight
/// in its dual prove that optimum by themselves, so that whoever wants less has to give up one of them:
/// these are the branches. A branch keeps what those before it gave up, so that no choice comes twice.
struct ExceedanceSearch {
  private let optimizer: ScenarioOptimizer
  private let solveLimit: Int
  private var best: ScenarioSolution
  private var solves = 0
  /// The least that any of the minimisations proves.
  private var bound = Double.infinity
  /// A scenario with less weight than this proves nothing.
  private static let smallestWeight = 1e-10

  /// Starts from a portfolio that is known.
  init(_ optimizer: ScenarioOptimizer, best: ScenarioSolution, solveLimit: Int) {
    self.optimizer = optimizer
    self.best = best
    self.solveLimit = solveLimit
  }

  /// Searches.
  ///
  /// - Parameter allowed: How many scenarios may lose more than the value at risk.
  /// - Returns: The best portfolio; its lower bound is a proof if the search came to its end.
  /// - Throws: `PortfolioError` as the optimiser does.
  mutating func run(allowed: Int) throws -> ScenarioSolution {
    let isComplete = try visit(given: [], kept: [], left: allowed)
    if isComplete { best.lowerBound = min(bound, best.risk) }
    return best
  }

  private mutating func visit(given: Set<Int>, kept: Set<Int>, left: Int) throws -> Bool {
    guard solves < solveLimit else { return false }
    solves += 1
    let rows = (0..<optimizer.scenarios.rowCount).filter { !given.contains($0) }
    var solution = try optimizer.selecting(rows).minimize(.worstCase)
    best.iterations += solution.iterations
    bound = min(bound, solution.lowerBound)
    if solution.risk < best.risk {
      solution.mean = optimizer.mean(of: solution.weights)
      solution.iterations = best.iterations
      solution.lowerBound = -.infinity
      best = solution
      best.scenarioWeights = []
    }
    guard left > 0 else { return true }
    var kept = kept
    let proof = rows.indices
      .filter { solution.scenarioWeights[$0] > Self.smallestWeight }
      .sorted { solution.scenarioWeights[$0] > solution.scenarioWeights[$1] }
    for row in proof.map({ rows[$0] }) where !kept.contains(row) {
      guard try visit(given: given.union([row]), kept: kept, left: left - 1) else { return false }
      kept.insert(row)
    }
    return true
  }
}
