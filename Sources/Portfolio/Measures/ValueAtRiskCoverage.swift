internal import Foundation

/// Whether forecasts of the value at risk were exceeded as often, and as irregularly, as they say.
///
/// Sources: Kupiec, "Techniques for verifying the accuracy of risk measurement models", 1995;
/// Christoffersen, "Evaluating interval forecasts", 1998.
public struct ValueAtRiskCoverage: Sendable, Equatable, Codable {
  /// A likelihood-ratio test.
  public struct Test: Sendable, Equatable, Codable {
    /// Twice the logarithm of the ratio of likelihoods.
    public let statistic: Double
    /// How many conditions are tested: the degrees of freedom of the chi-square distribution.
    public let degreesOfFreedom: Int
    /// The probability of a statistic at least as large where the forecasts are right.
    public let probability: Double

    init(statistic: Double, degreesOfFreedom: Int) {
      // Rounding can leave a ratio of equal likelihoods a bit below zero.
      self.statistic = max(statistic, 0)
      self.degreesOfFreedom = degreesOfFreedom
      probability = ChiSquared.survival(self.statistic, degrees: degreesOfFreedom)
    }
  }

  /// The level of the forecasts, such as 0.95.
  public let confidence: Double
  /// How many forecasts there were.
  public let periodCount: Int
  /// How many of them were exceeded by the loss.
  public let exceedanceCount: Int
  /// Kupiec's test that the part of exceedances is 1 - confidence.
  public let unconditional: Test
  /// Christoffersen's test that an exceedance does not depend on the period before.
  public let independence: Test
  /// Both conditions at once, the sum of the two statistics (Christoffersen's conditional coverage).
  public let conditional: Test

  /// How many exceedances are expected.
  public var expectedCount: Double { Double(periodCount) * (1 - confidence) }

  /// Tests a series of exceedances, in the order of time.
  ///
  /// - Throws: `PortfolioError` where there are fewer than two periods, or the confidence makes no
  ///   sense.
  public init(exceedances: [Bool], confidence: Double) throws {
    try checkConfidence(confidence)
    guard exceedances.count > 1 else {
      throw PortfolioError(.data, "two forecasts or more are needed to test a value at risk")
    }
    self.confidence = confidence
    periodCount = exceedances.count
    exceedanceCount = exceedances.count { $0 }
    let hits = Double(exceedanceCount)
    let misses = Double(periodCount) - hits
    let kupiec =
      Self.logLikelihood(hits: hits, misses: misses)
      - Self.logLikelihood(hits: hits, misses: misses, probability: 1 - confidence)
    unconditional = Test(statistic: 2 * kupiec, degreesOfFreedom: 1)

    var afterMiss = (misses: 0.0, hits: 0.0)
    var afterHit = (misses: 0.0, hits: 0.0)
    for (before, now) in zip(exceedances, exceedances.dropFirst()) {
      switch (before, now) {
      case (false, false): afterMiss.misses += 1
      case (false, true): afterMiss.hits += 1
      case (true, false): afterHit.misses += 1
      case (true, true): afterHit.hits += 1
      }
    }
    let christoffersen =
      Self.logLikelihood(hits: afterMiss.hits, misses: afterMiss.misses)
      + Self.logLikelihood(hits: afterHit.hits, misses: afterHit.misses)
      - Self.logLikelihood(
        hits: afterMiss.hits + afterHit.hits, misses: afterMiss.misses + afterHit.misses)
    independence = Test(statistic: 2 * christoffersen, degreesOfFreedom: 1)
    conditional = Test(
      statistic: unconditional.statistic + independence.statistic, degreesOfFreedom: 2)
  }

  /// Tests forecasts against what happened.
  ///
  /// - Parameters:
  ///   - returns: the return of each period.
  ///   - valueAtRisk: the forecast for each period, a loss as a positive number.
  ///   - confidence: the level of the forecasts.
  /// - Throws: `PortfolioError` where the numbers do not fit or make no sense.
  public init(returns: [Double], valueAtRisk: [Double], confidence: Double) throws {
    guard returns.count == valueAtRisk.count else {
      throw PortfolioError(
        .request, "there are \(valueAtRisk.count) forecasts for \(returns.count) returns")
    }
    guard returns.allSatisfy(\.isFinite), valueAtRisk.allSatisfy({ !$0.isNaN }) else {
      throw PortfolioError(.data, "returns and forecasts must be numbers: fill or drop what is not")
    }
    try self.init(
      exceedances: zip(returns, valueAtRisk).map { $0 < -$1 }, confidence: confidence)
  }

  /// The logarithm of the likelihood of independent hits, by default at the observed frequency.
  private static func logLikelihood(
    hits: Double, misses: Double, probability: Double? = nil
  )
    -> Double
  {
    let p = probability ?? (hits + misses > 0 ? hits / (hits + misses) : 0)
    return (hits > 0 ? hits * log(p) : 0) + (misses > 0 ? misses * log1p(-p) : 0)
  }

  /// The second statistic of Acerbi and Székely for forecasts of the conditional value at risk.
  ///
  /// About 0 where the forecasts are right, negative where tail losses were larger than forecast.
  /// Below -0.7 the forecasts are rejected at about 5 %, whatever the distribution (table 1 of the
  /// paper, for a confidence of 0.975). Source: "Back-testing expected shortfall", 2014, equation 6.
  ///
  /// - Throws: `PortfolioError` where the numbers do not fit or a forecast is not positive.
  public static func shortfallStatistic(
    returns: [Double], valueAtRisk: [Double], conditionalValueAtRisk: [Double], confidence: Double
  ) throws -> Double {
    try checkConfidence(confidence)
    guard !returns.isEmpty, returns.count == valueAtRisk.count,
      returns.count == conditionalValueAtRisk.count
    else { throw PortfolioError(.request, "give one pair of forecasts for each return") }
    guard conditionalValueAtRisk.allSatisfy({ $0 > 0 }), returns.allSatisfy(\.isFinite) else {
      throw PortfolioError(
        .data, "returns must be finite and each conditional value at risk above zero")
    }
    let sum = returns.indices.reduce(0) {
      returns[$1] < -valueAtRisk[$1] ? $0 + returns[$1] / conditionalValueAtRisk[$1] : $0
    }
    return sum / (Double(returns.count) * (1 - confidence)) + 1
  }
}
