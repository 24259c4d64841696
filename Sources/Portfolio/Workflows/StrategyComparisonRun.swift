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

  /// The strategies: the backtest charges costs itself, and the objective of a period would count
  /// them far too high.
  func strategy(_ kind: PortfolioStrategy) -> any AllocationStrategy {
    var constraints = constraints
    constraints.transactionCosts = nil
    return kind.strategy(
      constraints: constraints, riskFree: riskFree / returns.periodsPerYear)
  }

  /// The backtests.
  ///
  /// - Throws: `PortfolioError` when the history is too short.
  func population(of strategies: [PortfolioStrategy]) throws(PortfolioError) -> Population {
    try Backtest(
      walkForward: WalkForward(
        trainingSize: trainingSize, testSize: testSize, growth: growth, keepsPartialTest: true),
      costs: costs
    ).run(
      strategies.map(strategy), on: returns)
  }

  /// The figures, the sentences about them and the curves of wealth.
  ///
  /// - Throws: `PortfolioError`.
  func blocks(_ population: Population) throws -> [Report.Block] {
    let comparisons = try population.comparisons(riskFreeRate: riskFree, seed: seed)
    let failures = population.results.flatMap { result in
      result.failures.prefix(1).map { "\(result.name): \($0.reason)" }
    }
    return [.table(population.table(riskFreeRate: riskFree))]
      + (comparisons.isEmpty ? [] : [.table(Self.table(comparisons))])
      + failures.map { .note(.init(.warning, $0)) }
      + [.figures([wealth(population), try drawdowns(population)])]
  }

  /// The comparisons with equal weight, and what they show.
  private static func table(_ comparisons: [StrategyComparison]) -> TextTable {
    let percent = NumberFormat.percent(decimals: 1)
    let number = NumberFormat.number(decimals: 2)
    func cells(_ interval: StrategyComparison.Interval?, _ format: NumberFormat) -> [String] {
      guard let interval else { return ["–", "–"] }
      return [
        format.text(interval.estimate),
        "\(format.text(interval.lower)) to \(format.text(interval.upper))",
      ]
    }
    let first = comparisons[0]
    return TextTable(
      caption: "Differences from \(first.baseline), with "
        + "\(NumberFormat.percent(decimals: 0).text(first.confidence)) intervals that hold together",
      header: ["strategy", "mean", "interval", "Sharpe ratio", "interval", "more than chance?"],
      rows: comparisons.map { comparison in
        let shown = [
          comparison.annualMean.isSignificant ? "mean" : nil,
          comparison.sharpeRatio?.isSignificant == true ? "Sharpe ratio" : nil,
        ].compactMap(\.self)
        return [comparison.strategy] + cells(comparison.annualMean, percent)
          + cells(comparison.sharpeRatio, number)
          + [shown.isEmpty ? "not shown" : shown.joined(separator: ", ")]
      }, numericColumns: [1, 2, 3, 4])
  }

  private func drawdowns(_ population: Population) throws -> Figure {
    var series: [LineChart.Series] = []
    for result in population.results {
      let depths = try Drawdowns(result.netReturns, accumulation: .compounded).values
      let time =
        result.days.isEmpty
        ? depths.indices.map(Double.init) : result.days.map { Double($0) * 86_400 }
      series.append(.init(result.name, x: time, y: depths.map { -abs($0) }))
    }
    return Figure(
      "Drawdowns", caption: "How far below the highest value so far, after costs.", isWide: true,
      plot: .lines(
        LineChart(
          series: series,
          x: Axis("", scale: population.results.first?.days.isEmpty == false ? .time : .linear),
          y: Axis("drawdown", marks: .percent, upper: 0))))
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
