import Reporting

/// Several strategies walked forward over the same returns, and compared.
struct StrategyComparisonRun {
  let returns: Returns
  let constraints: PortfolioConstraints
  /// The return of a year without risk.
  let riskFree: Double
  let trainingSize: Int
  let testSize: Int
  let costs: TransactionCosts
  let seed: UInt64
  var growth = WalkForward.Growth.rolling

  /// The backtests.
  ///
  /// - Throws: `PortfolioError` when the history is too short.
  func population(of strategies: [PortfolioStrategy]) throws(PortfolioError) -> Population {
    try Backtest(
      walkForward: WalkForward(
        trainingSize: trainingSize, testSize: testSize, growth: growth, keepsPartialTest: true),
      costs: costs
    ).run(
      strategies.map {
        $0.strategy(constraints: constraints, riskFree: riskFree / returns.periodsPerYear)
      }, on: returns)
  }

  /// The figures, the sentences about them and the curves of wealth.
  ///
  /// - Throws: `PortfolioError`.
  func blocks(_ population: Population) throws(PortfolioError) -> [Report.Block] {
    let comparisons = try population.comparisons(riskFreeRate: riskFree, seed: seed)
    let failures = population.results.flatMap { result in
      result.failures.prefix(1).map { "\(result.name): \($0.reason)" }
    }
    return [.table(population.table(riskFreeRate: riskFree))]
      + comparisons.map { .note(.init(.information, $0.sentence)) }
      + failures.map { .note(.init(.warning, $0)) }
      + [.figures([wealth(population)])]
  }

  private func wealth(_ population: Population) -> Figure {
    Figure(
      "Wealth", caption: "What 1 grew to, after costs.", isWide: true,
      plot: .lines(
        LineChart(
          series: population.results.map { result in
            let time =
              result.days.isEmpty
              ? result.wealth.indices.map(Double.init) : result.days.map { Double($0) * 86_400 }
            let wealth = Array(result.wealth.suffix(time.count))
            return .init(result.name, x: Array(time.suffix(wealth.count)), y: wealth)
          },
          x: Axis("", scale: population.results.first?.days.isEmpty == false ? .time : .linear),
          y: Axis("wealth", scale: .logarithmic))))
  }
}
