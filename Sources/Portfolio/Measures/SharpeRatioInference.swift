internal import Foundation

/// How sure a Sharpe ratio is, given the length, skewness and kurtosis of the track record.
///
/// Source: Bailey and López de Prado, "The Sharpe ratio efficient frontier", 2012, and "The deflated
/// Sharpe ratio", 2014. All ratios are for one period, not for a year.
public struct SharpeRatioInference: Sendable, Equatable, Codable {
  /// The Sharpe ratio of one period.
  public let sharpeRatio: Double
  /// The standard error of the ratio: its normal approximation.
  public let standardError: Double
  /// How many periods there are.
  public let periodCount: Int

  /// Estimates the ratio of `returns` and its standard error.
  ///
  /// - Parameters:
  ///   - returns: the simple returns of the portfolio.
  ///   - riskFreeRate: the return of one period without risk.
  /// - Throws: `PortfolioError` where there are fewer than three periods, or returns do not vary.
  public init(returns: [Double], riskFreeRate: Double = 0) throws {
    let sample = try ReturnSample(returns)
    guard returns.count >= 3, let skewness = sample.skewness, let kurtosis = sample.kurtosis else {
      throw PortfolioError(
        .data, "a Sharpe ratio can be judged on three periods or more whose returns vary")
    }
    periodCount = returns.count
    sharpeRatio = try PerformanceRatio.sharpe.value(of: returns, riskFreeRate: riskFreeRate)
    let variance = 1 - skewness * sharpeRatio + (kurtosis - 1) / 4 * sharpeRatio * sharpeRatio
    guard variance > 0 else {
      throw PortfolioError(
        .data, "\(returns.count) periods are too few to judge a Sharpe ratio of \(sharpeRatio)")
    }
    standardError = (variance / Double(returns.count - 1)).squareRoot()
  }

  /// The probability that the true ratio exceeds `benchmark`: the probabilistic Sharpe ratio.
  public func probability(exceeding benchmark: Double = 0) -> Double {
    StandardNormal.cumulative((sharpeRatio - benchmark) / standardError)
  }

  /// The probability that the true ratio exceeds what the best of several strategies without any
  /// skill would reach: the deflated Sharpe ratio.
  ///
  /// - Parameter trialSharpeRatios: the ratios, for one period, of all strategies that were tried.
  /// - Returns: a probability.
  /// - Throws: `PortfolioError` where there is no trial, or a ratio is not finite.
  public func probability(afterTrials trialSharpeRatios: [Double]) throws -> Double {
    guard !trialSharpeRatios.isEmpty, trialSharpeRatios.allSatisfy(\.isFinite) else {
      throw PortfolioError(.request, "give the finite Sharpe ratio of each strategy that was tried")
    }
    let deviation =
      trialSharpeRatios.count > 1
      ? try RiskMeasure.standardDeviation.value(of: trialSharpeRatios) : 0
    return probability(
      exceeding: Self.expectedMaximum(trials: trialSharpeRatios.count, standardDeviation: deviation)
    )
  }

  /// How many periods are needed to be sure, with `confidence`, that the true ratio exceeds
  /// `benchmark`; infinite where the ratio does not exceed it.
  ///
  /// - Throws: `PortfolioError` where the confidence does not lie between 0 and 1.
  public func minimumTrackRecord(
    exceeding benchmark: Double = 0, confidence: Double = 0.95
  ) throws
    -> Double
  {
    try checkConfidence(confidence)
    guard sharpeRatio > benchmark else { return .infinity }
    let quantile = StandardNormal.quantile(confidence) / (sharpeRatio - benchmark)
    return 1 + standardError * standardError * Double(periodCount - 1) * quantile * quantile
  }

  /// The expected largest of the Sharpe ratios of `trials` strategies without skill whose estimates
  /// have a given standard deviation.
  public static func expectedMaximum(trials: Int, standardDeviation: Double) -> Double {
    guard trials > 1 else { return 0 }
    let euler = 0.577215664901532860606512
    let count = Double(trials)
    return standardDeviation
      * ((1 - euler) * StandardNormal.quantile(1 - 1 / count)
        + euler * StandardNormal.quantile(1 - 1 / (count * M_E)))
  }
}
