import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Frontiers over many scenarios with heavy tails")
struct HeavyTailFrontierTests {
  /// Returns with a common factor, Student's t with three degrees of freedom, and a drift.
  private func returns(seed: UInt64, rows: Int, columns: Int) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    func normal() -> Double {
      let radius = (-2 * log(Double.random(in: 1e-300..<1, using: &generator))).squareRoot()
      return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
    func tailed() -> Double {
      let chi = (0..<3).reduce(0.0) { sum, _ in
        let value = normal()
        return sum + value * value
      }
      return normal() / (chi / 3).squareRoot()
    }
    let sizes = (0..<columns).map { _ in Double.random(in: 0.5...2, using: &generator) }
    var values = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let market = tailed()
      for column in 0..<columns {
        values[row, column] =
          0.0004 * sizes[column] + 0.006 * sizes[column] * (market + tailed())
      }
    }
    return values
  }

  @Test("Every point is proven", arguments: 0..<6 as Range<UInt64>)
  func proven(seed: UInt64) throws {
    let optimizer = try ScenarioOptimizer(
      scenarios: returns(seed: seed, rows: 4000, columns: 20), feasible: .simplex(20))
    let frontier = try optimizer.frontier(.conditionalValueAtRisk(level: 0.95), points: 12)
    #expect(frontier.count == 12)
    for point in frontier { #expect(point.gap <= 1e-8 * point.risk) }
  }
}
