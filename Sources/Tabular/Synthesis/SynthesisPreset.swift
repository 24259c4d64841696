public import GenerativeModels

/// How much time a synthesis may take for how much quality.
public enum SynthesisPreset: String, Codable, Sendable, CaseIterable {
  /// Some seconds.
  case fast
  /// About a minute on a middling table.
  case `default`
  /// Some minutes.
  case best
}

extension SynthesisPreset {
  /// The configuration of a family's model for a table of `rows` rows.
  ///
  /// - Parameters:
  ///   - family: The family.
  ///   - rows: Training rows.
  ///   - variables: The variables of the codec.
  /// - Returns: The configuration.
  public func configuration(
    of family: ModelFamily, rows: Int, variables: [MixedVariable]
  ) -> FamilyConfiguration {
    switch family {
    case .anyOrderAutoregressive:
      .anyOrderAutoregressive(configuration(rows: rows, variables: variables))
    case .mixedDiffusion: .mixedDiffusion(diffusion(rows: rows))
    case .gaussianCopula: .gaussianCopula(GaussianCopulaConfiguration())
    }
  }

  private func diffusion(rows: Int) -> MixedDiffusionConfiguration {
    let full =
      switch self {
      case .fast: 256
      case .default: 384
      case .best: 512
      }
    return MixedDiffusionConfiguration(
      width: rows < 5000 ? min(full, 256) : full, blocks: self == .fast ? 2 : 3,
      dropout: rows < 5000 ? 0.1 : 0, sampler: DiffusionSampler(steps: self == .fast ? 25 : 50))
  }

  /// The shape of the any-order model for a table of `rows` rows.
  ///
  /// - Parameters:
  ///   - rows: Training rows.
  ///   - variables: The variables of the codec.
  /// - Returns: The shape.
  public func configuration(rows: Int, variables: [MixedVariable]) -> AnyOrderConfiguration {
    let continuous = variables.count { $0.isContinuous }
    // Densities need more units than shares do.
    let isMostlyContinuous = continuous * 2 >= variables.count
    let full =
      switch self {
      case .fast: isMostlyContinuous ? 256 : 192
      case .default: isMostlyContinuous ? 384 : 224
      case .best: isMostlyContinuous ? 384 : 288
      }
    let width = rows < 1000 ? min(full, 128) : rows < 5000 ? min(full, 256) : full
    // What is left to gain is not a longer or a larger training, which only overfits, but what the
    // networks of several differ in. Of small tables it is the most, and costs seconds.
    let members =
      switch self {
      case .fast: 1
      case .default: rows < Self.smallTable ? 4 : 1
      case .best: rows < Self.smallTable ? 4 : 8
      }
    // Many networks need no dropout: they overfit in different ways, and their mean does not.
    let dropout =
      switch self {
      case .fast: 0.05
      case .default: rows < Self.middlingTable ? 0.2 : 0.1
      case .best: rows < Self.middlingTable ? 0.2 : 0
      }
    return AnyOrderConfiguration(
      width: width, blocks: 2, dropout: rows < 5000 ? max(dropout, 0.2) : dropout, bins: 200,
      bumps: rows < 1000 ? 8 : rows < 5000 ? 16 : 48, pieces: continuous > 1 ? 32 : 16,
      orders: 64, members: members)
  }

  /// Rows below which a table is small: to hold rows out costs much then.
  static let smallTable = 2000

  /// Rows below which a network would soon know the rows by heart: it has more dropout.
  private static let middlingTable = 25_000

  /// How the model is trained on `rows` rows.
  ///
  /// Steps follow from the size of the table alone, not from the clock, so that two runs agree to
  /// the last bit. A preset looks at about the same number of rows whatever the table: it goes
  /// through small tables more often, but not more than some hundred times, and at least a few times
  /// through large ones. Of tables with very many columns it looks at fewer rows.
  ///
  /// - Parameters:
  ///   - rows: Training rows.
  ///   - variables: Variables of the codec.
  ///   - seed: The seed.
  /// - Returns: The plan.
  public func plan(rows: Int, variables: Int = 1, seed: UInt64) -> TrainingPlan {
    let batchSize = rows < Self.smallTable ? 128 : rows < Self.middlingTable ? 256 : 512
    let (visits, mostEpochs, leastEpochs): (Int, Int, Int) =
      switch self {
      case .fast: (640_000, 150, 3)
      // Smaller tables are learnt with more dropout, which takes longer.
      case .default:
        (rows < Self.middlingTable ? 3_072_000 : 2_560_000, rows < Self.smallTable ? 200 : 400, 20)
      // The best one trains several networks, each nearly as long.
      case .best: (2_304_000, 400, 15)
      }
    let wanted = max(min(visits, mostEpochs * rows), leastEpochs * rows)
    let share = min(1, 150 / Double(max(variables, 1)))
    return TrainingPlan(
      steps: max(300, Int(Double(wanted) * share) / batchSize), batchSize: batchSize,
      learningRate: self == .fast ? 3e-3 : 2e-3, validations: self == .fast ? 10 : 20,
      patience: 6, seed: seed)
  }
}
