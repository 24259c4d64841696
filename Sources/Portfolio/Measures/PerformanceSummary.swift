internal import Foundation

/// The figures of one portfolio's track record.
public struct PerformanceSummary: Sendable, Equatable, Codable {
  /// A risk measure and its value for one period.
  public struct Risk: Sendable, Equatable, Codable {
    /// The measure.
    public let measure: RiskMeasure
    /// Its value for one period.
    public let value: Double
  }

  /// A ratio and its value for a year, or `nil` where the risk is zero.
  public struct Ratio: Sendable, Equatable, Codable {
    /// The ratio.
    public let ratio: PerformanceRatio
    /// Its value for a year.
    public let value: Double?
  }

  /// How many periods there are.
  public let periodCount: Int
  /// How many periods make a year.
  public let periodsPerYear: Double
  /// The mean return times the periods of a year.
  public let arithmeticReturn: Double
  /// The yearly growth of wealth that stays invested; -1 where it was all lost.
  public let compoundedReturn: Double
  /// The standard deviation for a year.
  public let volatility: Double
  /// The skewness, or `nil` where returns do not vary.
  public let skewness: Double?
  /// The kurtosis less 3, or `nil` where returns do not vary.
  public let excessKurtosis: Double?
  /// The best return of a period.
  public let best: Double
  /// The worst return of a period.
  public let worst: Double
  /// The part of the periods with a gain.
  public let gainingShare: Double
  /// The probability that the true Sharpe ratio is positive, or `nil` where it cannot be judged.
  public let positiveSharpeProbability: Double?
  /// The risk measures, for one period.
  public let risks: [Risk]
  /// The ratios, for a year.
  public let ratios: [Ratio]

  /// Computes the figures of `returns`.
  ///
  /// - Parameters:
  ///   - returns: simple returns in the order of time, two periods or more.
  ///   - periodsPerYear: how many periods make a year.
  ///   - riskFreeRate: the return of one period without risk.
  ///   - confidence: the level of values at risk and of their relatives.
  /// - Throws: `PortfolioError` where there are fewer than two periods or a number makes no sense.
  public init(
    returns: [Double], periodsPerYear: Double, riskFreeRate: Double = 0, confidence: Double = 0.95
  ) throws {
    guard periodsPerYear > 0, periodsPerYear.isFinite, riskFreeRate.isFinite else {
      throw PortfolioError(
        .request,
        "periods of a year (\(periodsPerYear)) must be above zero and finite, and the risk-free "
          + "rate (\(riskFreeRate)) finite")
    }
    let sample = try ReturnSample(returns)
    periodCount = returns.count
    self.periodsPerYear = periodsPerYear
    arithmeticReturn = sample.mean * periodsPerYear
    compoundedReturn = Self.growth(returns, periodsPerYear: periodsPerYear)
    volatility = try sample.variance().squareRoot.value * periodsPerYear.squareRoot()
    skewness = sample.skewness
    excessKurtosis = sample.kurtosis.map { $0 - 3 }
    best = returns.reduce(-.infinity) { max($0, $1) }
    worst = returns.reduce(.infinity) { min($0, $1) }
    gainingShare = Double(returns.count { $0 > 0 }) / Double(returns.count)
    positiveSharpeProbability =
      (try? SharpeRatioInference(returns: returns, riskFreeRate: riskFreeRate))?.probability()
    // Wealth that is all lost has no compounded drawdown.
    let accumulation = worst > -1 ? Accumulation.compounded : .uncompounded
    risks = try Self.measures(confidence: confidence, accumulation: accumulation).map {
      Risk(measure: $0, value: try $0.measured(sample).value)
    }
    ratios = [.sharpe, .sortino(target: riskFreeRate), .calmar(accumulation), .omega()].map {
      Ratio(
        ratio: $0,
        value: try? $0.annualValue(
          of: returns, riskFreeRate: riskFreeRate, periodsPerYear: periodsPerYear))
    }
  }

  /// Every measure once: what a report shows.
  public static func measures(
    confidence: Double = 0.95, accumulation: Accumulation = .uncompounded
  ) -> [RiskMeasure] {
    [
      .variance, .standardDeviation, .semivariance(), .semideviation(), .meanAbsoluteDeviation(),
      .firstLowerPartialMoment(), .giniMeanDifference,
      .valueAtRisk(confidence: confidence),
      .valueAtRisk(confidence: confidence, method: .gaussian),
      .valueAtRisk(confidence: confidence, method: .cornishFisher),
      .conditionalValueAtRisk(confidence: confidence),
      .entropicValueAtRisk(confidence: confidence), .worstCase, .maximumDrawdown(accumulation),
      .averageDrawdown(accumulation), .drawdownAtRisk(confidence: confidence, accumulation),
      .conditionalDrawdown(confidence: confidence, accumulation),
      .entropicDrawdown(confidence: confidence, accumulation), .ulcerIndex(accumulation),
    ]
  }

  private static func growth(_ returns: [Double], periodsPerYear: Double) -> Double {
    guard returns.allSatisfy({ $0 > -1 }) else { return -1 }
    let logarithm = returns.reduce(0) { $0 + log1p($1) }
    return expm1(logarithm * periodsPerYear / Double(returns.count))
  }
}
