public import Reporting

/// Everything that the report on a balanced table is made from.
public struct BalanceReport: Codable, Sendable, Equatable {
  /// One way to treat the imbalance, and what it reached on each test fold.
  public struct Method: Codable, Sendable, Equatable {
    /// The name, such as `class weights`.
    public var name: String
    /// Average precision of the rare class, one a fold.
    public var averagePrecision: [Double]
    /// Area under the ROC curve, one a fold.
    public var rocAUC: [Double]
    /// F1 of the rare class at a threshold chosen on training rows, one a fold.
    public var f1: [Double]

    /// Makes a method's result.
    public init(name: String, averagePrecision: [Double], rocAUC: [Double], f1: [Double]) {
      self.name = name
      self.averagePrecision = averagePrecision
      self.rocAUC = rocAUC
      self.f1 = f1
    }
  }

  /// How many rows a class has.
  public struct ClassCount: Codable, Sendable, Equatable {
    /// The class.
    public var name: String
    /// Rows before balancing.
    public var before: Int
    /// Rows after balancing.
    public var after: Int

    /// Makes a count.
    public init(name: String, before: Int, after: Int) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// The column whose classes were balanced.
  public var target: String
  /// The rows of each class.
  public var classes: [ClassCount]
  /// What each method reached; the first is the table as it is.
  public var methods: [Method]
  /// The index of Lyrebird's own method in `methods`.
  public var ownMethod: Int
  /// What was run.
  public var run: RunSettings
  /// What the reader should know before using the table.
  public var warnings: [String]

  /// Makes the inputs of a report.
  ///
  /// - Precondition: `ownMethod` is an index of `methods`.
  public init(
    target: String, classes: [ClassCount], methods: [Method], ownMethod: Int, run: RunSettings,
    warnings: [String] = []
  ) {
    precondition(methods.indices.contains(ownMethod), "no such method")
    self.target = target
    self.classes = classes
    self.methods = methods
    self.ownMethod = ownMethod
    self.run = run
    self.warnings = warnings
  }

  /// The report, ready to be written.
  public func report() -> Report {
    Report(
      title: "Balanced \(run.source)",
      subtitle: "Whether added rows of a rare class of \(target) help a classifier.",
      sections: [overview, comparison, counts, run.section], footer: run.footer)
  }

  private var overview: Report.Section {
    let verdicts = Measure.allCases.map { difference(in: $0).sentence }
    return Report.Section(
      "At a glance",
      introduction: "Each figure is the mean over test folds of real rows that no method has seen.",
      blocks: warnings.map { .note(.init(.warning, $0)) } + [
        .keyFigures(Measure.allCases.map(card)), .text(verdicts.joined(separator: "\n\n")),
      ])
  }

  private func card(_ measure: Measure) -> KeyFigure {
    KeyFigure(
      label: measure.rawValue, value: measure.mean(methods[ownMethod]),
      sentence: measure.sentence,
      references: methods.indices.filter { $0 != ownMethod }.map {
        .init(methods[$0].name, measure.mean(methods[$0]))
      }, scale: .init(measure == .rocAUC ? 0.5 : 0, 1))
  }

  private var comparison: Report.Section {
    let format = NumberFormat.number(decimals: 3)
    let figures = Measure.allCases.map { measure in
      Figure(
        measure.rawValue, caption: "The mean over the folds, and the worst and best fold.",
        plot: .intervals(
          IntervalPlot(
            intervals: methods.compactMap { method in
              let values = measure.values(method)
              guard let low = values.min(), let high = values.max() else { return nil }
              return .init(method.name, lower: low, middle: measure.mean(method), upper: high)
            }, axis: Axis(""))))
    }
    let rows = methods.map { method in
      [method.name] + Measure.allCases.map { format.text($0.mean(method)) }
    }
    return Report.Section(
      "Comparison",
      introduction: "The same gradient-boosted classifier after each treatment. Folds differ from "
        + "each other more than methods do, so methods are compared fold by fold.",
      blocks: [
        .figures(figures),
        .table(
          TextTable(
            header: ["treatment"] + Measure.allCases.map(\.rawValue), rows: rows,
            numericColumns: [1, 2, 3])),
      ])
  }

  private var counts: Report.Section {
    Report.Section(
      "Classes", introduction: "Rows of each class of \(target).",
      blocks: [
        .figures([
          Figure(
            "Rows of each class",
            plot: .bars(
              BarChart(
                categories: classes.map(\.name),
                series: [
                  .init("before", values: classes.map { Double($0.before) }),
                  .init("after", values: classes.map { Double($0.after) }),
                ], axis: Axis("rows", lower: 0))))
        ])
      ])
  }
}
