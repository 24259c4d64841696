import Foundation
import Testing

@testable import Portfolio

@Suite("One portfolio by a measure of risk")
struct RiskObjectiveTests {
  static let measures: [RiskObjective] = [
    .valueAtRisk(confidence: 0.97, method: .gaussian),
    .valueAtRisk(confidence: 0.97, method: .cornishFisher),
    .convex(.conditionalValueAtRisk(level: 0.9)), .convex(.semivariance()),
    .convex(.maximumDrawdown),
  ]

  @Test(
    "The least risk, a floor of the return and a limit of the risk fit together",
    arguments: measures)
  func goals(measure: RiskObjective) throws {
    let file = try PriceFile.waves()
    func outcome(
      _ goal: OptimizationRun.Goal? = nil, targetReturn: Double? = nil, targetRisk: Double? = nil
    ) throws -> OptimizationRun.Outcome {
      try OptimizationRun(
        prices: file.url, goal: goal, measure: measure, targetReturn: targetReturn,
        targetRisk: targetRisk
      ).run()
    }
    let least = try outcome(.minimumRisk)
    let low = try #require(least.risk)
    let most = try OptimizationRun(prices: file.url, goal: .maximumReturn).run().portfolio.mean
    let goal = 0.5 * (least.portfolio.mean + most)
    let floor = try outcome(targetReturn: goal)
    let risk = try #require(floor.risk)
    #expect(floor.goal == .minimumRisk && abs(floor.portfolio.mean - goal) < 1e-6 * most)
    #expect(risk >= low)
    let limited = try outcome(targetRisk: risk)
    #expect(limited.goal == .maximumReturn && limited.risk ?? .infinity <= risk * (1 + 1e-9))
    #expect(abs(limited.portfolio.mean - goal) < 1e-4 * most)
    #expect(throws: PortfolioError.self) { try outcome(targetRisk: low - 0.1 * abs(low)) }
    let isLocal = measure == Self.measures[1]
    #expect(least.isProven != isLocal && (least.stationarityGap != nil) == isLocal)
    #expect(least.text.contains("not proven") == isLocal)
  }

  @Test("A target risk without a measure, or two targets, are refused")
  func contradictions() throws {
    let file = try PriceFile.waves()
    for run in [
      OptimizationRun(prices: file.url, targetRisk: 0.02),
      OptimizationRun(
        prices: file.url, measure: Self.measures[0], targetVolatility: 0.1),
      OptimizationRun(
        prices: file.url, measure: Self.measures[0], targetReturn: 0.1, targetRisk: 0.1),
      OptimizationRun(
        prices: file.url, goal: .minimumRisk, measure: Self.measures[2], targetRisk: 0.1),
      OptimizationRun(prices: file.url, goal: .maximumReturn, measure: Self.measures[2]),
    ] {
      #expect(throws: PortfolioError.self) { try run.run() }
    }
  }
}
