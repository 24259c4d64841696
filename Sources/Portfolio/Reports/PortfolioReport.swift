import Foundation
import Reporting

/// The report on a set of assets: their frontier, its portfolios, their risks and how they would have
/// fared.
struct PortfolioReport {
  let problem: PortfolioProblem
  let frontier: EfficientFrontier
  let outcome: FrontierRun.Outcome
  let cloud: RandomPortfolioCloud?
  let command: String
  let seed: UInt64

  /// The report, ready to be written.
  func report() throws -> Report {
    Report(
      title: "Portfolios of \(problem.assets.count) assets",
      subtitle: "\(problem.period), \(problem.prepared.returns.periodCount) returns. All figures "
        + "are of a year unless they say otherwise.",
      sections: [
        overview, frontierSection, try riskSection(), try historySection(), try backtestSection(),
        inputSection, caution, again,
      ].compactMap(\.self),
      footer: "Written by Lyrebird.")
  }

  // MARK: - Sections

  private var overview: Report.Section {
    let rows = outcome.portfolios.map {
      [
        $0.name, inPercent($0.mean), inPercent($0.volatility), String(format: "%.3f", $0.sharpe),
        "\($0.weights.count { abs($0) > 1e-6 })",
      ]
    }
    var blocks: [Report.Block] = [
      .table(
        TextTable(
          header: ["portfolio", "return", "volatility", "Sharpe ratio", "assets held"], rows: rows,
          numericColumns: [1, 2, 3, 4]))
    ]
    if let remark = outcome.remark { blocks.append(.note(.init(.warning, remark))) }
    if let random = outcome.random { blocks.append(.note(.init(.information, random.text + "."))) }
    return Report.Section(
      "At a glance",
      introduction: "Expected returns are estimates from the past, and the weakest of all inputs.",
      blocks: blocks)
  }

  private var frontierSection: Report.Section {
    Report.Section(
      "The efficient frontier",
      introduction: "Each point of the line has the least risk of all portfolios with its return. "
        + "It is exact: \(outcome.cornerCount) corners, between which the weights are straight "
        + "lines.",
      blocks: [
        .figures([
          PortfolioFigures.frontier(outcome, cloud: cloud, problem: problem),
          PortfolioFigures.weights(along: frontier, assets: problem.assets),
        ])
      ])
  }

  private func riskSection() throws -> Report.Section {
    var figures = [PortfolioFigures.correlation(problem)]
    let contributions = try outcome.portfolios.filter { portfolio in
      portfolio.weights.count { abs($0) > 5e-4 } > 1
    }.map {
      try PortfolioFigures.contributions($0, problem)
    }
    figures += contributions
    return Report.Section(
      "Where the risk comes from",
      introduction: "An asset's part of the weights and its part of the risk are not the same.",
      blocks: [.figures(figures)])
  }

  private func historySection() throws -> Report.Section {
    let portfolios = outcome.portfolios
    var rows: [[String]] = []
    for portfolio in portfolios {
      let series = problem.prepared.simpleReturns.values.times(portfolio.weights)
      rows.append([portfolio.name] + (try HistoryFigures(series, problem).texts))
    }
    return Report.Section(
      "These weights in the past",
      introduction: "What the weights, rebalanced each period, would have done in the very history "
        + "that they were chosen on: better than what can be expected.",
      blocks: [
        .table(
          TextTable(
            header: ["portfolio"] + HistoryFigures.header, rows: rows,
            numericColumns: Array(1...HistoryFigures.header.count))),
        .figures([
          try PortfolioFigures.drawdowns(portfolios, problem),
          try PortfolioFigures.distribution(portfolios, problem),
        ]),
      ])
  }

  private func backtestSection() throws -> Report.Section? {
    try BacktestSection(problem: problem, seed: seed).section()
  }

  private var inputSection: Report.Section {
    Report.Section(
      "What went in",
      blocks: outcome.notes.map { .note(.init(.information, $0)) } + [
        .table(
          TextTable(
            header: ["asset", "expected return", "volatility"],
            rows: problem.assets.enumerated().map { index, name in
              [
                name, inPercent(problem.estimates.mean[index]),
                inPercent(problem.estimates.covariance[index, index].squareRoot()),
              ]
            }, numericColumns: [1, 2]))
      ])
  }

  private var caution: Report.Section {
    Report.Section(
      "What such figures cannot promise",
      blocks: [
        .text(
          "The frontier is exact for the numbers that went in, and these numbers are guesses. The "
            + "standard error of a mean return is the volatility divided by the root of the years: "
            + "with 20 % volatility and ten years it is 6 points, more than what tells most assets "
            + "apart. An optimiser seeks out the errors: what looks best is partly what was "
            + "overestimated most."),
        .text(
          "Covariances are steadier, so that the portfolio of least variance is the most reliable "
            + "of the frontier. Crises raise correlations just when they matter. Costs, taxes and "
            + "what was not in the data are not in the figures."),
      ])
  }

  private var again: Report.Section? {
    command.isEmpty
      ? nil
      : Report.Section(
        "Run it again", introduction: "The same command and input give the same figures.",
        blocks: [.command(command)])
  }
}

/// A share in percent with two decimals.
func inPercent(_ value: Double) -> String { String(format: "%.2f %%", 100 * value) }

extension PreparedReturns {
  /// The returns as simple ones, whose weighted sum is that of a portfolio.
  var simpleReturns: Returns { returns.kind == .simple ? returns : returns.converted(to: .simple) }
}
