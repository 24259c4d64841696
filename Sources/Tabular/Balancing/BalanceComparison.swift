/// How well a classifier finds a rare class after each of several ways to treat it.
///
/// Every fold is treated by itself: what is added comes from its training rows alone, and it is
/// tested on rows that nobody has touched. The classifier is XGBoost with 100 rounds of depth 4, a
/// learning rate of .1 and histograms.
public struct BalanceComparison: Codable, Sendable, Equatable {
  /// What is measured on the rows of a fold.
  public enum Measure: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
    /// The average precision.
    case averagePrecision
    /// The area under the ROC curve.
    case rocAUC
    /// The F1 of rows above .5.
    case f1
    /// The F1 of rows above the threshold that is best on the training folds.
    case f1AtBestThreshold
  }

  /// What one method reached.
  public struct Outcome: Codable, Sendable, Equatable {
    /// The method.
    public var method: BalanceMethod
    /// Each measure, one value a fold.
    public var scores: [Measure: [Double]]
    /// The mean number of rows added to a training fold.
    public var added: Double

    /// The mean over the folds.
    public func mean(_ measure: Measure) -> Double {
      let values = scores[measure] ?? []
      return values.reduce(0, +) / Double(max(1, values.count))
    }

    /// The standard deviation over the folds.
    public func deviation(_ measure: Measure) -> Double {
      (scores[measure] ?? []).sampleDeviation
    }
  }

  /// What was asked for.
  public var options: BalanceOptions
  /// The class that is sought.
  public var positive: String
  /// Its rows.
  public var positives: Int
  /// All other rows.
  public var negatives: Int
  /// The number of folds.
  public var folds: Int
  /// What each method reached, in the order of the options.
  public var outcomes: [Outcome]

  /// What a method reached, or `nil` where it took no part.
  public subscript(method: BalanceMethod) -> Outcome? {
    outcomes.first { $0.method == method }
  }

  /// The mean difference between two methods over the folds, and its standard error.
  ///
  /// Folds share training rows, so the plain standard error is too small; the variance is corrected
  /// by the ratio of test to training rows (Nadeau and Bengio, 2003).
  ///
  /// - Parameters:
  ///   - method: One method.
  ///   - other: The method it is compared with.
  ///   - measure: The measure.
  /// - Returns: `nil` where one of them took no part.
  public func difference(
    of method: BalanceMethod, from other: BalanceMethod, in measure: Measure
  ) -> (mean: Double, standardError: Double)? {
    guard let own = self[method]?.scores[measure], let base = self[other]?.scores[measure] else {
      return nil
    }
    let differences = zip(own, base).map { $0 - $1 }
    let mean = differences.reduce(0, +) / Double(differences.count)
    let factor = 1 / Double(folds) + 1 / Double(folds - 1)
    return (mean, differences.sampleDeviation * factor.squareRoot())
  }
}

extension [Double] {
  /// The standard deviation with n − 1; 0 of fewer than two values.
  fileprivate var sampleDeviation: Double {
    guard count > 1 else { return 0 }
    let mean = reduce(0, +) / Double(count)
    let squares = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }
}
