import Foundation
import Reporting
import Testing
import Torch

@testable import Portfolio

@Suite("Populations of backtests")
struct PopulationTests {
  static func result(_ name: String, _ returns: [Double]) -> BacktestResult {
    BacktestResult(
      name: name, assets: ["A"], days: [], periods: 0..<returns.count, periodsPerYear: 252,
      grossReturns: returns, netReturns: returns,
      weights: Matrix(rows: returns.count, columns: 1, repeating: 1), trades: [], failures: [])
  }

  static func series(seed: UInt64, count: Int = 1500, drift: Double = 0) -> [Double] {
    randomReturns(periods: count, assets: 1, seed: seed, drift: drift).values.elements
  }

  @Test("Equal weight is always in the list, and a population survives JSON")
  func equalWeight() throws {
    let backtest = Backtest(walkForward: WalkForward(trainingSize: 40, testSize: 10))
    let returns = randomReturns(periods: 123, assets: 5, seed: 1)
    let population = try backtest.run([momentum], on: returns)
    #expect(population.results.map(\.name) == ["equal weight", "momentum"])
    let data = try JSONEncoder().encode(population)
    #expect(try JSONDecoder().decode(Population.self, from: data) == population)
    #expect(population.table().rows.count == 2)
    #expect(throws: PortfolioError.self) { try backtest.run([momentum, momentum], on: returns) }
  }

  @Test("Summary figures are those of their definitions")
  func summary() throws {
    var result = Self.result("four", [0.1, -0.2, 0.05, 0.1])
    result.periodsPerYear = 4
    let summary = result.summary(riskFreeRate: 0.02)
    #expect(abs(summary.annualMean - 0.05) < 1e-15)
    #expect(abs(summary.annualGrowth - (1.1 * 0.8 * 1.05 * 1.1 - 1)) < 1e-15)
    // Squares of 0.0875, 0.2125, 0.0375 and 0.0875 over 3, times 4.
    let variance = (0.0875 * 0.0875 * 2 + 0.2125 * 0.2125 + 0.0375 * 0.0375) / 3
    #expect(abs(summary.annualVolatility - 2 * variance.squareRoot()) < 1e-15)
    #expect(abs((summary.sharpeRatio ?? 0) - 0.03 / (2 * variance.squareRoot())) < 1e-14)
    #expect(abs(summary.maximumDrawdown - 0.2) < 1e-15)
    #expect(summary.worstReturn == -0.2)
    #expect(Self.result("flat", [0.01, 0.01, 0.01]).summary().sharpeRatio == nil)
  }

  @Test("Sums over blocks are the moments of the drawn series")
  func sums() {
    let series = Self.series(seed: 3, count: 50, drift: 5)
    var generator = SeededGenerator(seed: 4)
    let bootstrap = StationaryBootstrap(count: 50, meanBlockLength: 6)
    let sums = StationaryBootstrap.Sums(series)
    for _ in 0..<100 {
      let blocks = bootstrap.blocks(using: &generator)
      let drawn = Moments(blocks.flatMap { $0.map { series[$0 % 50] } })
      #expect(blocks.reduce(0) { $0 + $1.count } == 50)
      #expect(abs(sums.moments(blocks).mean - drawn.mean) < 1e-12)
      #expect(abs(sums.moments(blocks).standardDeviation - drawn.standardDeviation) < 1e-12)
    }
  }

  @Test("Blocks have the length asked for, on average", arguments: [1.0, 4, 20])
  func blockLength(mean: Double) {
    var generator = SeededGenerator(seed: 5)
    let bootstrap = StationaryBootstrap(count: 100_000, meanBlockLength: mean)
    let blocks = bootstrap.blocks(using: &generator)
    #expect(abs(100_000 / Double(blocks.count) / mean - 1) < 0.05)
    // A geometric length is 1 with probability 1 / mean.
    let ones = Double(blocks.count { $0.count == 1 }) / Double(blocks.count)
    #expect(abs(ones - 1 / mean) < 0.02)
  }

