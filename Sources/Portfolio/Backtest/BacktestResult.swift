import Foundation

/// What a strategy would have earned, period by period.
public struct BacktestResult: Sendable, Equatable, Codable {
  /// One rebalance.
  public struct Trade: Sendable, Equatable, Codable {
    /// Before which of the result's periods, from 0.
    public var period: Int
    /// The sum of the absolute changes of weight: 1 when everything is bought, 2 when everything is
    /// replaced.
    public var turnover: Double
    /// What it cost, as a share of the wealth.
    public var cost: Double
    /// Whether the weights are newly chosen; else drifted ones were brought back.
    public var hasNewWeights: Bool
  }

  /// A window for which the strategy had no weights, so that the portfolio was left as it was.
  public struct Failure: Sendable, Equatable, Codable {
    /// The first of the result's periods to which the window belongs, from 0.
    public var period: Int
    /// Why.
    public var reason: String
  }

  /// What the strategy is called.
  public var name: String
  /// The names of the assets.
  public var assets: [String]
  /// The days of the periods, counted from 1970-01-01; empty where there are no dates.
  public var days: [Int]
  /// The periods of the returns that were tested on.
  public var periods: Range<Int>
  /// How many periods make a year.
  public var periodsPerYear: Double
  /// The return of each period before costs.
  public var grossReturns: [Double]
  /// The return of each period after costs, which fall on the period that follows the trade.
  public var netReturns: [Double]
  /// The weights at the start of each period, after a trade if there was one: `[periods, assets]`.
  public var weights: Matrix
  /// The rebalances.
  public var trades: [Trade]
  /// The windows that failed.
  public var failures: [Failure]

  /// The wealth after each period, net of costs, that 1 at the start became.
  public var wealth: [Double] {
    var wealth = 1.0
    return netReturns.map { value in
      wealth *= 1 + value
      return wealth
    }
  }

  /// How far the wealth after each period lies below its highest before: 0.2 for 20 % below.
  public var drawdowns: [Double] {
    var peak = 1.0
    return wealth.map { wealth in
      peak = max(peak, wealth)
      return 1 - wealth / peak
    }
  }
}

/// The figures by which a strategy is judged, all net of costs.
public struct BacktestSummary: Sendable, Equatable, Codable {
  /// What the strategy is called.
  public var name: String
  /// The mean return times the periods of a year.
  public var annualMean: Double
  /// What a year brought on average with returns reinvested.
  public var annualGrowth: Double
  /// The standard deviation of the returns times the root of the periods of a year.
  public var annualVolatility: Double
  /// The annual mean beyond the risk-free rate, over the annual volatility; `nil` when returns never
  /// change.
  public var sharpeRatio: Double?
  /// The deepest fall of wealth below its highest before.
  public var maximumDrawdown: Double
  /// The lowest return of a period.
  public var worstReturn: Double
  /// The turnover of a year, on average; the first purchase counts.
  public var annualTurnover: Double
  /// The mean before costs less the mean after costs, times the periods of a year.
  public var annualCost: Double
  /// How many windows failed.
  public var failedWindows: Int
}

extension BacktestResult {
  /// The figures by which the strategy is judged.
  ///
  /// - Parameter riskFreeRate: The return of a year without risk, for the Sharpe ratio.
  /// - Returns: The figures.
  public func summary(riskFreeRate: Double = 0) -> BacktestSummary {
    let moments = Moments(netReturns)
    let years = Double(netReturns.count) / periodsPerYear
    let mean = moments.mean * periodsPerYear
    let volatility = moments.standardDeviation * periodsPerYear.squareRoot()
    return BacktestSummary(
      name: name, annualMean: mean, annualGrowth: pow(wealth.last ?? 1, 1 / years) - 1,
      annualVolatility: volatility,
      sharpeRatio: moments.isConstant ? nil : (mean - riskFreeRate) / volatility,
      maximumDrawdown: drawdowns.max() ?? 0, worstReturn: netReturns.min() ?? 0,
      annualTurnover: trades.reduce(0) { $0 + $1.turnover } / years,
      annualCost: (Moments(grossReturns).mean - moments.mean) * periodsPerYear,
      failedWindows: failures.count)
  }
}
