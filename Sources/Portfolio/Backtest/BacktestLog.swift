/// What is written down while a backtest runs.
struct BacktestLog {
  private let periods: Range<Int>
  private let width: Int
  private var weights: [Double] = []
  private var gross: [Double] = []
  private var net: [Double] = []
  private var trades: [BacktestResult.Trade] = []
  private var failures: [BacktestResult.Failure] = []

  init(periods: Range<Int>, assets: Int) {
    self.periods = periods
    width = assets
    weights.reserveCapacity(periods.count * assets)
    gross.reserveCapacity(periods.count)
    net.reserveCapacity(periods.count)
  }

  mutating func trade(
    at period: Int, turnover: Double, cost: Double, isNew: Bool
  ) {
    trades.append(
      .init(
        period: period - periods.lowerBound, turnover: turnover, cost: cost, hasNewWeights: isNew))
  }

  mutating func fail(at period: Int, because reason: String) {
    failures.append(.init(period: period - periods.lowerBound, reason: reason))
  }

  mutating func begin(_ held: [Double]) { weights.append(contentsOf: held) }

  mutating func end(gross grossReturn: Double, net netReturn: Double) {
    gross.append(grossReturn)
    net.append(netReturn)
  }

  func result(name: String, returns: Returns) -> BacktestResult {
    BacktestResult(
      name: name, assets: returns.assets,
      days: returns.days.isEmpty ? [] : Array(returns.days[periods]), periods: periods,
      periodsPerYear: returns.periodsPerYear, grossReturns: gross, netReturns: net,
      weights: Matrix(rows: periods.count, columns: width, elements: weights), trades: trades,
      failures: failures)
  }
}
