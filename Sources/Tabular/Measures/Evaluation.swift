internal import Torch

extension EvaluationReport {
  /// Measures a synthetic table against the real one that it was drawn after.
  ///
  /// The same tables and options give the same report.
  ///
  /// - Parameters:
  ///   - real: The rows that the generator learned from.
  ///   - synthetic: The rows that it drew.
  ///   - holdout: Real rows that it never saw. With them the ceilings are what these rows reach,
  ///     and what needs unseen rows can be measured.
  ///   - options: What to measure.
  ///   - progress: Called before each step with its name and the part of the work that is done.
  /// - Throws: `TableError` that names the column when the schemas differ or an option is wrong,
  ///   `BoostingError` when XGBoost fails.
  public init(
    real: Table, synthetic: Table, holdout: Table? = nil,
    options: EvaluationOptions = EvaluationOptions(),
    progress: (String, Double) -> Void = { _, _ in }
  ) throws {
    let tables = try ComparedTables(real: real, synthetic: synthetic, holdout: holdout)
    self.init(tables, options: options)
    let evaluation = Evaluation(tables, options)
    progress("columns and pairs", 0)
    try evaluation.addFidelity(to: &self)
    progress("predictions", 0.25)
    try evaluation.addPrediction(to: &self)
    progress("telling apart", 0.5)
    try evaluation.addTwoSampleTest(to: &self)
    progress("privacy", 0.75)
    evaluation.addPrivacy(to: &self)
    evaluation.addNotes(to: &self)
    progress("done", 1)
  }
}

/// The steps of an evaluation.
struct Evaluation {
  let tables: ComparedTables
  let options: EvaluationOptions
  let generator: SeededGenerator
  /// Two real tables of which the second is as fresh rows are: what real data reaches.
  let reference: (seen: Table, fresh: Table)
  /// How the reference was made.
  let source: String

  init(_ tables: ComparedTables, _ options: EvaluationOptions) {
    self.tables = tables
    self.options = options
    generator = SeededGenerator(seed: options.seed)
    if let holdout = tables.holdout {
      reference = (tables.real, holdout)
      source = "fresh real rows (\(holdout.rowCount) test rows)"
    } else {
      var own = generator.split(stream: 1)
      let order = Array(0..<tables.real.rowCount).shuffled(using: &own)
      let half = (order.count + 1) / 2
      let second = Array(order[half...])
      // A table of one row has no second half.
      reference = (
        tables.real.rows(Array(order[..<half])), tables.real.rows(second.isEmpty ? order : second)
      )
      source = "two random halves of the real table"
    }
  }

  func addFidelity(to report: inout EvaluationReport) throws {
    func shapes(_ real: Table, _ other: Table) -> [ColumnShape] {
      ColumnShapes.measure(real: real, synthetic: other, threads: options.threads)
    }
    func trends(_ real: Table, _ other: Table) -> [PairTrend] {
      PairTrends.measure(
        real: real, synthetic: other, maximumPairs: options.pairs, seed: options.seed,
        threads: options.threads)
    }
    report.columnShapes = shapes(tables.real, tables.synthetic)
    report.pairTrends = trends(tables.real, tables.synthetic)
    let ownShapes = shapes(reference.seen, reference.fresh)
    let ownTrends = trends(reference.seen, reference.fresh)
    let noShape = "No column has values in both tables."
    let noTrend = "No pair of columns can be compared."
    report.figures += [
      figure(.shapeError, error(report.columnShapes, \.score), error(ownShapes, \.score), noShape),
      figure(.trendError, error(report.pairTrends, \.score), error(ownTrends, \.score), noTrend),
      figure(
        .trendErrorWithRealEdges, error(report.pairTrends, \.scoreWithRealEdges),
        error(ownTrends, \.scoreWithRealEdges), noTrend),
    ]
    if report.columnShapes.contains(where: { $0.realMissing > 0 || $0.syntheticMissing > 0 }) {
      func gap(_ shapes: [ColumnShape]) -> Double? {
        shapes.map { abs($0.realMissing - $0.syntheticMissing) }.max()
      }
      report.figures.append(figure(.missingGap, gap(report.columnShapes), gap(ownShapes)))
    }
    report.pointMasses = PointMass.measure(real: tables.real, synthetic: tables.synthetic)
    func gap(_ masses: [PointMass]) -> Double? {
      masses.map { abs($0.realShare - $0.syntheticShare) }.max()
    }
    report.figures.append(
      figure(
        .pointMassGap, gap(report.pointMasses),
        gap(PointMass.measure(real: reference.seen, synthetic: reference.fresh)),
        "No column of numbers has a frequent value."))
    try addDependencies(to: &report)
  }

  private func addDependencies(to report: inout EvaluationReport) throws {
    let rules =
      options.dependencies
      ?? DependencyFinder(tables.real, valueLimit: 4096).dependencies().map {
        DependencyRule(determinants: [$0.determinant], dependent: $0.dependent)
      }
    guard !rules.isEmpty else { return }
    var broken = [Bool](repeating: false, count: tables.synthetic.rowCount)
    var brokenByReal = [Bool](repeating: false, count: reference.fresh.rowCount)
    for rule in rules {
      let own = try DependencyFidelity.broken(rule, real: tables.real, in: tables.synthetic)
      for row in own.indices where own[row] { broken[row] = true }
      report.dependencies.append(
        DependencyFidelity(
          rule: rule, brokenShare: Double(own.count { $0 }) / Double(own.count)))
      let real = try DependencyFidelity.broken(rule, real: tables.real, in: reference.fresh)
      for row in real.indices where real[row] { brokenByReal[row] = true }
    }
    func share(_ rows: [Bool]) -> Double { Double(rows.count { $0 }) / Double(rows.count) }
    report.figures.append(figure(.brokenDependencies, share(broken), share(brokenByReal)))
  }

