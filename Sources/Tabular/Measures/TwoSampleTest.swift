internal import Torch

/// The classifier two-sample test (Lopez-Paz and Oquab, 2017): how well gradient-boosted trees tell
/// the rows of two tables apart.
///
/// The trees are XGBoost's, 150 rounds of depth 6 with a learning rate of .3 and histograms, in two
/// folds; the score is the AUC over all rows, each judged by trees that have not seen it.
struct TwoSampleTest {
  let encoder: FeatureEncoder
  let maximumRows: Int
  let seed: UInt64
  let threads: Int

  /// The fewest rows of each table.
  static let leastRows = 20

  /// The AUC, .5 when the tables cannot be told apart; `nil` with fewer than twenty rows of one of
  /// them, or no feature.
  ///
  /// - Throws: `BoostingError`.
  func auc(_ first: Table, _ second: Table) throws -> Double? {
    let count = min(first.rowCount, second.rowCount, maximumRows)
    guard count >= Self.leastRows, encoder.featureCount > 0 else { return nil }
    var generator = SeededGenerator(seed: seed)
    func chosen(_ table: Table) -> FeatureMatrix {
      let rows = Array(0..<table.rowCount).shuffled(using: &generator).prefix(count)
      return encoder.encode(table.rows(Array(rows)))
    }
    let features = chosen(first).appending(chosen(second))
    let labels = (0..<2 * count).map { $0 < count ? Float(0) : 1 }
    // Both halves are in random order, so that every other row is a random fold of each.
    let folds = [0, 1].map { fold in labels.indices.filter { $0 % 2 == fold } }
    var scores = [Float](repeating: 0, count: labels.count)
    for fold in 0..<2 {
      let trees = try GradientBoostedTrees(
        features: features.rows(folds[fold]), labels: folds[fold].map { labels[$0] },
        parameters: BoostingParameters(
          rounds: 150, maximumDepth: 6, learningRate: 0.3, seed: seed, threads: threads))
      let found = try trees.predict(features.rows(folds[1 - fold]))
      for (row, score) in zip(folds[1 - fold], found) { scores[row] = score }
    }
    return ClassificationMetrics.rocAUC(scores: scores, isPositive: labels.map { $0 > 0.5 })
  }
}
