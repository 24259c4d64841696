internal import Foundation

/// How well scores separate positive rows from negative ones.
///
/// Every measure agrees with scikit-learn's of the same name.
public enum ClassificationMetrics {
  /// The area under the ROC curve: the chance that a random positive row scores above a random
  /// negative one, ties counting half. `nil` where one of the classes is missing.
  public static func rocAUC(scores: [Float], isPositive: [Bool]) -> Double? {
    precondition(scores.count == isPositive.count, "one score a row")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var rankSum = 0.0
    var positives = 0
    var start = 0
    while start < order.count {
      var end = start
      var tied = 0
      while end < order.count, scores[order[end]] == scores[order[start]] {
        tied += isPositive[order[end]] ? 1 : 0
        end += 1
      }
      // All rows of a tie share the mean of the ranks start + 1 … end.
      rankSum += Double(tied) * Double(start + end + 1) / 2
      positives += tied
      start = end
    }
    let negatives = order.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    let least = Double(positives) * Double(positives + 1) / 2
    return (rankSum - least) / (Double(positives) * Double(negatives))
  }

  /// The average precision: precision at each score, weighted by the recall that it adds. `nil`
  /// where no row is positive.
  public static func averagePrecision(scores: [Float], isPositive: [Bool]) -> Double? {
    precondition(scores.count == isPositive.count, "one score a row")
    let total = isPositive.count { $0 }
    guard total > 0 else { return nil }
    var result = 0.0
    forEachThreshold(scores, isPositive) { _, hits, chosen, added in
      result += Double(hits) / Double(chosen) * Double(added) / Double(total)
    }
    return result
  }

  /// The harmonic mean of precision and recall of the rows that score above `threshold`; 0 where no
  /// positive row does.
  public static func f1(scores: [Float], isPositive: [Bool], threshold: Float = 0.5) -> Double {
    precondition(scores.count == isPositive.count, "one score a row")
    var hits = 0
    var chosen = 0
    var positives = 0
    for (score, positive) in zip(scores, isPositive) {
      positives += positive ? 1 : 0
      guard score > threshold else { continue }
      chosen += 1
      hits += positive ? 1 : 0
    }
    return hits == 0 ? 0 : 2 * Double(hits) / Double(chosen + positives)
  }

  /// The threshold whose F1 on these rows is best, half-way between two neighbouring scores; .5
  /// where no row is positive.
  public static func bestThreshold(scores: [Float], isPositive: [Bool]) -> Float {
    let total = isPositive.count { $0 }
    let ascending = Set(scores).sorted()
    var best: (f1: Double, score: Float) = (0, 0.5)
    forEachThreshold(scores, isPositive) { score, hits, chosen, _ in
      let f1 = 2 * Double(hits) / Double(chosen + total)
      if f1 > best.f1 { best = (f1, score) }
    }
    guard best.f1 > 0, let place = ascending.firstIndex(of: best.score) else { return 0.5 }
    return place == 0 ? best.score / 2 : (ascending[place - 1] + best.score) / 2
  }

  /// The mean of −ln of the probability given to the truth, probabilities kept off 0 and 1 by one
  /// unit in the last place of a `Float`.
  public static func logLoss(probabilities: [Float], isPositive: [Bool]) -> Double {
    precondition(probabilities.count == isPositive.count, "one probability a row")
    let least = Double(Float.ulpOfOne)
    let losses = zip(probabilities, isPositive).map { probability, positive in
      let kept = min(max(Double(probability), least), 1 - least)
      return -log(positive ? kept : 1 - kept)
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  /// Visits the distinct scores from the highest down, with the positive rows and all rows that
  /// score at least as high, and the positive rows that this score added.
  private static func forEachThreshold(
    _ scores: [Float], _ isPositive: [Bool],
    _ visit: (_ score: Float, _ hits: Int, _ chosen: Int, _ added: Int) -> Void
  ) {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var hits = 0
    var start = 0
    while start < order.count {
      var end = start
      var added = 0
      while end < order.count, scores[order[end]] == scores[order[start]] {
        added += isPositive[order[end]] ? 1 : 0
        end += 1
      }
      hits += added
      visit(scores[order[start]], hits, end, added)
      start = end
    }
  }
}
