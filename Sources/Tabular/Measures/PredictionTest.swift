internal import Torch

/// Trains gradient-boosted trees on one table and tests them on another ("train on synthetic, test
/// on real"; Esteban, Hyland and Rätsch, 2017).
///
/// The trees are XGBoost's, 100 rounds of depth 5 with a learning rate of .2 and histograms.
struct PredictionTest: Sendable {
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
  struct Examples: Sendable {
    var features: FeatureMatrix
    var labels: [Float]

    /// The examples at `indices`, in that order.
    func rows(_ indices: [Int]) -> Examples {
      Examples(features: features.rows(indices), labels: indices.map { labels[$0] })
    }
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

  /// Trains on each of `trainings` and tests on `test`.
  ///
  /// - Throws: `BoostingError`.
  func scores(
    trainings: [(name: String, examples: Examples)], test: Examples
  ) throws -> [PredictionScores] {
    try Lanes.map(trainings.count, threads: threads) { index in
      Result {
        let (name, training) = trainings[index]
        if let reason = reasonAgainst(training, name) { return PredictionScores(reason: reason) }
        guard !test.labels.isEmpty else {
          return PredictionScores(reason: "No row to test on has a known target.")
        }
        return PredictionScores(
          predictions: try predictions(training: training, test: test.features),
          labels: test.labels, task: target.task)
      }
    }.map { try $0.get() }
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
    let found = try Lanes.map(folds, threads: threads) { part in
      Result { () throws -> [Float]? in
        let inside = fold.indices.filter { fold[$0] != part }
        let training = examples.rows(inside)
        guard reasonAgainst(training, "real") == nil else { return nil }
        let outside = fold.indices.filter { fold[$0] == part }
        return try predictions(training: training, test: examples.features.rows(outside))
      }
    }.map { try $0.get() }
    var next = found.map { _ in 0 }
    for row in fold.indices {
      guard let part = found[fold[row]] else {
        return PredictionScores(reason: "A third of the real table holds one class only.")
      }
      for output in 0..<outputs {
        all[row * outputs + output] = part[next[fold[row]] * outputs + output]
      }
      next[fold[row]] += 1
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
        objective: objective, rounds: 100, maximumDepth: 5, learningRate: 0.2, seed: seed))
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