  @Test("For independent returns the interval is that of the normal approximation")
  func normalInterval() throws {
    let (a, b) = (Self.series(seed: 6, count: 400), Self.series(seed: 7, count: 400))
    let population = try Population([Self.result("equal weight", a), Self.result("b", b)])
    let found = try population.comparisons(meanBlockLength: 1, resamples: 1000)[0].annualMean
    let differences = Moments(zip(b, a).map { $0 - $1 })
    let half = 1.96 * differences.standardDeviation / 400.0.squareRoot() * 252
    #expect(abs(found.estimate - differences.mean * 252) < 1e-12)
    #expect(abs((found.upper - found.lower) / 2 / half - 1) < 0.08)
  }

  @Test("Intervals hold about as often as they say")
  func coverage() throws {
    let rounds = 150
    var held = (mean: 0, ratio: 0)
    for round in 0..<rounds {
      // Two assets alike, so that no difference is the truth.
      let returns = randomReturns(periods: 200, assets: 2, seed: UInt64(round), drift: 0.001)
      let comparison = try Population([
        Self.result("equal weight", returns.values.column(0)),
        Self.result("b", returns.values.column(1)),
      ]).comparisons(confidence: 0.9, resamples: 200, seed: UInt64(round))[0]
      let ratio = try #require(comparison.sharpeRatio)
      if !comparison.annualMean.isSignificant { held.mean += 1 }
      if !ratio.isSignificant { held.ratio += 1 }
    }
    // 0.9 with a standard error of 0.025, and percentile intervals are a little too narrow.
    for count in [held.mean, held.ratio] {
      #expect((0.8...0.97).contains(Double(count) / Double(rounds)))
    }
  }

  @Test("Pairing counts: a small but steady gain is told from chance, a large noisy one is not")
  func pairing() throws {
    let base = Self.series(seed: 8)
    let steady = zip(base, Self.series(seed: 9)).map { $0 + 0.0002 + $1 / 50 }
    let noisy = Self.series(seed: 10, drift: 0.0004)
    let population = try Population([
      Self.result("equal weight", base), Self.result("steady", steady), Self.result("noisy", noisy),
    ])
    let comparisons = try population.comparisons(resamples: 1000)
    #expect(comparisons[0].annualMean.isSignificant)
    #expect(comparisons[0].sharpeRatio?.isSignificant == true)
    #expect(!comparisons[1].annualMean.isSignificant)
    #expect(comparisons[0].sentence.hasSuffix("Chance alone hardly explains either difference."))
    #expect(comparisons[1].sentence.hasSuffix("nothing is shown."))
    #expect(comparisons[1].sentence.contains("for all 2 comparisons together"))
    // The same seed, the same ends; and two comparisons ask for wider ones than one.
    #expect(try population.comparisons(resamples: 1000) == comparisons)
    #expect(try population.comparisons(resamples: 1000, seed: 1) != comparisons)
    let alone = try Population(Array(population.results.prefix(2)))
      .comparisons(resamples: 1000)[0].annualMean
    #expect(
      alone.upper - alone.lower < comparisons[0].annualMean.upper - comparisons[0].annualMean.lower)
  }

  @Test("What cannot be compared is refused, and what never changes has no Sharpe ratio")
  func refusals() throws {
    let one = Self.result("equal weight", Self.series(seed: 11, count: 60))
    #expect(throws: PortfolioError.self) { try Population([]) }
    #expect(throws: PortfolioError.self) {
      try Population([one, Self.result("short", [0.1, 0.2])])
    }
    let flat = Self.result("cash", [Double](repeating: 0, count: 60))
    let population = try Population([one, flat])
    #expect(throws: PortfolioError.self) { try population.comparisons(with: "nobody") }
    #expect(throws: PortfolioError.self) { try population.comparisons(confidence: 1) }
    #expect(try population.comparisons(resamples: 100)[0].sharpeRatio == nil)
    #expect(try Population([one]).comparisons().isEmpty)
  }
}
