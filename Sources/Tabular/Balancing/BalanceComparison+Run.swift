internal import Torch

extension BalanceComparison {
  /// Draws rows of one class after the rows of a training fold: the fold, how many rows, and the
  /// class.
  public typealias Synthesizer = (_ training: Table, _ count: Int, _ level: String) throws -> Table

  /// Compares methods on a table.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - options: What to compare.
  ///   - synthesizer: Draws rows with the columns of the training fold; called once a fold. Without
  ///     one, Lyrebird takes no part.
  ///   - progress: Called before each fold with the part of the work that is done.
  /// - Throws: `TableError` when the target has no classes or too few rows of one, what the
  ///   synthesizer throws, or `BoostingError`.
  public init(
    of table: Table, options: BalanceOptions, synthesizer: Synthesizer? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws {
    let balance = try ClassBalance(of: options.target, in: table)
    let sought = options.positive ?? balance.rarest
    let levels = table[options.target].map(ClassLabels.texts(of:)) ?? []
    let known = levels.indices.filter { levels[$0] != nil }
    let isPositive = known.map { levels[$0] == sought }
    let positives = isPositive.count { $0 }
    try Self.check(options, balance, positives: positives, negatives: known.count - positives)
    let measured = Table(
      columns: table.columns.filter { ![.identifier, .text].contains($0.kind) }
        .map { known.count == table.rowCount ? $0 : $0.rows(known) })
    let methods = options.methods.filter { $0 != .lyrebird || synthesizer != nil }
    let folds = min(options.folds, positives, known.count - positives)
    self.options = options
    positive = sought
    self.positives = positives
    negatives = known.count - positives
    self.folds = folds
    outcomes = methods.map { Outcome(method: $0, scores: [:], added: 0) }
    let generator = SeededGenerator(seed: options.seed)
    var own = generator.split(stream: 0)
    let assigned = StratifiedFolds.assign(
      isPositive.map { $0 ? 1 : 0 }, folds: folds, using: &own)
    for part in 0..<folds {
      progress(Double(part) / Double(folds))
      let training = assigned.indices.filter { assigned[$0] != part }
      let fold = BalanceFold(
        options, measured, isPositive, training: training,
        test: assigned.indices.filter { assigned[$0] == part },
        generator: generator.split(stream: UInt64(part) + 1))
      let wanting = fold.wanting(in: training)
      var drawn: FeatureMatrix?
      if methods.contains(.lyrebird), let synthesizer, wanting > 0 {
        let rows = try synthesizer(
          table.rows(training.map { known[$0] }), wanting, sought)
        drawn = fold.encoder.encode(try Self.columns(of: rows, like: measured))
      }
      let added = drawn
      let judgements = try Lanes.map(methods.count, threads: options.threads) { index in
        Result { try fold.judgement(methods[index], drawn: added) }
      }.map { try $0.get() }
      let truth = fold.test.map { isPositive[$0] }
      for (index, judgement) in judgements.enumerated() {
        outcomes[index].take(judgement, truth)
        let count =
          switch methods[index] {
          case .nothing, .classWeights: 0
          case .randomOversampling, .smotenc: wanting
          case .lyrebird: drawn?.rowCount ?? 0
          }
        outcomes[index].added += Double(count) / Double(folds)
      }
    }
    progress(1)
  }

  private static func check(
    _ options: BalanceOptions, _ balance: ClassBalance, positives: Int, negatives: Int
  ) throws {
    let levels = balance.classes.map(\.level)
    if let positive = options.positive, !levels.contains(positive) {
      throw TableError(
        .schema,
        "column \"\(options.target)\" has no value \"\(positive)\"."
          + suggestion(for: positive, in: levels))
    }
    guard min(positives, negatives) >= 4, options.folds >= 2 else {
      throw TableError(
        .structure,
        "column \"\(options.target)\" has \(min(positives, negatives)) rows of its rarer class. "
          + "A comparison over folds takes at least 4 rows of it and 2 folds.")
    }
  }

  /// The columns of `model` out of `rows`.
  private static func columns(of rows: Table, like model: Table) throws -> Table {
    Table(
      columns: try model.columns.map { column in
        guard let own = rows[column.name], own.isNumeric == column.isNumeric else {
          throw TableError(
            .schema, "The rows that were drawn have no column \"\(column.name)\" of its kind.")
        }
        return own
      })
  }
}

extension BalanceComparison.Outcome {
  fileprivate mutating func take(_ judgement: BalanceFold.Judgement, _ truth: [Bool]) {
    func add(_ measure: BalanceComparison.Measure, _ value: Double?) {
      scores[measure, default: []].append(value ?? 0)
    }
    let found = judgement.scores
    add(
      .averagePrecision, ClassificationMetrics.averagePrecision(scores: found, isPositive: truth))
    add(.rocAUC, ClassificationMetrics.rocAUC(scores: found, isPositive: truth))
    add(.f1, ClassificationMetrics.f1(scores: found, isPositive: truth))
    add(
      .f1AtBestThreshold,
      ClassificationMetrics.f1(scores: found, isPositive: truth, threshold: judgement.threshold))
  }
}
