import Foundation
import Testing

@testable import Portfolio

@Suite("Entropy pooling")
struct EntropyPoolingTests {
  private func view(_ text: String, _ returns: Returns) throws -> EntropyView {
    try EntropyView.parse(text, assets: returns.assets, scale: .perPeriod)
  }

  @Test("Equal to the roots that scipy finds")
  func reference() throws {
    let golden = try EstimatorsGolden.load()
    let stocks = golden.stocks
    let means = [try view("AAPL = 0.1%", stocks), try view("KO - XOM = 0.05%", stocks)]
    let found = try EntropyPooling(stocks, views: means)
    #expect(relativeError(found.probabilities, golden.entropyPooling.means.values) < 1e-10)
    let both = try EntropyPooling(stocks, views: [try view("volatility(BAC) = 2%", stocks)] + means)
    #expect(relativeError(both.probabilities, golden.entropyPooling.volatility.values) < 1e-10)
  }

  @Test(
    "The views hold, and the conditions of optimality", arguments: 1...12 as ClosedRange<UInt64>)
  func optimality(seed: UInt64) throws {
    let scenarios = inventedReturns(periods: 300, assets: 5, seed: seed)
    let mean = try MeanEstimator.arithmetic.mean(of: scenarios)
    let shift = Double(seed % 4) * 1e-3
    let linear = [
      LinearView([1, 0, 0, 0, 0], .equal, mean[0] + shift),
      LinearView([0, 1, -1, 0, 0], .atLeast, mean[1] - mean[2] + 1e-3),
      // One that the prior fulfils, so that it must not bind unless the others push.
      LinearView([0, 0, 0, 1, 0], .atMost, mean[3] + 5e-4),
      LinearView([0, 0, 0, 0, 1], .atLeast, mean[4] - 1e-3 * Double(seed)),
    ]
    let pooled = try EntropyPooling(scenarios, views: linear.map { .mean($0) })
    #expect(abs(pooled.probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(pooled.probabilities.allSatisfy { $0 > 0 })
    // log(q / p) = const - Σ λ a: fit λ by the exact conditions at as many scenarios as needed.
    let after = pooled.moments(of: scenarios).mean
    var binding: [LinearView] = []
    for view in linear {
      let slack = dot(view.coefficients, after) - view.value
      switch view.relation {
      case .equal: #expect(abs(slack) < 1e-13)
      case .atMost: #expect(slack < 1e-13)
      case .atLeast: #expect(slack > -1e-13)
      }
      if abs(slack) < 1e-12 { binding.append(view) }
    }
    let logs = pooled.probabilities.map { log($0 * 300) }
    let rows = Returns(
      assets: binding.indices.map { "\($0)" },
      values: Matrix(binding.map { scenarios.values.times($0.coefficients) }).transposed)
    let fit = try FactorModel(
      assets: Returns(assets: ["log"], values: Matrix([logs]).transposed), factors: rows)
    // No error: the logarithm is exactly a combination of the binding views, with the right signs.
    #expect(fit.specificVariances[0] < 1e-20 + 1e-20 * dot(logs, logs))
    for (index, view) in binding.enumerated() {
      let multiplier = fit.loadings[0, index]
      if view.relation == .atLeast { #expect(multiplier > -1e-9) }
      if view.relation == .atMost { #expect(multiplier < 1e-9) }
    }
  }

  @Test("Volatilities and correlations are reached, and what they are measured from stays")
  func secondMoments() throws {
    let scenarios = inventedReturns(periods: 500, assets: 4)
    let prior = try CovarianceEstimator.sample(.maximumLikelihood).covariance(of: scenarios)
    let deviation = 1.2 * prior[0, 0].squareRoot()
    let pooled = try EntropyPooling(
      scenarios,
      views: [
        .correlation(0, 2, .equal, 0.5), .volatility(asset: 0, .equal, deviation),
        .mean(LinearView([0, 1, 0, 0], .equal, 0.001)), .correlation(1, 2, .atLeast, 0.3),
      ])
    let (mean, covariance) = pooled.moments(of: scenarios)
    #expect(abs(mean[1] - 0.001) < 1e-13)
    #expect(abs(covariance[0, 0].squareRoot() - deviation) < 1e-9)
    let correlation = covariance.correlation().matrix
    #expect(abs(correlation[0, 2] - 0.5) < 1e-9)
    #expect(correlation[1, 2] > 0.3 - 1e-9)
    #expect(pooled.effectiveScenarioCount < 500)
    #expect(pooled.relativeEntropy > 0)
  }

  @Test("Views that say nothing new leave the prior as it is")
  func nothingNew() throws {
    let scenarios = inventedReturns(periods: 100, assets: 3)
    let prior = (0..<100).map { Double($0 % 3 == 0 ? 2 : 1) }
    let total = prior.reduce(0, +)
    let mean = WeightedMoments.mean(scenarios.values, weights: prior)
    for views in [
      [], [EntropyView.mean(LinearView([1, 0, 0], .equal, mean[0]))],
      [.mean(LinearView([1, 0, 0], .atLeast, mean[0] - 0.01))],
    ] {
      let pooled = try EntropyPooling(scenarios, prior: prior, views: views)
      #expect(relativeError(pooled.probabilities, prior.map { $0 / total }) < 1e-9)
      #expect(pooled.relativeEntropy < 1e-15)
    }
    let plain = try EntropyPooling(scenarios, views: [])
    #expect(abs(plain.effectiveScenarioCount - 100) < 1e-9)
  }

  @Test("What the scenarios cannot give is refused with the range they can give")
  func outOfReach() throws {
    let scenarios = inventedReturns(periods: 50, assets: 3)
    let column = scenarios.values.column(1)
    let (low, high) = (column.min() ?? 0, column.max() ?? 0)
    for (relation, value) in [
      (LinearView.Relation.equal, high * 1.01), (.atLeast, high), (.atMost, low), (.equal, low),
    ] {
      let error = #expect(throws: PortfolioError.self) {
        try EntropyPooling(
          scenarios, views: [.mean(LinearView([0, 1, 0], relation, value, name: "A1 far"))])
      }
      #expect(error?.kind == .infeasible)
      #expect(error?.message.contains("A1 far") == true)
      #expect(error?.message.contains("\(low)") == true)
      #expect(error?.message.contains("\(high)") == true)
    }
    // Almost out of reach is within reach.
    let near = low + 0.999 * (high - low)
    let pooled = try EntropyPooling(
      scenarios, views: [.mean(LinearView([0, 1, 0], .equal, near))])
    #expect(abs(pooled.moments(of: scenarios).mean[1] - near) < 1e-12)
    #expect(pooled.effectiveScenarioCount < 2)
  }

  @Test("Views that contradict each other are named, and only they")
  func contradiction() throws {
    let scenarios = inventedReturns(periods: 80, assets: 3)
    let mean = try MeanEstimator.arithmetic.mean(of: scenarios)
    let views: [EntropyView] = [
      .mean(LinearView([1, 0, 0], .atLeast, mean[0] + 0.004, name: "first up")),
      .mean(LinearView([1, 0, 0], .atMost, mean[0] + 0.002, name: "first down")),
      .mean(LinearView([0, 0, 1], .equal, mean[2] + 0.001, name: "third")),
    ]
    let error = #expect(throws: PortfolioError.self) { try EntropyPooling(scenarios, views: views) }
    #expect(error?.kind == .infeasible)
    #expect(error?.message.contains("first up") == true)
    #expect(error?.message.contains("first down") == true)
    #expect(error?.message.contains("third") == false)
  }

  @Test("Views on the same portfolio: the stronger one counts, and two that differ cannot hold")
  func sameView() throws {
    let scenarios = inventedReturns(periods: 100, assets: 3)
    let mean = try MeanEstimator.arithmetic.mean(of: scenarios)
    let strong = LinearView([1, 0, 0], .equal, mean[0] + 0.002, name: "strong")
    let weak = LinearView([-2, 0, 0], .atMost, -2 * mean[0] - 0.002, name: "weak")
    let other = LinearView([0, 1, 1], .atMost, mean[1] + mean[2] - 0.001)
    let alone = try EntropyPooling(scenarios, views: [.mean(strong), .mean(other)])
    for views in [[strong, weak, other], [weak, other, strong, strong]] {
      let pooled = try EntropyPooling(scenarios, views: views.map { .mean($0) })
      #expect(relativeError(pooled.probabilities, alone.probabilities) < 1e-9)
    }
    let stronger = LinearView([1, 0, 0], .equal, mean[0] + 0.003, name: "stronger")
    let error = #expect(throws: PortfolioError.self) {
      try EntropyPooling(scenarios, views: [strong, other, weak, stronger].map { .mean($0) })
    }
    #expect(error?.message.contains("“strong”; “stronger”.") == true)
  }

