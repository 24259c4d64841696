import Foundation
import Testing

@testable import Portfolio

@Suite("Laws of risk measures")
struct RiskMeasureLawTests {
  static let measures = PerformanceSummary.measures(confidence: 0.9)
  static let smallSample = StoredReference.normal(60, seed: 3).map { 0.001 + 0.02 * $0 }

  @Test("A measure grows with the size of the positions as its degree says", arguments: measures)
  func homogeneous(measure: RiskMeasure) throws {
    let degree = try #require(measure.degree)
    let value = try measure.value(of: Self.smallSample)
    let scaled = try measure.value(of: Self.smallSample.map { 2.5 * $0 })
    #expect(abs(scaled - value * pow(2.5, Double(degree))) < 1e-12)
  }

  @Test("Deviations ignore a sure gain and tail risks fall by it")
  func translation() throws {
    let moved = Self.smallSample.map { $0 + 0.01 }
    let gains: [(RiskMeasure, Double)] = [
      (.standardDeviation, 0), (.semideviation(), 0), (.meanAbsoluteDeviation(), 0),
      (.giniMeanDifference, 0), (.worstCase, 0.01), (.valueAtRisk(confidence: 0.9), 0.01),
      (.conditionalValueAtRisk(confidence: 0.9), 0.01),
      (.entropicValueAtRisk(confidence: 0.9), 0.01),
      (.valueAtRisk(confidence: 0.9, method: .cornishFisher), 0.01),
    ]
    for (measure, gain) in gains {
      let difference = try measure.value(of: Self.smallSample) - measure.value(of: moved)
      #expect(abs(difference - gain) < 1e-12)
    }
  }

  @Test(
    "VaR, CVaR, EVaR and the worst case follow each other", arguments: [0.3, 0.9, 0.99, 0.9999])
  func order(confidence: Double) throws {
    let measures: [RiskMeasure] = [
      .valueAtRisk(confidence: confidence), .conditionalValueAtRisk(confidence: confidence),
      .entropicValueAtRisk(confidence: confidence), .worstCase,
    ]
    let values = try measures.map { try $0.value(of: Self.smallSample) }
    for (smaller, larger) in zip(values, values.dropFirst()) { #expect(smaller <= larger + 1e-13) }
  }

  @Test("A doubled scenario counts as one of twice the probability", arguments: measures)
  func probabilities(measure: RiskMeasure) throws {
    switch measure {
    // Unbiasing depends on how many periods there are, and a drawdown on their order.
    case .variance, .standardDeviation, .semivariance, .semideviation, .giniMeanDifference,
      .valueAtRisk(_, .gaussian), .valueAtRisk(_, .cornishFisher), .maximumDrawdown,
      .averageDrawdown, .drawdownAtRisk, .conditionalDrawdown, .entropicDrawdown, .ulcerIndex:
      return
    default: break
    }
    let doubled = Self.smallSample + Self.smallSample.prefix(10)
    let weights = Self.smallSample.indices.map { $0 < 10 ? 2.0 : 1 }
    let expected = try measure.value(of: doubled)
    #expect(
      abs(try measure.value(of: Self.smallSample, probabilities: weights) - expected) < 1e-13)
  }

  @Test("A grid of normal quantiles has the measures of the normal distribution")
  func normal() throws {
    let count = 20_000
    let (mean, deviation) = (0.0005, 0.012)
    let returns = (0..<count).map {
      mean + deviation * StandardNormal.quantile((Double($0) + 0.5) / Double(count))
    }
    let z = StandardNormal.quantile(0.95)
    let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    // The midpoint rule misses the far tails: its error in units of the deviation is stated.
    let expected: [(RiskMeasure, Double, error: Double)] = [
      (.standardDeviation, deviation, 1e-4),
      (.semideviation(), deviation / 2.0.squareRoot(), 1e-4),
      (.meanAbsoluteDeviation(), deviation * (2 / Double.pi).squareRoot(), 2e-5),
      (.firstLowerPartialMoment(), deviation / (2 * Double.pi).squareRoot(), 1e-5),
      (.giniMeanDifference, 2 * deviation / Double.pi.squareRoot(), 1e-4),
      (.valueAtRisk(confidence: 0.95), z * deviation - mean, 3e-4),
      (.valueAtRisk(confidence: 0.95, method: .gaussian), z * deviation - mean, 2e-4),
      (.valueAtRisk(confidence: 0.95, method: .cornishFisher), z * deviation - mean, 2e-4),
      (.conditionalValueAtRisk(confidence: 0.95), deviation * density / 0.05 - mean, 3e-4),
      (
        .entropicValueAtRisk(confidence: 0.95), deviation * (-2 * log(0.05)).squareRoot() - mean,
        1.2e-2
      ),
    ]
    for (measure, value, error) in expected {
      #expect(abs(try measure.value(of: returns) - value) < error * deviation, "\(measure)")
    }
  }

  @Test("A gain in every period has no drawdown, one loss has the loss as drawdown")
  func drawdowns() throws {
    for accumulation in Accumulation.allCases {
      #expect(
        try RiskMeasure.maximumDrawdown(accumulation).value(of: [0.1, 0.02, 0.3]) == 0)
      let value = try RiskMeasure.maximumDrawdown(accumulation).value(of: [-0.25, 0.02, 0.1])
      #expect(abs(value - 0.25) < 1e-15)
    }
    let twice = try Drawdowns([0.5, -0.5, -0.5, 2], accumulation: .compounded)
    #expect(StoredReference.error(twice.values, [0, -0.5, -0.75, -0.25]) < 1e-15)
    #expect(twice.longestPeriodCount == 3)
  }

  @Test("Constant returns have no dispersion and their loss as tail risk", arguments: measures)
  func constant(measure: RiskMeasure) throws {
    let value = try measure.value(of: [Double](repeating: -0.01, count: 5))
    switch measure {
    case .valueAtRisk, .conditionalValueAtRisk, .entropicValueAtRisk, .worstCase:
      #expect(abs(value - 0.01) < 1e-15)
    case .maximumDrawdown: #expect(abs(value - 0.05) < 1e-15)
    case .averageDrawdown, .drawdownAtRisk, .conditionalDrawdown, .entropicDrawdown, .ulcerIndex:
      #expect(value > 0 && value <= 0.05 + 1e-15)
    default: #expect(value < 1e-16)
    }
  }

  @Test("What makes no sense is said in a sentence")
  func errors() {
    let requests: [(RiskMeasure, [Double], [Double]?)] = [
      (.variance, [], nil), (.variance, [0.1], nil), (.variance, [0.1, .nan], nil),
      (.worstCase, [0.1, 0.2], [1]), (.worstCase, [0.1, 0.2], [1, -1]),
      (.worstCase, [0.1, 0.2], [0, 0]), (.worstCase, [0.1, 0.2], [.nan, 1]),
      (.variance, [0.1, 0.2], [0, 1]), (.conditionalValueAtRisk(confidence: 1), [0.1], nil),
      (.entropicDrawdown(confidence: 0), [0.1], nil), (.semivariance(target: .nan), [0, 1], nil),
      (.maximumDrawdown(.compounded), [0.1, -1], nil),
    ]
    for (measure, returns, probabilities) in requests {
      #expect(throws: PortfolioError.self) {
        try measure.value(of: returns, probabilities: probabilities)
      }
    }
  }

  @Test("A measure survives a round trip through JSON", arguments: measures)
  func coding(measure: RiskMeasure) throws {
    let data = try JSONEncoder().encode(measure)
    #expect(try JSONDecoder().decode(RiskMeasure.self, from: data) == measure)
  }
}
