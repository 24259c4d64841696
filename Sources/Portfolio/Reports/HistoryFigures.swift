import Foundation

/// What a series of returns did, in the columns of a table.
struct HistoryFigures {
  static let header = [
    "growth a year", "volatility", "Sharpe ratio", "maximum drawdown", "VaR 95 %", "CVaR 95 %",
    "worst period",
  ]

  let texts: [String]

  /// - Throws: `PortfolioError` when the series is too short.
  init(_ series: [Double], _ problem: PortfolioProblem) throws {
    let summary = try PerformanceSummary(
      returns: series, periodsPerYear: problem.prepared.returns.periodsPerYear,
      riskFreeRate: problem.estimates.riskFree / problem.prepared.returns.periodsPerYear)
    func risk(_ measure: RiskMeasure) throws -> String { inPercent(try measure.value(of: series)) }
    let excess = summary.arithmeticReturn - problem.estimates.riskFree
    texts = [
      inPercent(summary.compoundedReturn), inPercent(summary.volatility),
      String(format: "%.3f", excess / max(summary.volatility, 1e-12)),
      try risk(.maximumDrawdown(.compounded)), try risk(.valueAtRisk(confidence: 0.95)),
      try risk(.conditionalValueAtRisk(confidence: 0.95)), inPercent(summary.worst),
    ]
  }
}
