/// What the best portfolio is best at; risk is variance.
public enum PortfolioObjective: Sendable, Equatable, Codable {
  /// The least variance.
  case minimumVariance
  /// The largest (mean - riskFree) / volatility.
  case maximumSharpe(riskFree: Double)
  /// The largest mean - ½ riskAversion · variance.
  case maximumUtility(riskAversion: Double)
  /// The least variance of all portfolios with at least this expected return.
  case minimumVarianceReturning(Double)
  /// The largest expected return of all portfolios with at most this volatility.
  case maximumReturn(volatility: Double)
  /// The largest expected return.
  case maximumReturnAlone
}

extension EfficientFrontier {
  /// The best portfolio.
  ///
  /// - Throws: `PortfolioError` that says what can be reached, where the objective cannot.
  public func best(_ objective: PortfolioObjective) throws(PortfolioError) -> Portfolio {
    switch objective {
    case .minimumVariance: minimumVariance
    case .maximumSharpe(let riskFree): try maximumSharpe(riskFree: riskFree)
    case .maximumUtility(let riskAversion): try maximumUtility(riskAversion: riskAversion)
    case .minimumVarianceReturning(let goal): try portfolio(returning: goal)
    case .maximumReturn(let volatility): try portfolio(volatility: volatility)
    case .maximumReturnAlone: maximumReturn
    }
  }

  /// The portfolio of largest diversification ratio wᵀσ / √(wᵀΣw): the largest Sharpe ratio of assets
  /// whose returns are proportional to their volatilities.
  ///
  /// Source: Choueifaty and Coignard, "Toward maximum diversification", 2008.
  ///
  /// - Returns: The portfolio; its `mean` is the weighted volatility wᵀσ.
  /// - Throws: `PortfolioError`, as the frontier does.
  public static func maximumDiversification(
    covariance: Matrix, constraints: PortfolioConstraints? = nil
  ) throws(PortfolioError) -> Portfolio {
    let volatilities = covariance.diagonal.map { max(0, $0).squareRoot() }
    return try EfficientFrontier(
      mean: volatilities, covariance: covariance, constraints: constraints
    ).maximumSharpe()
  }
}

extension PortfolioObjective {
  /// What the objective makes smallest.
  func score(_ portfolio: EfficientFrontier.Portfolio) -> Double {
    switch self {
    case .minimumVariance, .minimumVarianceReturning: portfolio.variance
    case .maximumSharpe(let riskFree): -portfolio.sharpeRatio(riskFree: riskFree)
    case .maximumUtility(let riskAversion):
      riskAversion / 2 * portfolio.variance - portfolio.mean
    case .maximumReturn, .maximumReturnAlone: -portfolio.mean
    }
  }
}
