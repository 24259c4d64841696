/// The value at risk of returns that are normal: z · volatility - mean, with z the quantile of the
/// standard normal distribution.
public struct GaussianValueAtRisk: Sendable, Equatable {
  /// The level, above one half, such as 0.95.
  public let confidence: Double
  /// How many of its periods the mean and the covariance are of, such as 252 where these are of a year
  /// and the value at risk is of a day.
  public let periods: Double

  /// Makes the measure.
  ///
  /// - Parameters:
  ///   - confidence: The level, above one half, such as 0.95.
  ///   - periods: How many of its periods the mean and the covariance are of.
  /// - Throws: `PortfolioError` when a number makes no sense.
  public init(confidence: Double, periods: Double = 1) throws(PortfolioError) {
    guard confidence > 0.5, confidence < 1 else {
      throw PortfolioError(
        .request, "the confidence \(confidence) is not between one half and 1, as 0.95 is.")
    }
    guard periods > 0, periods.isFinite else {
      throw PortfolioError(.request, "there are \(periods) periods; that is not above 0.")
    }
    self.confidence = confidence
    self.periods = periods
  }

  /// What a volatility weighs against a mean: variances and means grow with the number of periods.
  var multiple: Double { StandardNormal.quantile(confidence) * periods.squareRoot() }

  /// The value at risk of one period, a loss being positive.
  public func value(of portfolio: EfficientFrontier.Portfolio) -> Double {
    (multiple * portfolio.volatility - portfolio.mean) / periods
  }
}
