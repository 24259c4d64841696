import Testing
import Torch

@testable import Portfolio

@Suite("Small values at risk")
struct ValueAtRiskSearchTests {
  @Test("No worse than the least CVaR's, and near the least of a fine grid", arguments: 0..<4)
  func twoAssets(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let returns = Matrix(
      rows: 120, columns: 2,
      elements: (0..<240).map { index in
        Double.random(in: -1...1, using: &random) * (index % 2 == 0 ? 0.03 : 0.05) + 0.002
      })
    let optimizer = try ScenarioOptimizer(scenarios: returns, feasible: .simplex(2))
    let found = try optimizer.minimizeValueAtRisk(level: 0.9)
    let measure = RiskMeasure.valueAtRisk(confidence: 0.9)
    func risk(_ weight: Double) throws -> Double {
      try measure.value(of: returns.times([weight, 1 - weight]))
    }
    #expect(abs(found.risk - (try risk(found.weights[0]))) < 1e-12)
    let tail = try optimizer.minimize(.conditionalValueAtRisk(level: 0.9))
    #expect(found.risk <= (try risk(tail.weights[0])) + 1e-12)
    let grid = try (0...1000).map { try risk(Double($0) / 1000) }.min() ?? 0
    #expect(found.risk < grid + 0.15 * abs(grid))
  }
}
