import Reporting

/// How strategies would have fared that knew the past alone.
struct BacktestSection {
  let problem: PortfolioProblem
  let seed: UInt64

  /// - Returns: `nil` where the history is too short.
  /// - Throws: `PortfolioError`.
  func section() throws -> Report.Section? {
    let returns = problem.prepared.simpleReturns
    let year = Int(returns.periodsPerYear.rounded())
    guard returns.periodCount >= 2 * year, year >= 12 else { return nil }
    let run = StrategyComparisonRun(
      returns: returns, constraints: problem.choice.constraints,
      riskFree: problem.estimates.riskFree, trainingSize: year, testSize: max(1, year / 12),
      costs: TransactionCosts(proportional: 0.001), seed: seed)
    let population = try run.population(of: PortfolioStrategy.standard)
    return Report.Section(
      "Walking forward",
      introduction: "Every \(run.testSize) periods each strategy sees the last \(year) alone, "
        + "chooses new weights and pays 0.1 % for what it trades.",
      blocks: try run.blocks(population))
  }
}
