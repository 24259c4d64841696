import Testing
import Torch

@testable import Portfolio

@Suite("Risks that are small beside the returns")
struct SmallRiskTests {
  /// Assets whose returns differ by factors of ten, from the smallest on.
  private func returns(seed: UInt64, riskless: Bool = false) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var values = Matrix(rows: 40, columns: 8)
    for row in 0..<40 {
      for column in 0..<8 {
        let size = [0.0001, 0.001, 0.01, 0.1][column % 4]
        values[row, column] = size * (0.05 + Double.random(in: -1...1, using: &generator))
      }
      if riskless { values[row, 0] = 0.0001 }
    }
    return values
  }

  @Test("They are proven least relative to themselves", arguments: 0..<8 as Range<UInt64>)
  func relative(seed: UInt64) throws {
    let optimizer = try ScenarioOptimizer(scenarios: returns(seed: seed), feasible: .simplex(8))
    let measures: [ConvexRiskMeasure] = [
      .conditionalValueAtRisk(level: 0.9), .meanAbsoluteDeviation, .semivariance(), .worstCase,
      .maximumDrawdown, .conditionalDrawdown(level: 0.8),
    ]
    for measure in measures {
      let solution = try optimizer.minimize(measure)
      #expect(solution.gap <= 2e-8 * abs(solution.objective), "\(measure)")
    }
  }

  @Test("Beside a riskless asset nothing is risked", arguments: 0..<8 as Range<UInt64>)
  func riskless(seed: UInt64) throws {
    let optimizer = try ScenarioOptimizer(
      scenarios: returns(seed: seed, riskless: true), feasible: .simplex(8))
    // The mean square of all returns is 2.5e-5 or so.
    #expect(try optimizer.minimize(.semivariance()).risk < 1e-17)
    let tail = try optimizer.minimize(.entropicValueAtRisk(level: 0.99)).risk
    #expect(abs(tail + 0.0001) < 1e-12)
  }

  @Test(
    "A floor that every portfolio just reaches is no obstacle", arguments: 0..<8 as Range<UInt64>)
  func equalMeans(seed: UInt64) throws {
    var values = returns(seed: seed)
    for column in 0..<8 {
      let mean = values.column(column).reduce(0, +) / 40
      for row in 0..<40 { values[row, column] += 0.0007 - mean }
    }
    let optimizer = try ScenarioOptimizer(scenarios: values, feasible: .simplex(8))
    let measure = ConvexRiskMeasure.conditionalValueAtRisk(level: 0.9)
    let free = try optimizer.minimize(measure)
    let floored = try optimizer.minimize(measure, meanAtLeast: free.mean)
    #expect(abs(floored.risk - free.risk) <= 1e-8 * abs(free.risk))
  }

  @Test("Where the worst is likely, the entropic risk is the worst", arguments: [0.8, 0.9, 0.95])
  func likelyWorst(level: Double) throws {
    let values = (0..<32).map { row in
      [0.001, 0.002].enumerated().map { column, mean in
        mean + (row >> column & 1 == 0 ? 0.015625 : -0.015625)
      }
    }
    var feasible = Polyhedron.simplex(2)
    feasible.upper = [0.6, 0.6]
    let optimizer = try ScenarioOptimizer(scenarios: Matrix(values), feasible: feasible)
    let risk = try optimizer.minimize(.entropicValueAtRisk(level: level)).risk
    // Both fall in a quarter of the scenarios; the better asset is held as far as allowed.
    #expect(abs(risk - (0.015625 - 0.0016)) < 1e-10)
  }
}
