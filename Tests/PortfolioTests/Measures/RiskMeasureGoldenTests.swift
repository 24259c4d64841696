import Foundation
import Testing

@testable import Portfolio

@Suite("Risk measures against skfolio and SciPy")
struct RiskMeasureGoldenTests {
  struct Reference: Decodable, Sendable {
    struct Normal: Decodable, Sendable {
      let chance: [Double]
      let quantile: [Double]
      let x: [Double]
      let cumulative: [Double]
    }
    struct Coverage: Decodable, Sendable {
      let hits: [Bool]
      let confidence: Double
      let statistics: [Double]
      let probabilities: [Double]
    }
    let returns: [Double]
    let weight: [Double]
    let plain: [String: Double]
    let weighted: [String: Double]
    let trials: [Double]
    let probabilisticSharpe: Double
    let deflatedSharpe: Double
    let normal: Normal
    let coverage: [Coverage]
  }

  let reference: Reference

  init() throws { reference = try StoredReference.load("measures", as: Reference.self) }

  static let measures: [String: RiskMeasure] = {
    var result: [String: RiskMeasure] = [
      "variance": .variance, "standardDeviation": .standardDeviation,
      "semivariance": .semivariance(), "semideviation": .semideviation(),
      "semideviation at 0.001": .semideviation(target: 0.001),
      "meanAbsoluteDeviation": .meanAbsoluteDeviation(),
      "meanAbsoluteDeviation at 0.001": .meanAbsoluteDeviation(target: 0.001),
      "firstLowerPartialMoment": .firstLowerPartialMoment(),
      "firstLowerPartialMoment at 0.001": .firstLowerPartialMoment(target: 0.001),
      "worstCase": .worstCase, "giniMeanDifference": .giniMeanDifference,
    ]
    for confidence in [0.5, 0.9, 0.95, 0.975, 0.99, 0.999] {
      result["valueAtRisk \(confidence)"] = .valueAtRisk(confidence: confidence)
      result["conditionalValueAtRisk \(confidence)"] =
        .conditionalValueAtRisk(confidence: confidence)
      result["entropicValueAtRisk \(confidence)"] = .entropicValueAtRisk(confidence: confidence)
    }
    for accumulation in Accumulation.allCases {
      let name = accumulation.rawValue
      result["maximumDrawdown \(name)"] = .maximumDrawdown(accumulation)
      result["averageDrawdown \(name)"] = .averageDrawdown(accumulation)
      result["drawdownAtRisk \(name)"] = .drawdownAtRisk(confidence: 0.9, accumulation)
      result["conditionalDrawdown \(name)"] = .conditionalDrawdown(confidence: 0.9, accumulation)
      result["entropicDrawdown \(name)"] = .entropicDrawdown(confidence: 0.9, accumulation)
      result["ulcerIndex \(name)"] = .ulcerIndex(accumulation)
    }
    return result
  }()

  @Test("Every measure equals skfolio's", arguments: measures.keys.sorted())
  func measure(name: String) throws {
    let measure = try #require(Self.measures[name])
    let plain = try #require(reference.plain[name])
    #expect(abs(try measure.value(of: reference.returns) - plain) < 1e-12)
    if let weighted = reference.weighted[name] {
      let found = try measure.value(of: reference.returns, probabilities: reference.weight)
      #expect(abs(found - weighted) < 1e-12)
    }
  }

  @Test("No measure of the reference is left out")
  func complete() {
    #expect(
      Set(reference.plain.keys).subtracting(Self.measures.keys) == ["skewness", "kurtosis"])
  }

  @Test("Skewness and kurtosis equal skfolio's")
  func shape() throws {
    for (expected, weight) in [
      (reference.plain, nil), (reference.weighted, Optional(reference.weight)),
    ] {
      let sample = try ReturnSample(reference.returns, probabilities: weight)
      #expect(abs(try #require(sample.skewness) - (expected["skewness"] ?? .nan)) < 1e-12)
      #expect(abs(try #require(sample.kurtosis) - (expected["kurtosis"] ?? .nan)) < 1e-11)
    }
  }

  @Test("Probabilistic and deflated Sharpe ratios equal skfolio's")
  func sharpe() throws {
    let inference = try SharpeRatioInference(returns: reference.returns, riskFreeRate: 0.0001)
    #expect(abs(inference.probability(exceeding: 0.01) - reference.probabilisticSharpe) < 1e-12)
    #expect(
      abs(try inference.probability(afterTrials: reference.trials) - reference.deflatedSharpe)
        < 1e-12)
  }

  @Test("The normal distribution equals SciPy's")
  func normal() {
    for (chance, quantile) in zip(reference.normal.chance, reference.normal.quantile) {
      #expect(abs(StandardNormal.quantile(chance) - quantile) <= 4e-15 * abs(quantile))
    }
    for (x, cumulative) in zip(reference.normal.x, reference.normal.cumulative) {
      #expect(abs(StandardNormal.cumulative(x) - cumulative) <= 1e-12 * cumulative)
    }
  }

  @Test("Coverage tests equal the likelihood ratios of the papers", arguments: 0..<4)
  func coverage(index: Int) throws {
    let expected = reference.coverage[index]
    let test = try ValueAtRiskCoverage(
      exceedances: expected.hits, confidence: expected.confidence)
    let tests = [test.unconditional, test.independence, test.conditional]
    #expect(StoredReference.error(tests.map(\.statistic), expected.statistics) < 1e-11)
    #expect(StoredReference.error(tests.map(\.probability), expected.probabilities) < 1e-11)
  }
}
