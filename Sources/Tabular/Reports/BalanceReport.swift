public import Reporting

/// Everything that the report on a balanced table is made from.
public struct BalanceReport: Codable, Sendable, Equatable {
  /// What each method reached.
  public var comparison: BalanceComparison
  /// The classes before rows were added.
  public var before: ClassBalance
  /// The classes after rows were added.
  public var after: ClassBalance
  /// What was run.
  public var run: RunSettings
  /// What the reader should know before using the table.
  public var warnings: [String]

  /// Makes the inputs of a report.
  public init(
    comparison: BalanceComparison, before: ClassBalance, after: ClassBalance, run: RunSettings,
    warnings: [String] = []
  ) {
    self.comparison = comparison
    self.before = before
    self.after = after
    self.run = run
    self.warnings = warnings
  }

  private typealias Measure = BalanceComparison.Measure

  /// The report, ready to be written.
  public func report() -> Report {
    Report(
      title: "Balanced \(run.source)",
      subtitle: "Whether added rows of class \(comparison.positive) of column "
        + "\(comparison.options.target) help a classifier.",
      sections: [overview, details, counts, run.section], footer: run.footer)
  }

  private var overview: Report.Section {
    var blocks = warnings.map { Report.Block.note(.init(.warning, $0)) }
    blocks.append(.note(.init(.information, comparison.verdict)))
    if let own = comparison[.lyrebird] {
      blocks.append(.keyFigures(Measure.allCases.map { card(own, $0) }))
    }
    if !comparison.findings.isEmpty {
      blocks.append(.text(comparison.findings.joined(separator: "\n\n")))
    }
    return Report.Section(
      "At a glance",
      introduction: "A classifier learns from the table with rows that Lyrebird added, and is "
        + "tested on real rows that no method has seen. The strokes are other treatments.",
      blocks: blocks)
  }

  private func card(_ own: BalanceComparison.Outcome, _ measure: Measure) -> KeyFigure {
    let others = comparison.outcomes.filter { $0.method != own.method }
    return KeyFigure(
      label: title(measure), value: own.mean(measure), sentence: sentence(measure),
      references: others.map { .init($0.method.title, $0.mean(measure)) },
      scale: .init(measure == .rocAUC ? 0.5 : 0, 1))
  }

  private var details: Report.Section {
    let format = NumberFormat.number(decimals: 3)
    let figures = Measure.allCases.map { measure in
      Figure(
        title(measure), caption: "The mean over the folds, and the worst and the best fold.",
        plot: .intervals(
          IntervalPlot(
            intervals: comparison.outcomes.compactMap { outcome in
              guard let scores = outcome.scores[measure], let low = scores.min(),
                let high = scores.max()
              else { return nil }
              return .init(
                outcome.method.title, lower: low, middle: outcome.mean(measure), upper: high)
            }, axis: Axis(""))))
    }
    let rows = comparison.outcomes.map { outcome in
      let cells = Measure.allCases.map { measure in
        "\(format.text(outcome.mean(measure))) ± \(format.text(outcome.deviation(measure)))"
      }
      return [outcome.method.title] + cells
        + [NumberFormat.number(decimals: 0).text(outcome.added)]
    }
    return Report.Section(
      "Comparison",
      introduction: "The same gradient-boosted classifier after each treatment, in "
        + "\(comparison.folds) folds. Folds differ from each other more than treatments do, so "
        + "treatments are compared fold by fold.",
      blocks: [
        .figures(figures),
        .table(
          TextTable(
            caption: "Mean and standard deviation over the folds",
            header: ["treatment"] + Measure.allCases.map(title) + ["rows added"], rows: rows,
            numericColumns: Array(1...Measure.allCases.count + 1))),
      ])
  }

  private var counts: Report.Section {
    func count(_ level: String, _ balance: ClassBalance) -> Double {
      Double(balance.classes.first { $0.level == level }?.count ?? 0)
    }
    let levels = before.classes.map(\.level)
    let chart = BarChart(
      categories: levels,
      series: [
        .init("before", values: levels.map { count($0, before) }),
        .init("after", values: levels.map { count($0, after) }),
      ], axis: Axis("rows", lower: 0))
    return Report.Section(
      "Classes", introduction: "Rows of each class of \(before.target).",
      blocks: [.figures([Figure("Rows of each class", plot: .bars(chart))])])
  }

  private func title(_ measure: Measure) -> String {
    measure.title.prefix(1).uppercased() + measure.title.dropFirst()
  }

  /// What the measure means, in one sentence.
  private func sentence(_ measure: Measure) -> String {
    switch measure {
    case .averagePrecision:
      "How pure the top of the list is when rows are ranked by the rare class: 1 is perfect, the "
        + "share of the class is guessing."
    case .rocAUC:
      "How often a row of the rare class is ranked above another row: 1 is perfect, 0.5 is "
        + "guessing."
    case .f1: "The balance of finding the rare class and not crying wolf, at probability 0.5."
    case .f1AtBestThreshold: "The same at the threshold that was best on training rows."
    }
  }
}
