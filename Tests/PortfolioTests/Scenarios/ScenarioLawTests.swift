import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Laws of every scenario model")
struct ScenarioLawTests {
  private func fit(_ family: ScenarioFamily, assets: Int = 3) throws -> any ScenarioModel {
    try family.fitToy(assets: assets)
  }

  @Test(
    "Paths have their shapes, are finite and follow from the seed",
    arguments: ScenarioFamily.allCases)
  func paths(family: ScenarioFamily) throws {
    let model = try fit(family)
    let paths = try model.paths(20, horizon: 3, given: nil, seed: 5)
    #expect(paths.count == 3)
    #expect(paths.allSatisfy { $0.rowCount == 20 && $0.columnCount == 3 })
    #expect(paths.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
    #expect(try model.paths(20, horizon: 3, given: nil, seed: 5) == paths)
    #expect(try model.paths(20, horizon: 3, given: nil, seed: 6) != paths)
    #expect(try model.sample(20, seed: 5) == paths[0])
    // Fitted again, the same.
    #expect(try fit(family).paths(20, horizon: 3, given: nil, seed: 5) == paths)
    let later = ToyReturns.make(periods: 40, seed: 12)
    #expect(try model.sample(20, given: later, seed: 5).elements.allSatisfy(\.isFinite))
    #expect(model.assets == ToyReturns.make().assets)
  }

  @Test("The density of the next period integrates to one", arguments: ScenarioFamily.allCases)
  func normalisation(family: ScenarioFamily) throws {
    let model = try fit(family, assets: 1)
    let history = ToyReturns.make(assets: 1, periods: 20, seed: 11)
    var sum = 0.0
    let steps = 240
    let width = 16.0 / Double(steps)
    for step in 0...steps {
      let t = -8 + width * Double(step)
      let next = Returns(
        assets: history.assets, values: Matrix(rows: 1, columns: 1, elements: [0.01 * sinh(t)]))
      guard let density = try model.logLikelihood(of: next, given: history)?.first else { return }
      sum += exp(density) * 0.01 * cosh(t) * width
    }
    #expect(abs(sum - 1) < 1.5e-2, "the integral is \(sum)")
  }

  @Test("Densities of periods add up, however they are split", arguments: ScenarioFamily.allCases)
  func chainRule(family: ScenarioFamily) throws {
    let model = try fit(family)
    let fresh = ToyReturns.make(periods: 20, seed: 17)
    guard let whole = try model.logLikelihood(of: fresh, given: nil) else { return }
    let training = ToyReturns.make(periods: 150)
    let longer = Returns(
      assets: fresh.assets,
      values: Matrix(
        rows: training.periodCount + 12, columns: 3,
        elements: training.values.elements + fresh.periods(0..<12).values.elements))
    let rest = try #require(try model.logLikelihood(of: fresh.periods(12..<20), given: longer))
    for (a, b) in zip(whole[12...], rest) { #expect(abs(a - b) < 1e-4 * (1 + abs(a))) }
  }

  @Test("Filtered models widen after a crash", arguments: ScenarioFamily.allCases)
  func reaction(family: ScenarioFamily) throws {
    let model = try fit(family)
    let isFiltered = model is FilteredScenarios
    var crash = ToyReturns.make(periods: 80, seed: 23)
    for asset in 0..<3 { crash.values[79, asset] = -0.2 }
    func spread(_ history: Returns) throws -> Double {
      let drawn = try model.sample(400, given: history, seed: 1)
      let sizes = drawn.column(0).map { abs($0) }.sorted()
      return sizes[200]
    }
    let ratio = try spread(crash) / spread(ToyReturns.make(periods: 80, seed: 23))
    #expect(isFiltered ? ratio > 1.5 : ratio == 1)
  }

  @Test("Returns that nothing can be learnt from are refused with their names")
  func refusing() {
    var constant = ToyReturns.make()
    for period in 0..<constant.periodCount { constant.values[period, 1] = 0.01 }
    var twins = ToyReturns.make()
    for period in 0..<twins.periodCount { twins.values[period, 2] = twins.values[period, 0] }
    var missing = ToyReturns.make()
    missing.values[4, 1] = .nan
    for (returns, word) in [(constant, "B"), (twins, "A and C"), (missing, "B")] {
      for family in ScenarioFamily.allCases {
        #expect {
          _ = try family.fit(returns, settings: .toy)
        } throws: { error in
          (error as? PortfolioError)?.message.contains(word) == true
        }
      }
    }
    #expect(throws: PortfolioError.self) {
      _ = try ScenarioFamily.gaussian.fit(ToyReturns.make(periods: 10))
    }
  }

  @Test("A training can be watched and stopped")
  func stopping() throws {
    var steps: [Int] = []
    _ = try ScenarioFamily.conditionalFlow.fit(
      ToyReturns.make(), settings: ScenarioSettings(steps: 60, batchSize: 32), seed: 1
    ) {
      steps.append($0.step)
      return steps.count < 2
    }
    #expect(steps == [10, 20])
  }
}

/// Returns with heavy tails, changing volatility and a common factor.
enum ToyReturns {
  static func make(assets: Int = 3, periods: Int = 240, seed: UInt64 = 7) -> Returns {
    var random = SeededGenerator(seed: seed)
    var volatility = 0.01
    var values: [Double] = []
    for _ in 0..<periods {
      let factor = random.studentFactor(degreesOfFreedom: 5)
      let market = random.normal()
      for _ in 0..<assets {
        values.append(0.0004 + volatility * factor * (0.8 * market + 0.6 * random.normal()))
      }
      let size = abs(values[values.count - 1])
      volatility = (0.000_005 + 0.12 * size * size + 0.83 * volatility * volatility).squareRoot()
    }
    return Returns(
      assets: ["A", "B", "C", "D"].prefix(assets).map { $0 },
      values: Matrix(rows: periods, columns: assets, elements: values))
  }
}

extension ScenarioSettings {
  static let toy = ScenarioSettings(steps: 10, batchSize: 32)
}

extension ScenarioFamily {
  /// A model of toy returns; hardly trained.
  func fitToy(assets: Int = 3) throws -> any ScenarioModel {
    // Such small products only wait for each other on several threads.
    Runtime.threadCount = 1
    return try fit(ToyReturns.make(assets: assets, periods: 150), settings: .toy, seed: 3)
  }
}
