import Foundation
public import Reporting
import Torch

/// Backtests of several strategies over the same periods.
public struct Population: Sendable, Equatable, Codable {
  /// The backtests.
  public let results: [BacktestResult]

  /// Makes a population.
  ///
  /// - Throws: `PortfolioError` when there is none, when two have one name, or when they do not
  ///   cover the same periods.
  public init(_ results: [BacktestResult]) throws(PortfolioError) {
    guard let first = results.first else {
      throw PortfolioError(.request, "there is no backtest to compare; run one strategy or more.")
    }
    var names: Set<String> = []
    for result in results {
      guard names.insert(result.name).inserted else {
        throw PortfolioError(
          .request, "two strategies are called \"\(result.name)\"; rename one of them.")
      }
      guard result.periods == first.periods, result.days == first.days else {
        throw PortfolioError(
          .request,
          "\(result.name) and \(first.name) were tested on different periods; run them together.")
      }
    }
    self.results = results
  }

  /// The figures of each strategy.
  ///
  /// - Parameter riskFreeRate: The return of a year without risk, for the Sharpe ratio.
  /// - Returns: One summary for each result.
  public func summaries(riskFreeRate: Double = 0) -> [BacktestSummary] {
    results.map { $0.summary(riskFreeRate: riskFreeRate) }
  }

  /// How each strategy differs from a baseline.
  ///
  /// Differences are paired: each drawn history takes the same blocks of time from both. The ends
  /// are percentiles of the differences of 5,000 drawn histories, by Bonferroni's rule so far out
  /// that with probability `confidence` all intervals hold at once. They do not know how many other
  /// strategies were tried and thrown away.
  ///
  /// - Parameters:
  ///   - baseline: The name of the strategy to compare with.
  ///   - confidence: The probability that all intervals hold, between 0 and 1.
  ///   - riskFreeRate: The return of a year without risk.
  ///   - meanBlockLength: How many periods a block of time has on average; the cube root of the
  ///     number of periods if `nil`.
  ///   - resamples: How many histories are drawn.
  ///   - seed: What the draws follow from.
  /// - Returns: One comparison for each other strategy.
  /// - Throws: `PortfolioError` when there is no such strategy, or a number makes no sense.
  public func comparisons(
    with baseline: String = EqualWeight.name, confidence: Double = 0.95, riskFreeRate: Double = 0,
    meanBlockLength: Double? = nil, resamples: Int = 5000, seed: UInt64 = 0
  ) throws(PortfolioError) -> [StrategyComparison] {
    guard let base = results.firstIndex(where: { $0.name == baseline }) else {
      throw PortfolioError(
        .request, "there is no strategy \"\(baseline)\"; there are \(listed(results.map(\.name))).")
    }
    let count = results[base].netReturns.count
    let length = meanBlockLength ?? max(1, cbrt(Double(count)))
    guard confidence > 0, confidence < 1, resamples >= 100, length >= 1 else {
      throw PortfolioError(
        .request,
        "intervals need a confidence between 0 and 1, 100 histories or more and blocks of 1 period "
          + "or more, not \(confidence), \(resamples) and \(length).")
    }
    guard results.count > 1 else { return [] }
    let others = results.indices.filter { $0 != base }
    let tail = (1 - confidence) / Double(others.count) / 2
    let rate = riskFreeRate / results[base].periodsPerYear

    let observed = results.map { Moments($0.netReturns) }
    let drawn = draw(
      StationaryBootstrap(count: count, meanBlockLength: length), resamples: resamples, seed: seed)
    let year = results[base].periodsPerYear
    let figures: [(Moments) -> Double] = [
      { $0.mean * year }, { ($0.mean - rate) / $0.standardDeviation * year.squareRoot() },
    ]
    return others.map { other in
      let intervals = figures.map { figure in
        StrategyComparison.Interval(
          estimate: figure(observed[other]) - figure(observed[base]),
          percentilesOf: zip(drawn[other], drawn[base]).map { figure($0) - figure($1) },
          tail: tail)
      }
      let hasRatio = !observed[other].isConstant && !observed[base].isConstant
      return StrategyComparison(
        strategy: results[other].name, baseline: baseline, annualMean: intervals[0],
        sharpeRatio: hasRatio ? intervals[1] : nil, confidence: confidence,
        comparisonCount: others.count, periodCount: count)
    }
  }

  /// The moments of each strategy in each drawn history: `[strategies, histories]`.
  private func draw(
    _ bootstrap: StationaryBootstrap, resamples: Int, seed: UInt64
  ) -> [[Moments]] {
    var generator = SeededGenerator(seed: seed)
    let sums = results.map { StationaryBootstrap.Sums($0.netReturns) }
    var drawn = [[Moments]](repeating: [], count: results.count)
    for _ in 0..<resamples {
      let blocks = bootstrap.blocks(using: &generator)
      for (strategy, sums) in sums.enumerated() { drawn[strategy].append(sums.moments(blocks)) }
    }
    return drawn
  }

  /// The figures of all strategies as a table.
  ///
  /// - Parameter riskFreeRate: The return of a year without risk, for the Sharpe ratio.
  /// - Returns: A row for each strategy.
  public func table(riskFreeRate: Double = 0) -> TextTable {
    let percent = NumberFormat.percent(decimals: 2)
    let number = NumberFormat.number(decimals: 2)
    return TextTable(
      caption: "Backtests, net of costs, per year",
      header: [
        "strategy", "growth", "mean", "volatility", "Sharpe", "max. drawdown", "worst period",
        "turnover", "cost", "failed windows",
      ],
      rows: summaries(riskFreeRate: riskFreeRate).map { summary in
        [
          summary.name, percent.text(summary.annualGrowth), percent.text(summary.annualMean),
          percent.text(summary.annualVolatility), number.text(summary.sharpeRatio ?? .nan),
          percent.text(summary.maximumDrawdown), percent.text(summary.worstReturn),
          number.text(summary.annualTurnover), percent.text(summary.annualCost),
          "\(summary.failedWindows)",
        ]
      }, numericColumns: Array(1...9))
  }
}

extension StrategyComparison.Interval {
  /// The interval that leaves a share `tail` of the draws out at each end.
  init(estimate: Double, percentilesOf draws: [Double], tail: Double) {
    // A drawn history without any spread has no Sharpe ratio.
    let sorted = draws.filter(\.isFinite).sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.indices.last else { return .nan }
      let place = share * Double(last)
      let below = Int(place)
      let above = min(below + 1, last)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    self.init(estimate: estimate, lower: quantile(tail), upper: quantile(1 - tail))
  }
}
