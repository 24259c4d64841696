import Foundation
import Portfolio
import Testing

@Suite("Small Cornish–Fisher values at risk against SLSQP from many starts")
struct CornishFisherGoldenTests {
  struct Golden: Decodable {
    struct Case: Decodable {
      let returns: String
      let confidence: Double
      let cap: Double
      let floor: Double
      let least: Double
      let leastForMean: Double
      let ratio: Double?
    }

    let returns: [String: [[Double]]]
    let cases: [Case]
  }

  static func golden() throws -> Golden {
    let url = try #require(
      Bundle.module.url(
        forResource: "cornish-fisher", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  @Test("What is found is never worse", arguments: 0..<16)
  func neverWorse(index: Int) throws {
    let golden = try Self.golden()
    let entry = golden.cases[index]
    let scenarios = Matrix(
      try #require(golden.returns[entry.returns]).map { $0.map { $0 / 1e6 } })
    var feasible = Polyhedron.simplex(scenarios.columnCount)
    feasible.upper = feasible.upper.map { _ in entry.cap }
    let optimizer = try ScenarioOptimizer(scenarios: scenarios, feasible: feasible)
    let least = try optimizer.minimizeCornishFisher(confidence: entry.confidence, starts: 4)
    #expect(least.risk <= entry.least + 1e-8 * abs(entry.least))
    let returning = try optimizer.minimizeCornishFisher(
      confidence: entry.confidence, meanAtLeast: entry.floor, starts: 4)
    #expect(returning.risk <= entry.leastForMean + 1e-8 * abs(entry.leastForMean))
    guard let ratio = entry.ratio else { return }
    let best = try optimizer.maximizeCornishFisherRatio(confidence: entry.confidence, starts: 4)
    #expect(best.mean / best.risk >= ratio - 1e-8 * abs(ratio))
  }
}
