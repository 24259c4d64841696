/// What a strategy would have earned: at the start of each test window it sees the training window
/// and chooses weights, which are bought, paid for, and left to drift.
///
/// Nothing later than the training window reaches a strategy. What a backtest cannot show is said
/// in the guide: that the best of many strategies looks good by chance, and that assets which are
/// known today were not all known then.
public struct Backtest: Sendable, Equatable, Codable {
  /// The windows to learn from and to test on.
  public var walkForward: WalkForward
  /// What trading costs, the first purchase included.
  public var costs: TransactionCosts
  /// When drifted weights are brought back between new ones.
  public var rebalancing: Rebalancing
  /// The wealth at the start, in which fees are stated.
  public var initialWealth: Double

  /// Makes a backtest.
  public init(
    walkForward: WalkForward = WalkForward(), costs: TransactionCosts = TransactionCosts(),
    rebalancing: Rebalancing = .withNewWeights, initialWealth: Double = 1
  ) {
    self.walkForward = walkForward
    self.costs = costs
    self.rebalancing = rebalancing
    self.initialWealth = initialWealth
  }

  /// Runs one strategy.
  ///
  /// A window for which the strategy throws, or gives weights that make no sense, is reported, and
  /// the portfolio is left as it is. A portfolio that loses everything stays at nothing.
  ///
  /// - Parameters:
  ///   - strategy: What chooses weights.
  ///   - returns: The returns of the assets, `[periods, assets]`.
  /// - Returns: Returns, weights, trades and failures.
  /// - Throws: `PortfolioError` when the request makes no sense for these returns.
  public func run(
    _ strategy: some AllocationStrategy, on returns: Returns
  ) throws(PortfolioError) -> BacktestResult {
    let windows = try walkForward.windows(periods: returns.periodCount)
    let rates = try costs.rates(returns.assetCount)
    try check(returns)
    let simple = returns.converted(to: .simple)
    let width = returns.assetCount
    let first = windows[0].test.lowerBound
    let periods = first..<(windows.last?.test.upperBound ?? first)
    var held = HeldPortfolio(wealth: initialWealth, rates: rates, perOrder: costs.perOrder)
    var log = BacktestLog(periods: periods, assets: width)
    simple.values.elements.withUnsafeBufferPointer { elements in
      var target: [Double]?
      for window in windows {
        do {
          target = try strategy.checkedWeights(
            for: returns.periods(window.training), previous: held.weights)
        } catch {
          target = nil
          log.fail(at: window.test.lowerBound, because: "\(error)")
        }
        for period in window.test {
          let offset = period - window.test.lowerBound
          var cost = 0.0
          if let target, held.wealth > 0,
            offset == 0 || rebalancing.isDue(offset: offset, period: period, days: returns.days)
          {
            let trade = held.trade(to: target)
            cost = min(trade.cost, 1)
            log.trade(at: period, turnover: trade.turnover, cost: cost, isNew: offset == 0)
          }
          log.begin(held.weights)
          let row = UnsafeBufferPointer(rebasing: elements[period * width..<(period + 1) * width])
          let gross = held.live(through: row)
          log.end(gross: gross, net: gross - cost * (1 + gross))
        }
      }
    }
    return log.result(name: strategy.name, returns: returns)
  }

  /// Runs several strategies on the same returns, and equal weight with them.
  ///
  /// - Throws: `PortfolioError` as `run(_:on:)`, or when two strategies have one name.
  public func run(
    _ strategies: [any AllocationStrategy], on returns: Returns
  ) throws(PortfolioError) -> Population {
    var all = strategies
    if !all.contains(where: { $0.name == EqualWeight.name }) { all.insert(EqualWeight(), at: 0) }
    var results: [BacktestResult] = []
    for strategy in all { results.append(try run(strategy, on: returns)) }
    return try Population(results)
  }

  private func check(_ returns: Returns) throws(PortfolioError) {
    try rebalancing.check(returns)
    guard initialWealth > 0, initialWealth.isFinite else {
      throw PortfolioError(
        .request, "the wealth at the start must be positive, not \(initialWealth).")
    }
    try returns.refuseImpossible()
  }
}
