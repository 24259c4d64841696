/// How risk is measured on the simple returns of a portfolio.
///
/// Each measure is in units of the returns (variance and semivariance: of their square), for one
/// period, and a loss is positive. Confidence levels lie between 0 and 1, such as 0.95. Second
/// moments are unbiased: divided by n - 1 where all periods are equally likely.
public enum RiskMeasure: Sendable, Hashable, Codable {
  /// How a value at risk is found.
  public enum ValueAtRiskMethod: String, Sendable, Codable, CaseIterable {
    /// The lower quantile of the losses of the sample.
    case historical
    /// The quantile of a normal distribution with the mean and variance of the sample.
    case gaussian
    /// The Gaussian quantile, corrected for skewness and kurtosis.
    case cornishFisher
  }

  /// The mean squared deviation from the mean.
  case variance
  /// The square root of the variance.
  case standardDeviation
  /// The mean squared deviation of the returns below the target, the mean where it is `nil`.
  case semivariance(target: Double? = nil)
  /// The square root of the semivariance.
  case semideviation(target: Double? = nil)
  /// The mean absolute deviation from the target, the mean where it is `nil`.
  case meanAbsoluteDeviation(target: Double? = nil)
  /// The mean shortfall below the target, the mean where it is `nil`.
  case firstLowerPartialMoment(target: Double? = nil)
  /// Gini's mean difference: the mean absolute difference of two returns.
  case giniMeanDifference
  /// The loss that is exceeded with at most probability 1 - confidence.
  case valueAtRisk(confidence: Double, method: ValueAtRiskMethod = .historical)
  /// The mean of the worst losses of total probability 1 - confidence (Rockafellar and Uryasev).
  case conditionalValueAtRisk(confidence: Double)
  /// The bound on the value at risk by exponential moments (Ahmadi-Javid).
  case entropicValueAtRisk(confidence: Double)
  /// The largest loss of one period.
  case worstCase
  /// The deepest drawdown.
  case maximumDrawdown(Accumulation = .uncompounded)
  /// The mean of the drawdowns of all periods.
  case averageDrawdown(Accumulation = .uncompounded)
  /// The drawdown that is exceeded in at most the part 1 - confidence of the periods.
  case drawdownAtRisk(confidence: Double, Accumulation = .uncompounded)
  /// The mean of the deepest drawdowns of total probability 1 - confidence.
  case conditionalDrawdown(confidence: Double, Accumulation = .uncompounded)
  /// The entropic value at risk of the drawdowns.
  case entropicDrawdown(confidence: Double, Accumulation = .uncompounded)
  /// The root of the mean squared drawdown.
  case ulcerIndex(Accumulation = .uncompounded)

  /// The measure of `returns`.
  ///
  /// - Parameters:
  ///   - returns: the simple returns of the portfolio, in the order of time.
  ///   - probabilities: how likely each is, up to a common factor; equally likely where `nil`.
  /// - Returns: the risk of one period, a loss being positive.
  /// - Throws: `PortfolioError` where returns, probabilities or the confidence make no sense, or a
  ///   dispersion is asked of a single period.
  public func value(of returns: [Double], probabilities: [Double]? = nil) throws -> Double {
    try measured(ReturnSample(returns, probabilities: probabilities)).value
  }

  /// The degree k in risk(c × weights) = c^k × risk(weights), c > 0, or `nil` where there is none.
  ///
  /// By Euler's theorem the contributions of the assets sum to the measure where there is one.
  public var degree: Int? {
    switch self {
    case .variance: 2
    case .semivariance(let target): target ?? 0 == 0 ? 2 : nil
    case .semideviation(let target), .meanAbsoluteDeviation(let target),
      .firstLowerPartialMoment(let target):
      target ?? 0 == 0 ? 1 : nil
    case .maximumDrawdown(let accumulation), .averageDrawdown(let accumulation),
      .drawdownAtRisk(_, let accumulation), .conditionalDrawdown(_, let accumulation),
      .entropicDrawdown(_, let accumulation), .ulcerIndex(let accumulation):
      accumulation == .uncompounded ? 1 : nil
    default: 1
    }
  }

