import Foundation
import Testing

@testable import Portfolio

@Suite("Expected returns")
struct MeanEstimatorTests {
  private static let cases: [(String, MeanEstimator)] = [
    ("arithmetic", .arithmetic),
    ("compounded", .compounded),
    ("exponential", .exponential(.span(90))),
    ("bayesStein", .shrunk(MeanShrinkage(.bayesStein))),
    ("bayesSteinMinimumVariance", .shrunk(MeanShrinkage(.bayesStein, target: .minimumVariance))),
    ("bodnarOkhrin", .shrunk(MeanShrinkage(.bodnarOkhrin))),
    ("capitalAssetPricing", .capitalAssetPricing(riskFree: 0.0001)),
  ]

  @Test("Each equals its reference", arguments: cases)
  func reference(name: String, estimator: MeanEstimator) throws {
    let golden = try EstimatorsGolden.load()
    let expected = try #require(golden.means[name])
    #expect(relativeError(try estimator.mean(of: golden.stocks), expected.values) < 1e-10)
  }

  @Test("James and Stein's factor equals skfolio's before it is limited")
  func jamesStein() throws {
    let golden = try EstimatorsGolden.load()
    let (estimate, unlimited) = try MeanShrinkage(.jamesStein).fit(golden.stocks)
    let expected = try #require(golden.means["jamesStein"])
    let sample = try MeanEstimator.arithmetic.mean(of: golden.stocks)
    let unlimitedMean = sample.map { (1 - unlimited) * $0 + unlimited * estimate.target }
    #expect(relativeError(unlimitedMean, expected.values) < 1e-10)
    #expect(estimate.targetFactor == min(1, max(0, unlimited)))
  }

  @Test("The market of the pricing model: benchmark, weights, and all alike")
  func markets() throws {
    let golden = try EstimatorsGolden.load()
    let stocks = golden.stocks
    let expected = try #require(golden.means["capitalAssetPricingBenchmark"])
    let series = (0..<stocks.periodCount).map {
      0.5 * stocks.values[$0, 4] + 0.5 * stocks.values[$0, 5]
    }
    for market in [Market.benchmark(series), .weights([0, 0, 0, 0, 0.5, 0.5])] {
      let found = try MeanEstimator.capitalAssetPricing(market, riskFree: 0.0001).mean(of: stocks)
      #expect(relativeError(found, expected.values) < 1e-10)
    }
    // A stock that is the market has the market's mean.
    let own = try MeanEstimator.capitalAssetPricing(.weights([0, 1, 0, 0, 0, 0])).mean(of: stocks)
    let sample = try MeanEstimator.arithmetic.mean(of: stocks)
    #expect(abs(own[1] - sample[1]) < 1e-15)
  }

  @Test("Under the equilibrium means the market weights are optimal")
  func equilibrium() throws {
    let stocks = try EstimatorsGolden.load().stocks
    let weights = [0.3, 0.1, 0.2, 0.15, 0.1, 0.15]
    let mean = try MeanEstimator.equilibrium(weights: weights, riskAversion: 2.5).mean(of: stocks)
    let covariance = try CovarianceEstimator.sample().covariance(of: stocks)
    let best = SymmetricEigen(covariance).solve(mean).map { $0 / 2.5 }
    #expect(relativeError(best, weights) < 1e-10)
  }

  @Test("Compounded means give what the history gave")
  func compounded() throws {
    let simple = inventedReturns(periods: 40, assets: 3)
    let found = try MeanEstimator.compounded.mean(of: simple)
    var logarithmic = simple
    logarithmic.kind = .logarithmic
    for index in simple.values.elements.indices {
      logarithmic.values.elements[index] = log1p(simple.values.elements[index])
    }
    #expect(relativeError(try MeanEstimator.compounded.mean(of: logarithmic), found) < 1e-12)
    for asset in 0..<3 {
      let growth = simple.values.column(asset).reduce(1) { $0 * (1 + $1) }
      #expect(abs(pow(1 + found[asset], 40) - growth) < 1e-12)
    }
  }

  @Test("All: finite, follow the order of the assets, refuse NaN", arguments: MeanMethod.allCases)
  func laws(method: MeanMethod) throws {
    let returns = inventedReturns(periods: 50, assets: 4)
    let estimator = MeanEstimator(method, assetCount: 4)
    let found = try estimator.mean(of: returns)
    let reversed = Returns(
      assets: returns.assets.reversed(),
      values: Matrix((0..<4).reversed().map { returns.values.column($0) }).transposed)
    #expect(relativeError(try estimator.mean(of: reversed), found.reversed()) < 1e-9)

    var constant = returns
    for period in 0..<50 { constant.values[period, 1] = 0.01 }
    var twins = returns
    for period in 0..<50 { twins.values[period, 1] = twins.values[period, 0] }
    for odd in [constant, twins, returns.periods(0..<3), inventedReturns(periods: 30, assets: 1)] {
      do {
        let estimator = MeanEstimator(method, assetCount: odd.assetCount)
        #expect(try estimator.mean(of: odd).allSatisfy { $0.isFinite })
      } catch let error as PortfolioError {
        #expect(method == .bodnarOkhrin && error.message.contains("more periods than assets"))
      }
    }
    var broken = returns
    broken.values[8, 3] = .nan
    let error = #expect(throws: PortfolioError.self) { try estimator.mean(of: broken) }
    #expect(error?.message.contains("A3 in period 9") == true)
  }

  @Test("Requests that make no sense are refused")
  func refused() {
    var lost = inventedReturns(periods: 20, assets: 2)
    lost.values[3, 1] = -1
    let estimators: [MeanEstimator] = [
      .compounded, .equilibrium(weights: [1], riskAversion: 2),
      .equilibrium(weights: [1, 0], riskAversion: 0),
      .capitalAssetPricing(.benchmark([0.1])), .capitalAssetPricing(.weights([.nan, 1])),
      .capitalAssetPricing(.benchmark([Double](repeating: 0.01, count: 20))),
      .capitalAssetPricing(riskFree: .nan), .exponential(.span(0.5)),
    ]
    for estimator in estimators {
      #expect(throws: PortfolioError.self) { try estimator.mean(of: lost) }
    }
  }
}