  @Test("A constant asset stays as it is, and an absurd view of it is refused")
  func constant() throws {
    var scenarios = inventedReturns(periods: 60, assets: 2)
    for period in 0..<60 { scenarios.values[period, 1] = 0.01 }
    let mean = try MeanEstimator.arithmetic.mean(of: scenarios)[0]
    let pooled = try EntropyPooling(
      scenarios,
      views: [
        .mean(LinearView([1, 0], .equal, mean + 0.001)), .mean(LinearView([0, 1], .equal, 0.01)),
      ])
    #expect(abs(pooled.moments(of: scenarios).mean[0] - mean - 0.001) < 1e-12)
    for view in [
      EntropyView.volatility(asset: 1, .equal, 0.01), .mean(LinearView([0, 1], .equal, 0.02)),
      .correlation(0, 1, .equal, 0),
    ] {
      #expect(throws: PortfolioError.self) { try EntropyPooling(scenarios, views: [view]) }
    }
  }

  @Test("Input that makes no sense is refused")
  func refused() {
    let scenarios = inventedReturns(periods: 20, assets: 2)
    for prior in [[0.5], [Double](repeating: -1, count: 20), [Double](repeating: 0, count: 20)] {
      #expect(throws: PortfolioError.self) {
        try EntropyPooling(scenarios, prior: prior, views: [])
      }
    }
    let views: [EntropyView] = [
      .volatility(asset: 5, .equal, 0.1), .volatility(asset: 0, .equal, -0.1),
      .correlation(0, 0, .equal, 0.5), .correlation(0, 1, .equal, 1.5),
      .mean(LinearView([0, 0], .equal, 1)), .mean(LinearView([1, 0], .equal, .nan)),
    ]
    for view in views {
      #expect(throws: PortfolioError.self) { try EntropyPooling(scenarios, views: [view]) }
    }
  }
}
