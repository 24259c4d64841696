import Foundation
import Reporting

/// The report on scenarios: what they say about a portfolio, and how far the model can be trusted.
struct ScenarioReport {
  let outcome: ScenariosRun.Outcome
  let history: Returns
  let scenarios: Matrix
  let command: String

  init(outcome: ScenariosRun.Outcome, history: Returns, scenarios: Matrix, _ command: String) {
    self.outcome = outcome
    self.history = history
    self.scenarios = scenarios
    self.command = command
  }

  /// The report, ready to be written.
  func report() -> Report {
    Report(
      title: "Scenarios of \(outcome.assets.count) assets",
      subtitle: "\(outcome.count) scenarios of the next period by \(outcome.model.rawValue)"
        + (outcome.condition.map { ", given \($0)" } ?? "") + ".",
      sections: [
        portfolio, frontier, assets, judgement,
        Report.Section(
          "What scenarios cannot tell",
          blocks: [
            .text(
              "A model repeats what the history holds: its tails are as fat as those that were seen, "
                + "and an asset that never fell by half does not know how. Its forecasts rest on the "
                + "volatility of today. Where a test of coverage fails, so do the figures.")
          ]),
        Report.Section("Run it again", blocks: [.command(command)]),
      ].compactMap(\.self), footer: "Written by Lyrebird.")
  }

  private var portfolio: Report.Section {
    let drawn = scenarios.times(outcome.weights)
    let seen = history.values.times(outcome.weights)
    var histogram = Histogram(
      of: [("scenarios", drawn), ("history", seen)], bins: 60,
      axis: Axis("return of the portfolio in a period", marks: .percent))
    histogram.shares = Axis("share", marks: .percent, lower: 0)
    histogram.references = outcome.risks.map {
      ReferenceLine(String(format: "VaR %.0f %%", 100 * $0.confidence), at: -$0.valueAtRisk)
    }
    var blocks: [Report.Block] = [
      .table(
        TextTable(
          header: ["level", "value at risk", "conditional value at risk"],
          rows: outcome.risks.map {
            [
              String(format: "%.0f %%", 100 * $0.confidence), inPercent($0.valueAtRisk),
              inPercent($0.conditionalValueAtRisk),
            ]
          }, numericColumns: [1, 2])),
      .figures([
        Figure("The next period", isWide: true, plot: .histogram(histogram))
      ]),
    ]
    if let probability = outcome.probability, let size = outcome.effectiveSize {
      blocks.insert(
        .note(
          .init(
            size < 200 ? .warning : .information,
            String(
              format: "The condition has a probability of %.3g %%; the scenarios are worth %.0f "
                + "independent ones.", 100 * probability, size))), at: 0)
    }
    return Report.Section("The portfolio", blocks: blocks)
  }

  private var frontier: Report.Section? {
    let curves = [("scenarios", outcome.tailFrontier), ("history", outcome.historicalTailFrontier)]
      .filter { !$0.1.isEmpty }
    guard !curves.isEmpty else { return nil }
    return Report.Section(
      "The frontier of tail risk",
      introduction: "The least CVaR at 95 % for each mean return of a period. Scenarios are of the "
        + "next period, calm or stormy as today is; the history is of all days alike.",
      blocks: [
        .figures([
          Figure(
            "Mean and tail risk", isWide: true,
            plot: .lines(
              LineChart(
                series: curves.map { name, points in
                  .init(name, x: points.map(\.conditionalValueAtRisk), y: points.map(\.mean))
                }, x: Axis("CVaR 95 %", marks: .percent, lower: 0),
                y: Axis("mean return of a period", marks: .percent))))
        ])
      ])
  }

  private var assets: Report.Section {
    var series = [BarChart.Series("mean return", values: outcome.assetMeans)]
    if let optimum = outcome.optimum {
      series.append(.init("weight of least CVaR", values: optimum))
    }
    return Report.Section(
      "The assets",
      introduction: outcome.condition == nil
        ? "" : "What each asset does on average where the condition holds.",
      blocks: [
        .figures(
          series.map { one in
            Figure(
              one.name,
              plot: .bars(
                BarChart(
                  categories: outcome.assets, series: [one], axis: Axis("", marks: .percent))))
          })
      ])
  }

  private var judgement: Report.Section? {
    guard !outcome.judgements.isEmpty else { return nil }
    return Report.Section(
      "How far the models can be trusted",
      introduction: "On the last fifth of the periods, which were not learnt from. Pairs are of "
        + "simulated paths and of the real one. p is that of Christoffersen's test: below 0.05 value "
        + "at risk is exceeded too often, too rarely or in clusters.",
      blocks: [
        .table(
          TextTable(
            header: ScenarioJudgement.header, rows: outcome.judgements.map(\.cells),
            numericColumns: Array(1..<ScenarioJudgement.header.count)))
      ] + outcome.judgements.compactMap(\.warning).map { .note(.init(.warning, $0)) })
  }
}
