import Testing
import Torch

@testable import Portfolio

@Suite("The least conditional value at risk from few scenarios")
struct TailReductionTests {
  @Test("It is that of all scenarios, and its bound holds", arguments: 0..<8 as Range<UInt64>)
  func agrees(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (count, assets) = (400, 1 + Int(seed))
    let drift = (0..<assets).map { _ in Double.random(in: 0...0.02, using: &random) }
    let returns = Matrix(
      rows: count, columns: assets,
      elements: (0..<count * assets).map {
        drift[$0 % assets] + Double.random(in: -0.1...0.1, using: &random)
          * Double.random(in: 0...1, using: &random)
      })
    let isWeighted = seed % 2 == 1
    let optimizer = try ScenarioOptimizer(
      scenarios: returns,
      probabilities: isWeighted
        ? (0..<count).map { _ in Double.random(in: 0.5...1.5, using: &random) } : nil,
      offset: isWeighted
        ? (0..<count).map { _ in Double.random(in: -0.01...0.01, using: &random) } : nil,
      feasible: .simplex(assets))
    let preference = seed % 3 == 0 ? 0.0 : 0.4
    let feasible = Polyhedron.simplex(assets)
    let measure = ConvexRiskMeasure.conditionalValueAtRisk(level: 0.95)
    let found = try #require(
      try optimizer.minimizeFromTail(
        level: 0.95, returnPreference: preference, feasible: feasible))
    let whole = try optimizer.finish(
      optimizer.scaledProgram(measure, returnPreference: preference, feasible: feasible), measure,
      preference, feasible)
    #expect(abs(found.objective - whole.objective) < 1e-8 * max(1e-3, abs(whole.objective)))
    #expect(found.lowerBound <= whole.objective + 1e-10)
    #expect(abs(found.scenarioWeights.reduce(0, +) - 1) < 1e-6)
    #expect(abs(found.mean - whole.mean) < 1e-3)
  }
}
