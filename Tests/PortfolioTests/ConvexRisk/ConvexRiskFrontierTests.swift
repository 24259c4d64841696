import Testing

@testable import Portfolio

@Suite("Frontiers and ratios of convex risks")
struct ConvexRiskFrontierTests {
  @Test("Risk rises along a frontier of even means", arguments: convexRiskMeasures(level: 0.9))
  func frontier(measure: ConvexRiskMeasure) throws {
    let optimizer = try ConvexRiskProblem.groups.optimizer(seed: 9)
    let frontier = try optimizer.frontier(measure, points: 4)
    #expect(frontier.count == 4)
    let step = frontier[1].mean - frontier[0].mean
    for (first, second) in zip(frontier, frontier.dropFirst()) {
      #expect(second.risk >= first.risk * (1 - 1e-9))
      #expect(abs(second.mean - first.mean - step) < 1e-6 * step)
    }
  }

  @Test("No point of the frontier has a larger ratio", arguments: convexRiskMeasures(level: 0.9))
  func ratio(measure: ConvexRiskMeasure) throws {
    let optimizer = try ConvexRiskProblem.groups.optimizer(seed: 9)
    let best = try optimizer.maximizeRatio(measure, riskFree: 0.0002)
    let ratio = (best.mean - 0.0002) / best.risk
    for point in try optimizer.frontier(measure, points: 3) {
      #expect((point.mean - 0.0002) / point.risk <= ratio * (1 + 1e-7))
    }
    #expect(best.gap <= 1e-6 * best.risk)
  }

  @Test("A floor on the mean is reached exactly where it binds")
  func floor() throws {
    let optimizer = try ConvexRiskProblem.longOnly.optimizer(seed: 1)
    let least = try optimizer.minimize(.conditionalValueAtRisk(level: 0.9))
    let floor = least.mean + 0.0004
    let solution = try optimizer.minimize(
      .conditionalValueAtRisk(level: 0.9), meanAtLeast: floor)
    #expect(abs(solution.mean - floor) < 1e-12)
  }
}
