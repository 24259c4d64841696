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

  @Test("Where few scenarios may be exceeded the least is that of all choices", arguments: 0..<6)
  func exhaustive(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (count, assets) = (14, 3)
    let returns = Matrix(
      rows: count, columns: assets,
      elements: (0..<count * assets).map { _ in Double.random(in: -0.05...0.06, using: &random) })
    let optimizer = try ScenarioOptimizer(scenarios: returns, feasible: .simplex(assets))
    let level = 1 - 2.0 / Double(count)
    let found = try optimizer.minimizeValueAtRisk(level: level)
    var least = Double.infinity
    for first in 0..<count {
      for second in 0..<first {
        let rest = (0..<count).filter { $0 != first && $0 != second }
        least = min(least, try optimizer.selecting(rest).minimize(.worstCase).risk)
      }
    }
    #expect(abs(found.risk - least) < 1e-9)
    #expect(found.lowerBound <= least + 1e-12 && found.gap < 1e-7)
    let value = try RiskMeasure.valueAtRisk(confidence: level).value(
      of: returns.times(found.weights))
    #expect(abs(value - found.risk) < 1e-9)
    // A search that is cut off finds no less and proves nothing.
    let quick = try optimizer.minimizeValueAtRisk(level: level, solveLimit: 2)
    #expect(quick.risk >= least - 1e-9 && quick.lowerBound == -.infinity)
  }
}