  /// What the measure is multiplied by to hold for a year of `periodsPerYear` periods.
  ///
  /// Variances grow with time and deviations with its root where periods are uncorrelated. For the
  /// other measures there is no such rule: the factor is 1.
  public func annualFactor(periodsPerYear: Double) -> Double {
    switch self {
    case .variance, .semivariance: periodsPerYear
    case .standardDeviation, .semideviation: periodsPerYear.squareRoot()
    default: 1
    }
  }

  /// The measure of a sample, and its derivative by each return.
  func measured(_ sample: ReturnSample) throws -> MeasuredRisk {
    try checkParameters()
    switch self {
    case .variance: return try sample.variance()
    case .standardDeviation: return try sample.variance().squareRoot
    case .semivariance(let target): return try sample.semivariance(target: target)
    case .semideviation(let target): return try sample.semivariance(target: target).squareRoot
    case .meanAbsoluteDeviation(let target): return sample.meanAbsoluteDeviation(target: target)
    case .firstLowerPartialMoment(let target): return sample.firstLowerPartialMoment(target: target)
    case .giniMeanDifference: return try sample.giniMeanDifference()
    case .valueAtRisk(let confidence, .historical):
      return sample.historicalValueAtRisk(confidence: confidence)
    case .valueAtRisk(let confidence, .gaussian):
      return try sample.gaussianValueAtRisk(confidence: confidence)
    case .valueAtRisk(let confidence, .cornishFisher):
      return try sample.cornishFisherValueAtRisk(confidence: confidence)
    case .conditionalValueAtRisk(let confidence):
      return sample.conditionalValueAtRisk(confidence: confidence)
    case .entropicValueAtRisk(let confidence):
      return sample.entropicValueAtRisk(confidence: confidence)
    case .worstCase: return sample.worstCase()
    case .maximumDrawdown(let accumulation):
      return try sample.ofDrawdowns(accumulation) { $0.worstCase() }
    case .averageDrawdown(let accumulation):
      return try sample.ofDrawdowns(accumulation) { $0.meanLoss() }
    case .drawdownAtRisk(let confidence, let accumulation):
      return try sample.ofDrawdowns(accumulation) {
        $0.historicalValueAtRisk(confidence: confidence)
      }
    case .conditionalDrawdown(let confidence, let accumulation):
      return try sample.ofDrawdowns(accumulation) {
        $0.conditionalValueAtRisk(confidence: confidence)
      }
    case .entropicDrawdown(let confidence, let accumulation):
      return try sample.ofDrawdowns(accumulation) {
        $0.entropicValueAtRisk(confidence: confidence)
      }
    case .ulcerIndex(let accumulation):
      return try sample.ofDrawdowns(accumulation) { $0.rootMeanSquare() }
    }
  }

  private func checkParameters() throws {
    switch self {
    case .semivariance(let target?), .semideviation(let target?),
      .meanAbsoluteDeviation(let target?), .firstLowerPartialMoment(let target?):
      guard target.isFinite else {
        throw PortfolioError(.request, "the target return is \(target): give a finite number")
      }
    case .valueAtRisk(let confidence, _), .conditionalValueAtRisk(let confidence),
      .entropicValueAtRisk(let confidence), .drawdownAtRisk(let confidence, _),
      .conditionalDrawdown(let confidence, _), .entropicDrawdown(let confidence, _):
      try checkConfidence(confidence)
    default: break
    }
  }
}

/// Throws unless `confidence` lies between 0 and 1.
func checkConfidence(_ confidence: Double) throws {
  guard confidence > 0, confidence < 1 else {
    throw PortfolioError(
      .request, "the confidence is \(confidence): it must lie between 0 and 1, such as 0.95")
  }
}
