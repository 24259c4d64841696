/// The mean excess return of a portfolio by unit of risk.
public enum PerformanceRatio: Sendable, Hashable, Codable {
  /// By the standard deviation (Sharpe, 1966).
  case sharpe
  /// By the semideviation below the target, the mean where it is `nil` (Sortino and Price, 1994).
  case sortino(target: Double? = nil)
  /// By the maximum drawdown (Young, 1991).
  case calmar(Accumulation = .uncompounded)
  /// The mean gain above the threshold by the mean shortfall below it (Keating and Shadwick, 2002).
  case omega(threshold: Double = 0)
  /// By any measure.
  case meanRisk(RiskMeasure)

  /// The ratio for one period.
  ///
  /// - Parameters:
  ///   - returns: the simple returns of the portfolio, in the order of time.
  ///   - probabilities: how likely each is, up to a common factor; equally likely where `nil`.
  ///   - riskFreeRate: the return of one period without risk; `omega` has its threshold instead.
  /// - Returns: the ratio.
  /// - Throws: `PortfolioError` where returns make no sense or their risk is not positive.
  public func value(
    of returns: [Double], probabilities: [Double]? = nil, riskFreeRate: Double = 0
  ) throws -> Double {
    try annualValue(
      of: returns, probabilities: probabilities, riskFreeRate: riskFreeRate, periodsPerYear: 1)
  }

  /// The ratio for a year: the mean excess return of a year by the risk of a year.
  ///
  /// Variances and deviations are annualised as in `RiskMeasure.annualFactor(periodsPerYear:)`;
  /// other risks, such as a drawdown, are those of the whole series. Omega is the same for every
  /// length of time. `riskFreeRate` is for one period.
  public func annualValue(
    of returns: [Double], probabilities: [Double]? = nil, riskFreeRate: Double = 0,
    periodsPerYear: Double
  ) throws -> Double {
    let sample = try ReturnSample(returns, probabilities: probabilities)
    let measured = try measure.measured(sample).value
    guard measured > 0 else {
      throw PortfolioError(
        .data, "the risk is \(measured), so that a return by unit of risk has no meaning")
    }
    if case .omega(let threshold) = self {
      return (sample.mean - threshold) / measured + 1
    }
    return (sample.mean - riskFreeRate) * periodsPerYear
      / (measured * measure.annualFactor(periodsPerYear: periodsPerYear))
  }

  /// What the mean is divided by.
  public var measure: RiskMeasure {
    switch self {
    case .sharpe: .standardDeviation
    case .sortino(let target): .semideviation(target: target)
    case .calmar(let accumulation): .maximumDrawdown(accumulation)
    case .omega(let threshold): .firstLowerPartialMoment(target: threshold)
    case .meanRisk(let measure): measure
    }
  }
}