  func addPrediction(to report: inout EvaluationReport) throws {
    guard let name = options.target else { return }
    let test = try PredictionTest(
      target: name, positive: options.positive, real: tables.real,
      maximumRows: rows(options.trainingRows, cells: 10_000_000), seed: options.seed,
      threads: options.threads)
    let drawn = test.examples(tables.synthetic)
    let real = test.examples(tables.real)
    let found: EvaluationReport.Prediction
    let source: String
    if let holdout = tables.holdout {
      let fresh = test.examples(holdout)
      let scores = try test.scores(
        trainings: [("synthetic", drawn), ("real", real)], test: fresh)
      found = EvaluationReport.Prediction(target: name, synthetic: scores[0], real: scores[1])
      source = "the same model trained on the real rows, tested on the same test rows"
    } else {
      let scores = try test.scores(trainings: [("synthetic", drawn)], test: real)
      found = EvaluationReport.Prediction(
        target: name, synthetic: scores[0], real: try test.crossValidatedScores(real))
      source = "the same model trained on two thirds of the real rows, tested on the others"
    }
    report.prediction = found
    func add(_ name: EvaluationFigure.Name, _ score: (PredictionScores) -> Double?) {
      report.figures.append(
        EvaluationFigure(
          name, score(found.synthetic), ceiling: score(found.real), source: source,
          reason: found.synthetic.reason))
    }
    if case .regression = test.target.task {
      add(.predictionR2, \.r2)
      add(.predictionRMSE, \.rmse)
    } else {
      add(.predictionAUC, \.rocAUC)
      add(.predictionF1, \.f1)
    }
  }

  func addTwoSampleTest(to report: inout EvaluationReport) throws {
    let test = TwoSampleTest(
      encoder: FeatureEncoder(fittedTo: tables.real),
      maximumRows: rows(options.comparedRows, cells: 5_000_000), seed: options.seed,
      threads: options.threads)
    let aucs = try test.aucs([
      (tables.holdout ?? tables.real, tables.synthetic), (reference.fresh, reference.seen),
    ])
    report.figures.append(
      figure(
        .twoSampleAUC, aucs[0], aucs[1],
        "It takes \(TwoSampleTest.leastRows) rows of each table and a column that varies."))
  }

  func addPrivacy(to report: inout EvaluationReport) {
    let privacy = Privacy(
      tables, queryRows: rows(options.queryRows, cells: 250_000),
      recordRows: rows(options.recordRows, cells: 5_000_000),
      generator: generator.split(stream: 2), threads: options.threads)
    let needsHoldout = "It takes real rows that the generator never saw. Pass them with --test."
    let fresh =
      tables.holdout == nil ? "real rows, each against all others" : source
    let honest = "what a generator that memorises nothing reaches"
    let copies = ExactCopies(of: tables.real)
    report.figures += [
      EvaluationFigure(
        .shareNearerToTraining, privacy.shareNearerToTraining, ceiling: 0.5,
        source: honest, reason: needsHoldout),
      EvaluationFigure(
        .closestRecord, privacy.closestRecord, ceiling: privacy.closestRecordOfReal,
        source: fresh),
      EvaluationFigure(
        .distanceRatio, privacy.distanceRatio, ceiling: privacy.distanceRatioOfReal,
        source: fresh, reason: "It takes two real rows."),
      EvaluationFigure(
        .exactCopies, copies.share(in: tables.synthetic),
        ceiling: tables.holdout.map(copies.share) ?? ExactCopies.shareOfTwins(in: tables.real),
        source: fresh),
      EvaluationFigure(
        .membershipAUC, privacy.membershipAUC, ceiling: 0.5, source: honest,
        reason: needsHoldout),
    ]
  }

  func addNotes(to report: inout EvaluationReport) {
    if tables.holdout == nil {
      report.notes.append(
        "Without --test the two-sample test and the prediction test use rows that the generator "
          + "has seen, which flatters a generator that memorises.")
    }
    let undefined = report.pairTrends.count { $0.score == nil }
    if undefined > 0 {
      report.notes.append(
        "\(undefined) of \(report.pairTrends.count) pairs of columns have no trend, because one "
          + "column of numbers holds one value only; they do not count.")
    }
    let pairs = report.columns.count * (report.columns.count - 1) / 2
    if report.pairTrends.count < pairs {
      report.notes.append(
        "\(report.pairTrends.count) of \(pairs) pairs of columns were measured, chosen at random.")
    }
    if !report.leftOut.isEmpty {
      report.notes.append(
        "Identifiers and free text are not measured: \(report.leftOut.joined(separator: ", ")).")
    }
  }

  private func rows(_ rows: Int, cells: Int) -> Int {
    EvaluationOptions.bounded(rows, columns: tables.real.columns.count, cells: cells)
  }

  private func figure(
    _ name: EvaluationFigure.Name, _ value: Double?, _ ceiling: Double?, _ reason: String? = nil
  ) -> EvaluationFigure {
    EvaluationFigure(name, value, ceiling: ceiling, source: source, reason: reason)
  }

  /// One minus the mean of the scores that are defined.
  private func error<Part>(_ parts: [Part], _ score: (Part) -> Double?) -> Double? {
    let scores = parts.compactMap(score)
    return scores.isEmpty ? nil : 1 - scores.reduce(0, +) / Double(scores.count)
  }
}
