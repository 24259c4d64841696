internal import Torch

/// Trains gradient-boosted trees on one table and tests them on another ("train on synthetic, test
/// on real"; Esteban, Hyland and Rätsch, 2017).
///
/// The trees are XGBoost's, 100 rounds of depth 5 with a learning rate of .2 and histograms.
struct PredictionTest {
  let target: PredictionTarget
  let encoder: FeatureEncoder
  let maximumRows: Int
  let seed: UInt64
  let threads: Int

  /// Makes a test whose features and classes come from the real table.
  ///
  /// - Throws: `TableError` when the target cannot be predicted.
  init(
    target name: String, positive: String?, real: Table, maximumRows: Int, seed: UInt64,
    threads: Int
  ) throws {
    target = try PredictionTarget(name, in: real, positive: positive)
    encoder = FeatureEncoder(fittedTo: real, excluding: [name])
    self.maximumRows = maximumRows
    self.seed = seed
    self.threads = threads
  }

  /// Rows of a table as the trees take them.
  struct Examples {
    var features: FeatureMatrix
    var labels: [Float]
  }

  /// The rows of a table whose target is known, at most `maximumRows` of them.
  func examples(_ table: Table) -> Examples {
    let (rows, labels) = target.labels(of: table)
    guard rows.count > maximumRows else {
      let features = encoder.encode(table)
      return Examples(
        features: rows.count == table.rowCount ? features : features.rows(rows), labels: labels)
    }
    var generator = SeededGenerator(seed: seed)
    let chosen = Array(rows.indices.shuffled(using: &generator).prefix(maximumRows)).sorted()
    return Examples(
      features: encoder.encode(table.rows(chosen.map { rows[$0] })),
      labels: chosen.map { labels[$0] })
  }

  /// Trains on `training` and tests on `test`.
  ///
  /// - Throws: `BoostingError`.
  func scores(training: Examples, test: Examples, name: String) throws -> PredictionScores {
    if let reason = reasonAgainst(training, name) { return PredictionScores(reason: reason) }
    guard !test.labels.isEmpty else {
      return PredictionScores(reason: "No row to test on has a known target.")
    }
    return PredictionScores(
      predictions: try predictions(training: training, test: test.features),
      labels: test.labels, task: target.task)
  }

  /// Tests on every row of a table with trees trained on the other two thirds of it.
  ///
  /// - Throws: `BoostingError`.
  func crossValidatedScores(_ examples: Examples) throws -> PredictionScores {
    let folds = 3
    if let reason = reasonAgainst(examples, "real") { return PredictionScores(reason: reason) }
    guard examples.labels.count >= 10 * folds else {
      return PredictionScores(reason: "The real table has too few rows to test on.")
    }
    var generator = SeededGenerator(seed: seed).split(stream: 1)
    let isClassification = if case .regression = target.task { false } else { true }
    let fold = StratifiedFolds.assign(
      isClassification ? examples.labels.map { Int($0) } : examples.labels.map { _ in 0 },
      folds: folds, using: &generator)
    let outputs = outputCount
    var all = [Float](repeating: 0, count: examples.labels.count * outputs)
    for part in 0..<folds {
      let inside = fold.indices.filter { fold[$0] != part }
      let outside = fold.indices.filter { fold[$0] == part }
      let training = Examples(
        features: examples.features.rows(inside), labels: inside.map { examples.labels[$0] })
      if let reason = reasonAgainst(training, "real") { return PredictionScores(reason: reason) }
      let found = try predictions(training: training, test: examples.features.rows(outside))
      for (place, row) in outside.enumerated() {
        for output in 0..<outputs { all[row * outputs + output] = found[place * outputs + output] }
      }
    }
    return PredictionScores(predictions: all, labels: examples.labels, task: target.task)
  }

  private var objective: BoostingParameters.Objective {
    switch target.task {
    case .binary: .binary
    case .multiclass(let classes): .multiclass(count: classes.count)
    case .regression: .regression
    }
  }

  private var outputCount: Int {
    if case .multiclass(let classes) = target.task { classes.count } else { 1 }
  }

  private func predictions(training: Examples, test: FeatureMatrix) throws -> [Float] {
    let trees = try GradientBoostedTrees(
      features: training.features, labels: training.labels,
      parameters: BoostingParameters(
        objective: objective, rounds: 100, maximumDepth: 5, learningRate: 0.2, seed: seed,
        threads: threads))
    return try trees.predict(test)
  }

  private func reasonAgainst(_ training: Examples, _ name: String) -> String? {
    guard encoder.featureCount > 0 else {
      return "There is no column to predict \"\(target.column)\" from."
    }
    guard let first = training.labels.first else {
      return "No row of the \(name) table has a known value of \"\(target.column)\"."
    }
    return training.labels.allSatisfy { $0 == first }
      ? "The \(name) table holds one value of \"\(target.column)\" only." : nil
  }
}
