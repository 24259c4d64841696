internal import Torch

/// The classifier two-sample test (Lopez-Paz and Oquab, 2017): how well gradient-boosted trees tell
/// the rows of two tables apart.
///
/// The trees are XGBoost's, 150 rounds of depth 6 with a learning rate of .3 and histograms, in two
/// folds; the score is the AUC over all rows, each judged by trees that have not seen it.
struct TwoSampleTest: Sendable {
  let encoder: FeatureEncoder
  let maximumRows: Int
  let seed: UInt64
  let threads: Int

  /// The fewest rows of each table.
  static let leastRows = 20

  /// The AUC for each pair of tables, .5 when they cannot be told apart; `nil` with fewer than
  /// twenty rows of one of them, or no feature.
  ///
  /// - Throws: `BoostingError`.
  func aucs(_ pairs: [(Table, Table)]) throws -> [Double?] {
    let samples = pairs.map { sample($0.0, $0.1) }
    // Every fold of every pair is a model of its own.
    let scores = try Lanes.map(2 * pairs.count, threads: threads) { index in
      Result { try samples[index / 2].map { try $0.scores(trainedWithout: index % 2, seed: seed) } }
    }.map { try $0.get() }
    return samples.indices.map { index in
      samples[index].flatMap { sample in
        ClassificationMetrics.rocAUC(
          scores: (scores[2 * index] ?? []) + (scores[2 * index + 1] ?? []),
          isPositive: (sample.folds[0] + sample.folds[1]).map { sample.labels[$0] > 0.5 })
      }
    }
  }

  /// As many rows of either table, in random order.
  private func sample(_ first: Table, _ second: Table) -> Sample? {
    let count = min(first.rowCount, second.rowCount, maximumRows)
    guard count >= Self.leastRows, encoder.featureCount > 0 else { return nil }
    var generator = SeededGenerator(seed: seed)
    func chosen(_ table: Table) -> FeatureMatrix {
      let rows = Array(0..<table.rowCount).shuffled(using: &generator).prefix(count)
      return encoder.encode(table.rows(Array(rows)))
    }
    let labels = (0..<2 * count).map { $0 < count ? Float(0) : 1 }
    // Both halves are in random order, so that every other row is a random fold of each.
    let folds = [0, 1].map { fold in labels.indices.filter { $0 % 2 == fold } }
    return Sample(features: chosen(first).appending(chosen(second)), labels: labels, folds: folds)
  }

  private struct Sample: Sendable {
    let features: FeatureMatrix
    let labels: [Float]
    let folds: [[Int]]

    /// The scores of the rows of one fold by trees that learned from the other one.
    func scores(trainedWithout fold: Int, seed: UInt64) throws -> [Float] {
      let inside = folds[1 - fold]
      let trees = try GradientBoostedTrees(
        features: features.rows(inside), labels: inside.map { labels[$0] },
        parameters: BoostingParameters(
          rounds: 150, maximumDepth: 6, learningRate: 0.3, seed: seed))
      return try trees.predict(features.rows(folds[fold]))
    }
  }
}
