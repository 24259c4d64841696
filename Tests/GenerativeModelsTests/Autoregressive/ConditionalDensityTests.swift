import Foundation
import Testing
import Torch

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Densities of some variables given the others")
  struct ConditionalDensityTests {
    @Test(
      "Given any values they sum to one over all cells of the rest",
      arguments: [[0], [2], [0, 2], [1, 2]])
    func normalisation(given: [Int]) throws {
      let family = ModelFamily.anyOrderAutoregressive
      let model = try #require(try family.learntModel() as? AnyOrderModel)
      let cells = Enumeration()
      let densities = AnyOrderDensity(model)
        .logDensities(of: cells.values, rows: cells.count, given: Set(given))
      let given = given.sorted()
      var sums: [[Float]: Double] = [:]
      for (row, density) in densities.enumerated() {
        // The width of a cell is that of its free variables alone.
        let values = cells.values[row * 3..<row * 3 + 3]
        let key = given.map { values[values.startIndex + $0] }
        let widths = (0..<3).filter { !given.contains($0) }.map { variable in
          values[values.startIndex + variable] < Float(model.variables[variable].atomCount)
            ? 1 : 1 / Double(Enumeration.bins)
        }
        sums[key, default: 0] += exp(Double(density)) * widths.reduce(1, *)
      }
      #expect(sums.values.allSatisfy { abs($0 - 1) < 1e-4 }, "sums \(sums.values.max() ?? 0)")
    }
  }
}
