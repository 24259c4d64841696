import Testing

@testable import Portfolio

@Suite("Conditions on assets")
struct AssetConditionTests {
  private let assets = ["SPY", "BRK-B", "two words"]

  @Test("Bounds are read, percent or not, and joined")
  func reading() throws {
    let condition = try AssetCondition(
      "SPY <= -5% and \"two words\" >= 0.02 AND SPY>=-20 %", assets: assets)
    #expect(condition.bounds.map(\.asset) == [0, 2])
    #expect(condition.bounds[0].lower == -0.2 && condition.bounds[0].upper == -0.05)
    #expect(condition.bounds[1].lower == 0.02 && condition.bounds[1].upper == .infinity)
    #expect(condition.holds(for: [-0.1, 0, 0.03]))
    #expect(!condition.holds(for: [-0.1, 0, 0.01]))
    #expect(!condition.holds(for: [-0.3, 0, 0.03]))
  }

  @Test(
    "What cannot be understood is said",
    arguments: [
      "", "SPY", "SPY <= ", "SPY <= five", "XYZ <= 1%", "<= 2%", "SPY <= nan", "and",
      "SPY <= -5% and", "SPY >= 2% and SPY <= 1%", "SPY <= inf",
    ])
  func refusing(text: String) {
    #expect(throws: PortfolioError.self) { try AssetCondition(text, assets: assets) }
  }

  @Test(
    "Conditional scenarios fulfil the condition and say what they are worth",
    arguments: ScenarioFamily.allCases)
  func conditioning(family: ScenarioFamily) throws {
    let model = try family.fitToy()
    let condition = try AssetCondition("A <= -0.5%", assets: model.assets)
    let drawn = try model.sample(50, where: condition, work: 2000, seed: 4)
    #expect(drawn.scenarios.rowCount == 50)
    #expect((0..<50).allSatisfy { condition.holds(for: drawn.scenarios.row($0)) })
    #expect(drawn.effectiveSize <= 50 && drawn.effectiveSize >= 20)
    #expect((0.02...0.5).contains(drawn.probability))
    #expect(try model.sample(50, where: condition, work: 2000, seed: 4) == drawn)
    // Correlated assets fall along.
    #expect(drawn.scenarios.column(1).reduce(0, +) < 0)
    let rare = try AssetCondition("A <= -0.5% and B >= 90%", assets: model.assets)
    #expect(throws: PortfolioError.self) {
      try model.sample(50, where: rare, work: 500, seed: 4)
    }
  }

  @Test("Exact conditioning of the normal distribution has the moments of rejection")
  func exactness() throws {
    let model = try EllipticalScenarios(fitting: ToyReturns.make(), heavyTails: false)
    let condition = try AssetCondition("B >= 1%", assets: model.assets)
    let exact = try model.sample(4000, where: condition, seed: 2)
    #expect(exact.method == .exact)
    let pool = try model.sample(40_000, seed: 9)
    let kept = (0..<pool.rowCount).filter { condition.holds(for: pool.row($0)) }
    #expect(abs(Double(kept.count) / 40_000 - exact.probability) < 0.01)
    for asset in 0..<3 {
      func moments(_ values: [Double]) -> (Double, Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, square.squareRoot())
      }
      let (mean, deviation) = moments(exact.scenarios.column(asset))
      let (expected, spread) = moments(kept.map { pool[$0, asset] })
      #expect(abs(mean - expected) < 0.1 * spread && abs(deviation / spread - 1) < 0.1)
    }
  }
}
