public import Reporting

/// Everything that the report on a synthetic table is made from.
public struct SynthesisReport: Sendable {
  /// The real table that was learnt from.
  public var real: Table
  /// The synthetic table, with columns of the same names.
  public var synthetic: Table
  /// What was run.
  public var run: RunSettings
  /// What was measured, or `nil` where nothing was.
  public var evaluation: EvaluationReport?
  /// The training run; empty where nothing was trained.
  public var training: [TrainingPoint]
  /// What the training loss is, with its unit.
  public var lossName: String
  /// The step whose model was kept.
  public var keptStep: Int?
  /// What the reader should know before using the table.
  public var warnings: [String]
  /// The largest number of columns that get a figure of their own.
  public var columnLimit: Int

  /// Makes the inputs of a report; what is left empty is left out of it.
  public init(
    real: Table, synthetic: Table, run: RunSettings, evaluation: EvaluationReport? = nil,
    training: [TrainingPoint] = [], lossName: String = "loss, nats a row", keptStep: Int? = nil,
    warnings: [String] = [], columnLimit: Int = 60
  ) {
    self.real = real
    self.synthetic = synthetic
    self.run = run
    self.evaluation = evaluation
    self.training = training
    self.lossName = lossName
    self.keptStep = keptStep
    self.warnings = warnings
    self.columnLimit = columnLimit
  }

  /// The report, ready to be written.
  public func report() -> Report {
    let count = NumberFormat.number(decimals: 0)
    let subtitle =
      "\(count.text(Double(synthetic.rowCount))) synthetic rows beside "
      + "\(count.text(Double(real.rowCount))) real rows of \(real.columns.count) columns."
    let parts = [
      overview, columns, pairTrends, projection, prediction, learning, privacy, run.section,
    ]
    return Report(
      title: "Synthetic \(run.source)", subtitle: subtitle, sections: parts.compactMap(\.self),
      footer: run.footer)
  }

  /// The columns of both tables that say something about a distribution.
  var columnPairs: [(real: Column, synthetic: Column)] {
    real.columns.compactMap { column in
      guard ![.identifier, .text].contains(column.kind), let other = synthetic[column.name] else {
        return nil
      }
      return (column, other)
    }
  }

  private var overview: Report.Section? {
    var blocks = warnings.map { Report.Block.note(.init(.warning, $0)) }
    let figures = (evaluation?.figures ?? []).filter { !$0.name.isAboutPrivacy }
    if !figures.isEmpty { blocks.append(.keyFigures(figures.map(KeyFigure.init))) }
    blocks += (evaluation?.notes ?? []).map { .note(.init(.information, $0)) }
    guard !blocks.isEmpty else { return nil }
    let introduction =
      figures.isEmpty
      ? ""
      : "The dot is the synthetic table, the stroke is what real data reaches: other real rows, "
        + "measured in the same way. A table that is much nearer than they are may copy."
    return Report.Section("At a glance", introduction: introduction, blocks: blocks)
  }

  private var columns: Report.Section? {
    let pairs = columnPairs
    guard !pairs.isEmpty else { return nil }
    let shapes = evaluation?.columnShapes ?? []
    let masses = evaluation?.pointMasses ?? []
    var blocks: [Report.Block] = [
      .figures(
        pairs.prefix(columnLimit).map { pair in
          ColumnFigures.figure(
            real: pair.real, synthetic: pair.synthetic,
            shape: shapes.first { $0.column == pair.real.name },
            mass: masses.first { $0.column == pair.real.name })
        })
    ]
    if pairs.count > columnLimit {
      let text = "The first \(columnLimit) of \(pairs.count) columns have a plot."
      blocks.append(.note(.init(.information, text)))
    }
    if !shapes.isEmpty { blocks.append(.table(ColumnFigures.table(shapes, masses))) }
    return Report.Section(
      "Columns",
      introduction: "How often each value occurs, in real rows (filled) and in synthetic rows "
        + "(outlined).", blocks: blocks)
  }

  private var pairTrends: Report.Section? {
    guard let evaluation, !evaluation.pairTrends.isEmpty else { return nil }
    let pairs = evaluation.pairTrends
    var blocks: [Report.Block] = [
      .figures([PairTrendFigure.figure(pairs, columns: evaluation.columns)]),
      .table(PairTrendFigure.worst(pairs)),
    ]
    if !evaluation.dependencies.isEmpty {
      let percent = NumberFormat.percent(decimals: 2)
      blocks.append(
        .table(
          TextTable(
            caption: "Rules that hold in every real row",
            header: ["column", "is decided by", "broken in synthetic rows"],
            rows: evaluation.dependencies.map { one in
              [
                one.rule.dependent, one.rule.determinants.joined(separator: ", "),
                percent.text(one.brokenShare),
              ]
            }, numericColumns: [2])))
    }
    return Report.Section(
      "Pairs of columns", introduction: "Whether columns go together as they do in reality.",
      blocks: blocks)
  }

  private var projection: Report.Section? {
    let pairs = columnPairs
    guard !pairs.isEmpty,
      let figure = ProjectionFigure.figure(
        real: Table(columns: pairs.map(\.real)), synthetic: Table(columns: pairs.map(\.synthetic)))
    else { return nil }
    return Report.Section(
      "Whole rows", introduction: "All columns at once, flattened into a plane.",
      blocks: [.figures([figure])])
  }

  private var prediction: Report.Section? {
    guard let prediction = evaluation?.prediction else { return nil }
    let format = NumberFormat.number(decimals: 3)
    let (synthetic, real) = (prediction.synthetic, prediction.real)
    let scores: [(String, Double?, Double?)] = [
      ("ROC AUC", synthetic.rocAUC, real.rocAUC),
      ("average precision", synthetic.averagePrecision, real.averagePrecision),
      ("F1", synthetic.f1, real.f1),
      ("log loss (lower is better)", synthetic.logLoss, real.logLoss),
      ("R²", synthetic.r2, real.r2), ("RMSE (lower is better)", synthetic.rmse, real.rmse),
    ]
    let rows = scores.filter { $0.1 != nil || $0.2 != nil }.map { name, synthetic, real in
      [name, format.text(synthetic ?? .nan), format.text(real ?? .nan)]
    }
    guard !rows.isEmpty else { return nil }
    return Report.Section(
      "Use",
      introduction: "Gradient-boosted trees predict \(prediction.target) of real rows that they "
        + "have not seen, once trained on synthetic rows and once on real ones.",
      blocks: [
        .table(
          TextTable(
            header: ["measure", "trained on synthetic rows", "trained on real rows"], rows: rows,
            numericColumns: [1, 2]))
      ])
  }

  private var learning: Report.Section? {
    guard !training.isEmpty else { return nil }
    return Report.Section(
      "Learning", introduction: "How the model came about.",
      blocks: [
        .figures([TrainingFigure.figure(training, lossName: lossName, keptStep: keptStep)])
      ])
  }

  private var privacy: Report.Section? {
    let figures = (evaluation?.figures ?? []).filter(\.name.isAboutPrivacy)
    guard !figures.isEmpty else { return nil }
    return Report.Section(
      "Privacy",
      introduction: "Whether synthetic rows are nearer to the rows that were learnt from than "
        + "fresh real rows are. These figures find copying; they are no proof of anonymity.",
      blocks: [.keyFigures(figures.map(KeyFigure.init))])
  }
}
