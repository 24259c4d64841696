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

  @Test(
    "One minimisation finds the ratio that the iteration finds",
    arguments: [
      ConvexRiskMeasure.conditionalValueAtRisk(level: 0.9), .meanAbsoluteDeviation, .worstCase,
      .semideviation(), .maximumDrawdown, .ulcerIndex,
    ])
  func atOnce(measure: ConvexRiskMeasure) throws {
    for problem in [ConvexRiskProblem.groups, .longOnly] {
      let optimizer = try problem.optimizer(seed: 9)
      let top = try optimizer.largestMean()
      let once = try #require(
        try optimizer.maximizeRatioAtOnce(measure, riskFree: 0.0002, top: top))
      let steps = try optimizer.maximizeRatioStepwise(measure, riskFree: 0.0002, top: top)
      let ratios = [once, steps].map { ($0.mean - 0.0002) / $0.risk }
      #expect(abs(ratios[0] - ratios[1]) < 1e-6 * ratios[1])
    }
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
