/// The settings of gradient-boosted trees. Everything not named here is XGBoost's own default.
public struct BoostingParameters: Sendable, Equatable, Codable {
  /// What is predicted.
  public enum Objective: Sendable, Equatable, Codable {
    /// The probability of label 1 against label 0.
    case binary
    /// The probability of each of `count` labels 0, 1, ….
    case multiclass(count: Int)
    /// A number, by squared error.
    case regression
  }

  /// What is predicted.
  public var objective: Objective
  /// The number of boosting rounds.
  public var rounds: Int
  /// The greatest depth of a tree.
  public var maximumDepth: Int
  /// The step of each round (`eta`).
  public var learningRate: Double
  /// What a row with label 1 counts, where a row with label 0 counts 1.
  public var positiveWeight: Double
  /// The seed. With these settings XGBoost draws nothing at random; it is stated all the same.
  public var seed: UInt64
  /// The number of threads. One is the default: independent models side by side use cores better
  /// than one model on several, and sums of histograms depend on the number of threads.
  public var threads: Int

  /// Makes settings.
  public init(
    objective: Objective = .binary, rounds: Int = 100, maximumDepth: Int = 6,
    learningRate: Double = 0.3, positiveWeight: Double = 1, seed: UInt64 = 0, threads: Int = 1
  ) {
    self.objective = objective
    self.rounds = rounds
    self.maximumDepth = maximumDepth
    self.learningRate = learningRate
    self.positiveWeight = positiveWeight
    self.seed = seed
    self.threads = threads
  }

  /// The number of values predicted for a row.
  var outputCount: Int {
    if case .multiclass(let count) = objective { count } else { 1 }
  }

  /// The settings under XGBoost's names.
  func settings(baseScore: Double) -> [(name: String, value: String)] {
    var settings = [
      ("verbosity", "0"), ("tree_method", "hist"), ("max_depth", "\(maximumDepth)"),
      ("eta", "\(learningRate)"), ("seed", "\(seed & 0x7FFF_FFFF)"),
      ("nthread", "\(max(1, threads))"),
    ]
    switch objective {
    case .binary:
      settings += [
        ("objective", "binary:logistic"), ("scale_pos_weight", "\(positiveWeight)"),
        ("base_score", "\(baseScore)"),
      ]
    case .multiclass(let count):
      settings += [("objective", "multi:softprob"), ("num_class", "\(count)")]
    case .regression:
      settings += [("objective", "reg:squarederror"), ("base_score", "\(baseScore)")]
    }
    return settings
  }
}
