import Foundation
import Portfolio
import Testing

@Suite("Least convex risk against HiGHS and skfolio")
struct ConvexRiskGoldenTests {
  struct Golden: Decodable {
    let returns: [[Double]]
    let level: Double
    let risks: [String: Double]
  }

  static func golden() throws -> Golden {
    let url = try #require(
      Bundle.module.url(
        forResource: "convex-risk", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  @Test(
    "Linear programs agree with HiGHS, the others with Clarabel as far as it is exact",
    arguments: [
      ("conditionalValueAtRisk", 1e-9), ("worstCase", 1e-9), ("meanAbsoluteDeviation", 1e-9),
      ("maximumDrawdown", 1e-9), ("averageDrawdown", 1e-9), ("conditionalDrawdown", 1e-9),
      ("firstLowerPartialMoment", 1e-7), ("semivariance", 1e-7), ("semideviation", 1e-7),
      ("ulcerIndex", 1e-7), ("giniMeanDifference", 1e-7), ("entropicValueAtRisk", 1e-6),
      ("entropicDrawdown", 1e-6),
    ])
  func agrees(name: String, tolerance: Double) throws {
    let golden = try Self.golden()
    let optimizer = try ScenarioOptimizer(
      scenarios: Matrix(golden.returns.map { $0.map { $0 / 1e6 } }),
      feasible: .simplex(golden.returns[0].count))
    let measures = convexRiskMeasures(level: golden.level)
    let measure = try #require(measures.first { "\($0)".hasPrefix(name) })
    let expected = try #require(golden.risks[name])
    let solution = try optimizer.minimize(measure)
    #expect(abs(solution.risk - expected) <= tolerance * expected, "\(solution.risk) \(expected)")
    #expect(solution.lowerBound <= expected * (1 + tolerance))
  }
}
