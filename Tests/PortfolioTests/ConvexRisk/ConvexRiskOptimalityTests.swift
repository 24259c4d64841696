import Testing
import Torch

@testable import Portfolio

@Suite("Least convex risk is proven least")
struct ConvexRiskOptimalityTests {
  @Test("The duality gap closes and the constraints hold", arguments: ConvexRiskProblem.allCases)
  func gap(problem: ConvexRiskProblem) throws {
    let optimizer = try problem.optimizer(seed: 3)
    for measure in convexRiskMeasures(level: 0.9) {
      // Without bounds a deviation can be 0, or a risk fall for ever; both are tested elsewhere.
      if problem == .withoutBounds, !measure.isDeviation { continue }
      let preferences = problem == .longOnly || problem == .offset ? [0, 0.1] : [0]
      for preference in preferences {
        let solution = try optimizer.minimize(measure, returnPreference: preference)
        #expect(optimizer.feasible.violation(of: solution.weights) < 1e-10, "\(measure)")
        // Where the least risk is 0, a root knows it to the root of what its square does.
        let scale = abs(solution.objective)
        let allowed = max(1e-6 * scale, measure.isRoot ? 1e-7 : 1e-9)
        #expect(solution.gap <= allowed, "\(measure), \(preference): \(solution.gap / scale)")
        #expect(solution.gap >= -1e-9 * scale - 1e-12, "\(measure), \(preference)")
        let risk = measure.value(
          of: optimizer.returns(of: solution.weights), probabilities: optimizer.probabilities)
        #expect(solution.risk == risk)
      }
    }
  }

  @Test("No mixture of good portfolios is better", arguments: convexRiskMeasures(level: 0.8))
  func mixtures(measure: ConvexRiskMeasure) throws {
    let optimizer = try ConvexRiskProblem.groups.optimizer(seed: 5)
    let solution = try optimizer.minimize(measure)
    let others = try convexRiskMeasures(level: 0.7).prefix(4).map {
      try optimizer.minimize($0).weights
    }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<50 {
      let other = mixture(others + [solution.weights], using: &generator)
      let risk = measure.value(
        of: optimizer.returns(of: other), probabilities: optimizer.probabilities)
      #expect(risk >= solution.lowerBound)
    }
  }

  @Test("The scenario weights are those of the worst case that the measure prices")
  func scenarioWeights() throws {
    let optimizer = try ConvexRiskProblem.weighted.optimizer(seed: 8)
    for measure in convexRiskMeasures(level: 0.9).prefix(3) {
      let solution = try optimizer.minimize(measure)
      let weights = solution.scenarioWeights
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
      #expect(weights.allSatisfy { $0 >= 0 })
      let losses = optimizer.returns(of: solution.weights).map { -$0 }
      #expect(abs(dot(weights, losses) - solution.risk) < 1e-8 * abs(solution.risk))
    }
  }

  @Test("A scenario of twice the probability is the scenario twice", arguments: [0.5, 0.95])
  func repeated(level: Double) throws {
    let plain = try ConvexRiskProblem.longOnly.optimizer(seed: 2)
    let count = plain.scenarios.rowCount
    let rows = (0..<count).map { Array(plain.scenarios.row($0)) }
    let twice = try ScenarioOptimizer(
      scenarios: Matrix(rows + rows[0..<10]), feasible: plain.feasible)
    let weighted = try ScenarioOptimizer(
      scenarios: plain.scenarios, probabilities: (0..<count).map { $0 < 10 ? 2 : 1 },
      feasible: plain.feasible)
    for measure in convexRiskMeasures(level: level)
    where !measure.dependsOnPath && measure != .giniMeanDifference {
      let first = try twice.minimize(measure).risk
      #expect(abs(first - (try weighted.minimize(measure).risk)) < 1e-8 * abs(first))
    }
  }

  @Test("The same input gives the same bytes", arguments: convexRiskMeasures(level: 0.9))
  func deterministic(measure: ConvexRiskMeasure) throws {
    let optimizer = try ConvexRiskProblem.groups.optimizer(seed: 4)
    #expect(try optimizer.minimize(measure) == optimizer.minimize(measure))
  }

  @Test("The Gini model grows until it is exact")
  func giniModel() throws {
    var generator = SeededGenerator(seed: 6)
    let optimizer = try ScenarioOptimizer(
      scenarios: Matrix(
        rows: 90, columns: 3,
        elements: (0..<270).map { _ in Double.random(in: -0.02...0.03, using: &generator) }),
      feasible: .simplex(3))
    let exact = try optimizer.minimize(.giniMeanDifference)
    let grown = try optimizer.solveGini(
      returnPreference: 0, feasible: optimizer.feasible, pairLimit: 200)
    #expect(abs(exact.risk - grown.risk) < 1e-8 * exact.risk)
    #expect(grown.gap <= 1e-8 * grown.risk)
  }
}

extension ConvexRiskMeasure {
  /// Whether it is 0 for a return that does not change, and never below.
  fileprivate var isDeviation: Bool { isCentred }
}
