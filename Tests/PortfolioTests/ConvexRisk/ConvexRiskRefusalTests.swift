import Testing

@testable import Portfolio

@Suite("Convex risks without an answer")
struct ConvexRiskRefusalTests {
  let scenarios = Matrix([[0.01, -0.02, 0.005], [-0.01, 0.03, 0.001], [0.02, 0.01, -0.004]])

  private func kind(_ body: () throws -> Void) -> PortfolioError.Kind? {
    do {
      try body()
      return nil
    } catch {
      #expect(error is PortfolioError)
      return (error as? PortfolioError)?.kind
    }
  }

  @Test("Constraints that cannot hold together are infeasible", arguments: [0, 1, 2])
  func infeasible(which: Int) throws {
    var feasible = Polyhedron.simplex(3)
    switch which {
    case 0: feasible.upper = [0.2, 0.2, 0.2]
    case 1:
      feasible.rows = Matrix([[1, 1, 1], [1, 1, 0]])
      feasible.rowLower = [1, 1.5]
      feasible.rowUpper = [1, .infinity]
      feasible.rowNames = ["budget", "pair"]
    default: feasible.lower = [2, 0, 0]
    }
    for measure in convexRiskMeasures(level: 0.9) {
      #expect(
        kind {
          _ = try ScenarioOptimizer(scenarios: scenarios, feasible: feasible).minimize(measure)
        }
          == .infeasible, "\(measure)")
    }
    #expect(
      kind {
        _ = try ScenarioOptimizer(scenarios: scenarios, feasible: .simplex(3))
          .minimize(.worstCase, meanAtLeast: 1)
      } == .infeasible)
  }

  @Test("A gain without a loss and without bounds is unbounded")
  func unbounded() throws {
    let free = [Double](repeating: .infinity, count: 2)
    let feasible = Polyhedron(
      lower: free.map { -$0 }, upper: free, rows: Matrix([[1, 1]]), rowLower: [1], rowUpper: [1])
    let optimizer = try ScenarioOptimizer(
      scenarios: Matrix([[0.02, 0.01], [0.03, -0.01], [0.01, 0.002]]), feasible: feasible)
    for measure: ConvexRiskMeasure in [
      .worstCase, .conditionalValueAtRisk(level: 0.8), .entropicValueAtRisk(level: 0.8),
    ] {
      #expect(kind { _ = try optimizer.minimize(measure) } == .unbounded, "\(measure)")
    }
  }

  @Test("What makes no sense is refused")
  func nonsense() throws {
    let optimizer = try ScenarioOptimizer(scenarios: scenarios, feasible: .simplex(3))
    for level in [0, 1, -0.5, Double.nan] {
      #expect(
        kind { _ = try optimizer.minimize(.conditionalValueAtRisk(level: level)) } == .request)
    }
    #expect(kind { _ = try optimizer.minimize(.worstCase, returnPreference: .nan) } == .request)
    #expect(kind { _ = try optimizer.frontier(.worstCase, points: 1) } == .request)
    #expect(kind { _ = try optimizer.maximizeRatio(.worstCase, riskFree: 1) } == .request)
    var hole = scenarios
    hole[1, 1] = .nan
    #expect(kind { _ = try ScenarioOptimizer(scenarios: hole, feasible: .simplex(3)) } == .data)
    #expect(
      kind {
        _ = try ScenarioOptimizer(
          scenarios: scenarios, probabilities: [1, 0, 1], feasible: .simplex(3))
      } == .request)
    #expect(
      kind { _ = try ScenarioOptimizer(scenarios: scenarios, feasible: .simplex(2)) } == .request)
  }

  @Test("Assets without returns leave a risk of 0", arguments: convexRiskMeasures(level: 0.9))
  func constant(measure: ConvexRiskMeasure) throws {
    let optimizer = try ScenarioOptimizer(
      scenarios: Matrix(rows: 5, columns: 2), feasible: .simplex(2))
    let solution = try optimizer.minimize(measure)
    #expect(abs(solution.risk) < 1e-7)
    #expect(abs(solution.weights.reduce(0, +) - 1) < 1e-10)
  }
}
