import Foundation
import Testing
import Torch

@testable import Portfolio

@Suite("Judging scenario models")
struct ScenarioEvaluationTests {
  @Test("Every model is judged, and the report survives JSON", arguments: ScenarioFamily.allCases)
  func evaluating(family: ScenarioFamily) throws {
    let model = try family.fitToy()
    let heldOut = ToyReturns.make(periods: 60, seed: 31)
    let report = try ScenarioEvaluation(of: model, on: heldOut, paths: 3, seed: 1)
    #expect(report.model == family.rawValue)
    #expect((0...1).contains(report.kolmogorovSmirnov) && report.energyDistance.isFinite)
    #expect(report.kurtosis.simulated > 1 && (0...1).contains(report.tailDependence.simulated))
    let back = try JSONDecoder().decode(
      ScenarioEvaluation.self, from: JSONEncoder().encode(report))
    #expect(back == report)
  }

  @Test("Figures of known series")
  func figures() {
    var random = SeededGenerator(seed: 1)
    let normal = (0..<20_000).map { _ in random.normal() }
    #expect(abs(sampleKurtosis(normal) - 3) < 0.2)
    #expect(abs(absoluteAutocorrelation(normal, lags: 1...20)) < 0.01)
    let bursts = normal.indices.map { normal[$0] * ($0 / 100 % 2 == 0 ? 3 : 1) }
    #expect(absoluteAutocorrelation(bursts, lags: 1...5) > 0.2)
    let pair = Matrix(
      rows: 10_000, columns: 2, elements: Array(normal))
    #expect(abs(lowerTailDependence(pair) - 0.05) < 0.02)
    let twins = Matrix(
      rows: 10_000, columns: 2, elements: normal.prefix(10_000).flatMap { [$0, 2 * $0] })
    #expect(lowerTailDependence(twins) == 1)
  }

  @Test("A model that is right has about as many exceedances as it says")
  func coverage() throws {
    let model = try EllipticalScenarios(fitting: ToyReturns.make(), heavyTails: false)
    let drawn = try model.sample(420, seed: 77)
    let returns = Returns(assets: model.assets, values: drawn)
    var fits = 0
    let backtests = try ValueAtRiskBacktest.run(
      on: returns, from: 120, refitInterval: 100, scenarioCount: 400, seed: 1
    ) {
      fits += 1
      #expect($0.periodCount == 120 + (fits - 1) * 100)
      return model
    }
    #expect(fits == 3)
    #expect(backtests.map(\.confidence) == [0.95, 0.99])
    for backtest in backtests {
      #expect(backtest.exceedances.count == 300 && backtest.valueAtRisk.count == 300)
      #expect(abs(backtest.exceedanceRate - (1 - backtest.confidence)) < 0.035)
    }
    #expect(zip(backtests[0].valueAtRisk, backtests[1].valueAtRisk).allSatisfy { $0 < $1 })
  }

  @Test("GARCH finds the parameters of a simulated series")
  func garch() {
    var random = SeededGenerator(seed: 5)
    var h = 1e-4
    let truth = (omega: 4e-6, alpha: 0.04, gamma: 0.08, beta: 0.88)
    let returns = (0..<6000).map { _ -> Double in
      let e = h.squareRoot() * random.normal() * random.studentFactor(degreesOfFreedom: 7)
      h = truth.omega + (truth.alpha + (e < 0 ? truth.gamma : 0)) * e * e + truth.beta * h
      return e
    }
    let found = GARCH(fitting: returns)
    #expect(abs(found.alpha + found.gamma / 2 + found.beta - 0.96) < 0.02)
    #expect(abs(found.beta - truth.beta) < 0.04)
    #expect(abs(found.gamma - truth.gamma) < 0.04)
    #expect((5...10).contains(found.degreesOfFreedom))
  }
}
