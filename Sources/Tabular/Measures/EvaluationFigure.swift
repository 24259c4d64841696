/// One number of an evaluation, with what it means and what real data reaches.
public struct EvaluationFigure: Codable, Sendable, Equatable {
  /// What is measured.
  public enum Name: String, Codable, Sendable, CaseIterable {
    /// The mean over columns of one minus `ColumnShape.score`.
    case shapeError
    /// The mean over pairs of one minus `PairTrend.score`.
    case trendError
    /// The mean over pairs of one minus `PairTrend.scoreWithRealEdges`.
    case trendErrorWithRealEdges
    /// The greatest difference in the share of missing values.
    case missingGap
    /// The greatest difference in the share of a column's heaviest value.
    case pointMassGap
    /// The share of rows that break a dependency.
    case brokenDependencies
    /// The AUC of a model trained on synthetic rows.
    case predictionAUC
    /// The F1 of a model trained on synthetic rows.
    case predictionF1
    /// The R² of a model trained on synthetic rows.
    case predictionR2
    /// The root mean squared error of a model trained on synthetic rows.
    case predictionRMSE
    /// The AUC of the classifier two-sample test.
    case twoSampleAUC
    /// The share of rows nearer to training rows than to a holdout.
    case shareNearerToTraining
    /// The median distance to the closest training row.
    case closestRecord
    /// The fifth percentile of the ratio of the two nearest distances.
    case distanceRatio
    /// The share of rows that are equal to a training row.
    case exactCopies
    /// The AUC of a membership-inference attack.
    case membershipAUC
  }

  /// How the value is written.
  public enum Unit: String, Codable, Sendable {
    /// As it is.
    case number
    /// In percent; the value itself is 0 … 100.
    case percent
  }

  /// What a good value is.
  public enum Aim: String, Codable, Sendable {
    /// Low, down to what real data reaches.
    case low
    /// High, up to what real data reaches.
    case high
    /// One half.
    case half
    /// Not below what real data reaches.
    case notBelowReal
  }

  /// What is measured.
  public var name: Name
  /// The same in words.
  public var title: String
  /// How the value is written.
  public var unit: Unit
  /// What a good value is.
  public var aim: Aim
  /// The value, or `nil` where it cannot be had.
  public var value: Double?
  /// What real data reaches, or `nil` where that cannot be had.
  public var ceiling: Double?
  /// How the ceiling was found.
  public var ceilingSource: String?
  /// What the value means, for readers who are no specialists.
  public var sentence: String
  /// Why there is no value, where there is none.
  public var reason: String?

  init(
    _ name: Name, _ value: Double?, ceiling: Double? = nil, source: String? = nil,
    reason: String? = nil
  ) {
    self.name = name
    title = name.title
    unit = name.unit
    aim = name.aim
    let scale = name.unit == .percent ? 100.0 : 1
    self.value = value.map { $0 * scale }
    self.ceiling = ceiling.map { $0 * scale }
    ceilingSource = ceiling == nil ? nil : source
    sentence = name.sentence
    self.reason = value == nil ? reason ?? "It is not defined for these tables." : nil
  }
}

extension EvaluationFigure.Name {
  /// The name in words.
  public var title: String {
    switch self {
    case .shapeError: "Column shapes, error"
    case .trendError: "Pair trends, error"
    case .trendErrorWithRealEdges: "Pair trends, error (real edges)"
    case .missingGap: "Missing values, greatest gap"
    case .pointMassGap: "Frequent values, greatest gap"
    case .brokenDependencies: "Broken dependencies"
    case .predictionAUC: "Trained on it: AUC"
    case .predictionF1: "Trained on it: F1"
    case .predictionR2: "Trained on it: R²"
    case .predictionRMSE: "Trained on it: RMSE"
    case .twoSampleAUC: "Told apart: AUC"
    case .shareNearerToTraining: "Nearer to training rows"
    case .closestRecord: "Distance to closest record"
    case .distanceRatio: "Nearest-neighbour ratio"
    case .exactCopies: "Exact copies"
    case .membershipAUC: "Membership attack: AUC"
    }
  }

  /// How the value is written.
  public var unit: EvaluationFigure.Unit {
    switch self {
    case .shapeError, .trendError, .trendErrorWithRealEdges, .missingGap, .pointMassGap,
      .brokenDependencies, .exactCopies:
      .percent
    default: .number
    }
  }

  /// What a good value is.
  public var aim: EvaluationFigure.Aim {
    switch self {
    case .shapeError, .trendError, .trendErrorWithRealEdges, .missingGap, .pointMassGap,
      .brokenDependencies, .predictionRMSE, .exactCopies:
      .low
    case .predictionAUC, .predictionF1, .predictionR2: .high
    case .twoSampleAUC, .shareNearerToTraining, .membershipAUC: .half
    case .closestRecord, .distanceRatio: .notBelowReal
    }
  }

  /// What the value means, for readers who are no specialists.
  public var sentence: String {
    switch self {
    case .shapeError:
      "How far the distribution of a single column is off, on average: 0 % is equal, 100 % has "
        + "nothing in common."
    case .trendError:
      "How far the relation between two columns is off, on average over all pairs: 0 % is equal."
    case .trendErrorWithRealEdges:
      "The same with numbers cut into the same ten ranges in both tables, so that a single "
        + "outlier cannot move it."
    case .missingGap:
      "The column whose share of missing values is furthest off is off by this many points."
    case .pointMassGap:
      "Many columns of numbers have one very frequent value, such as 0; the one whose share is "
        + "furthest off is off by this many points."
    case .brokenDependencies:
      "The share of synthetic rows that contradict a rule which every real row follows."
    case .predictionAUC:
      "A model that saw synthetic rows alone ranks real rows this well: 1 is perfect, 0.5 is "
        + "guessing."
    case .predictionF1:
      "The same model's balance of finding the sought class and not crying wolf: 1 is perfect."
    case .predictionR2:
      "A model that saw synthetic rows alone explains this part of the variation among real rows: "
        + "1 is all of it, 0 is none."
    case .predictionRMSE:
      "A model that saw synthetic rows alone is typically off by this much on real rows."
    case .twoSampleAUC:
      "How well a classifier tells synthetic rows from real ones: 0.5 is not at all, 1 is always."
    case .shareNearerToTraining:
      "The share of synthetic rows that lie nearer to a row that was learned from than to a fresh "
        + "one: above 0.5 means that rows were memorised."
    case .closestRecord:
      "How far a typical synthetic row is from the most similar row that was learned from, where "
        + "each column counts 1 at most: far below fresh real rows would be too close."
    case .distanceRatio:
      "For the 5 % of synthetic rows that single out one learned row most: its distance as a part "
        + "of the next one's; far below fresh real rows would point at single people."
    case .exactCopies:
      "The share of synthetic rows that are equal to a row that was learned from; real rows repeat "
        + "each other by chance as well."
    case .membershipAUC:
      "How well an attacker who holds the synthetic table guesses whether a row was learned from: "
        + "0.5 is not at all, 1 is always."
    }
  }
}
