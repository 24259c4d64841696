public import Torch

/// Rows drawn again to make a rare class frequent.
public enum RandomOversampling {
  /// `count` rows of one class, drawn with replacement.
  ///
  /// - Parameters:
  ///   - rows: The rows of the class.
  ///   - count: How many to draw.
  ///   - generator: Draws.
  /// - Returns: Indices among `rows`; none where there is no row.
  public static func draw(
    from rows: [Int], count: Int, using generator: inout SeededGenerator
  ) -> [Int] {
    guard !rows.isEmpty else { return [] }
    return (0..<max(0, count)).map { _ in rows[Int.random(in: 0..<rows.count, using: &generator)] }
  }
}

/// Weights that make a rare class count as much as the other one.
public enum ClassWeights {
  /// What a positive row counts where a negative one counts 1: negatives / positives, the
  /// recommendation of XGBoost for `scale_pos_weight`.
  public static func positiveWeight(of isPositive: [Bool]) -> Double {
    let positives = isPositive.count { $0 }
    return positives == 0 ? 1 : Double(isPositive.count - positives) / Double(positives)
  }
}
