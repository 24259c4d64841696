import Foundation
import Testing

@testable import Portfolio

@Suite("Ratios, summaries and coverage tests")
struct PerformanceTests {
  static let returns = StoredReference.normal(500, seed: 5).map { 0.0008 + 0.01 * $0 }

  @Test("Ratios are the mean excess return by their risk")
  func ratios() throws {
    let mean = Self.returns.reduce(0, +) / 500
    for ratio in [PerformanceRatio.sharpe, .sortino(), .calmar(), .meanRisk(.ulcerIndex())] {
      let value = try ratio.value(of: Self.returns, riskFreeRate: 0.0001)
      let risk = try ratio.measure.value(of: Self.returns)
      #expect(abs(value * risk - (mean - 0.0001)) < 1e-15)
    }
    let sharpe = try PerformanceRatio.sharpe.value(of: Self.returns)
    let annual = try PerformanceRatio.sharpe.annualValue(of: Self.returns, periodsPerYear: 252)
    #expect(abs(annual - sharpe * 252.0.squareRoot()) < 1e-12)
  }

  @Test("Omega is the mean gain by the mean shortfall")
  func omega() throws {
    let gains = Self.returns.reduce(0) { $0 + max($1 - 0.001, 0) }
    let shortfalls = Self.returns.reduce(0) { $0 + max(0.001 - $1, 0) }
    let omega = try PerformanceRatio.omega(threshold: 0.001).value(of: Self.returns)
    #expect(abs(omega - gains / shortfalls) < 1e-12)
  }

  @Test("After the minimum track record the probability is the confidence", arguments: [0.9, 0.99])
  func trackRecord(confidence: Double) throws {
    let inference = try SharpeRatioInference(returns: Self.returns)
    let length = try inference.minimumTrackRecord(exceeding: 0.01, confidence: confidence)
    let error = inference.standardError * ((500 - 1) / (length - 1)).squareRoot()
    let probability = StandardNormal.cumulative((inference.sharpeRatio - 0.01) / error)
    #expect(abs(probability - confidence) < 1e-12)
    #expect(try inference.minimumTrackRecord(exceeding: 1) == .infinity)
  }

  @Test("The expected maximum agrees with the mean of maxima of simulated trials")
  func expectedMaximum() {
    let draws = StoredReference.normal(20_000, seed: 8)
    let maxima = stride(from: 0, to: draws.count, by: 20).map { start in
      draws[start..<start + 20].reduce(-.infinity) { max($0, $1) }
    }
    let mean = maxima.reduce(0, +) / Double(maxima.count)
    let expected = SharpeRatioInference.expectedMaximum(trials: 20, standardDeviation: 1)
    // The formula is asymptotic; the standard error of the simulated mean is 0.017.
    #expect(abs(mean - expected) < 0.08)
    #expect(SharpeRatioInference.expectedMaximum(trials: 1, standardDeviation: 1) == 0)
  }

  @Test("A summary holds what the measures say and survives JSON")
  func summary() throws {
    let summary = try PerformanceSummary(returns: Self.returns, periodsPerYear: 252)
    let wealth = Self.returns.reduce(1) { $0 * (1 + $1) }
    #expect(abs(summary.compoundedReturn - (pow(wealth, 252.0 / 500) - 1)) < 1e-12)
    #expect(abs(summary.arithmeticReturn - Self.returns.reduce(0, +) / 500 * 252) < 1e-12)
    #expect(summary.risks.count == 19)
    #expect(summary.ratios.allSatisfy { $0.value != nil })
    let data = try JSONEncoder().encode(summary)
    #expect(try JSONDecoder().decode(PerformanceSummary.self, from: data) == summary)
  }

  @Test("Constant returns and a total loss have a summary too")
  func degenerate() throws {
    let constant = try PerformanceSummary(
      returns: [Double](repeating: 0.01, count: 10), periodsPerYear: 12)
    #expect(constant.skewness == nil && constant.positiveSharpeProbability == nil)
    #expect(abs(constant.compoundedReturn - (pow(1.01, 12) - 1)) < 1e-12)
    let lost = try PerformanceSummary(returns: [0.1, -1, 0.2], periodsPerYear: 12)
    #expect(lost.compoundedReturn == -1)
    #expect(throws: PortfolioError.self) {
      try PerformanceSummary(returns: [0.1], periodsPerYear: 12)
    }
    #expect(throws: PortfolioError.self) {
      try PerformanceSummary(returns: [0.1, 0.2], periodsPerYear: 0)
    }
  }

  @Test("Right forecasts are rejected about as rarely as the level of a test says")
  func coverageLevel() throws {
    var rejected = 0
    for seed in 0..<200 {
      let returns = StoredReference.normal(1_000, seed: UInt64(seed))
      let forecast = [Double](repeating: StandardNormal.quantile(0.95), count: 1_000)
      let test = try ValueAtRiskCoverage(
        returns: returns, valueAtRisk: forecast, confidence: 0.95)
      #expect(abs(test.expectedCount - 50) < 1e-9)
      if test.unconditional.probability < 0.05 { rejected += 1 }
    }
    // Binomial with n = 200 and p = 0.05: 10 with a standard deviation of 3.1.
    #expect((1...22).contains(rejected))
  }

  @Test("The shortfall statistic is near zero for right forecasts and low for too small ones")
  func shortfall() throws {
    let count = 4_000
    let z = StandardNormal.quantile(0.975)
    let shortfall = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / 0.025
    let returns = (0..<count).map { StandardNormal.quantile((Double($0) + 0.5) / Double(count)) }
    func statistic(_ factor: Double) throws -> Double {
      try ValueAtRiskCoverage.shortfallStatistic(
        returns: returns, valueAtRisk: [Double](repeating: factor * z, count: count),
        conditionalValueAtRisk: [Double](repeating: factor * shortfall, count: count),
        confidence: 0.975)
    }
    #expect(abs(try statistic(1)) < 0.01)
    #expect(try statistic(0.8) < -0.7)
  }

  @Test("Forecasts that make no sense are said in a sentence")
  func errors() {
    #expect(throws: PortfolioError.self) {
      try ValueAtRiskCoverage(exceedances: [true], confidence: 0.95)
    }
    #expect(throws: PortfolioError.self) {
      try ValueAtRiskCoverage(returns: [0, 0.1], valueAtRisk: [0.1], confidence: 0.95)
    }
    #expect(throws: PortfolioError.self) {
      try ValueAtRiskCoverage(returns: [0, 0.1], valueAtRisk: [0.1, 0.1], confidence: 95)
    }
    #expect(throws: PortfolioError.self) {
      try ValueAtRiskCoverage.shortfallStatistic(
        returns: [0.1], valueAtRisk: [0.1], conditionalValueAtRisk: [0], confidence: 0.9)
    }
  }
}
