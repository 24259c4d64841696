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
    case .gaussianCopula: .gaussianCopula(GaussianCopulaConfiguration())
    }
  }

  /// The shape of the any-order model for a table of `rows` rows.
  ///
  /// - Parameters:
  ///   - rows: Training rows.
  ///   - variables: The variables of the codec.
  /// - Returns: The shape.
  public func configuration(rows: Int, variables: [MixedVariable]) -> AnyOrderConfiguration {
    let full =
      switch self {
      case .fast: 256
      case .default: 384
      case .best: 512
      }
    let width = rows < 1000 ? min(full, 128) : rows < 5000 ? min(full, 256) : full
    let continuous = variables.count { $0.isContinuous }
    return AnyOrderConfiguration(
      width: width, blocks: 2, dropout: self == .fast ? 0.05 : rows < 5000 ? 0.2 : 0.1,
      bins: 200, bumps: rows < 1000 ? 8 : rows < 5000 ? 16 : 48, pieces: continuous > 1 ? 32 : 16,
      orders: 64)
  }

  /// How the model is trained on `rows` rows.
  ///
  /// Steps follow from the number of rows alone, not from the clock, so that two runs agree to the
  /// last bit. Small tables are gone through more often, large ones less.
  ///
  /// - Parameters:
  ///   - rows: Training rows.
  ///   - seed: The seed.
  /// - Returns: The plan.
  public func plan(rows: Int, seed: UInt64) -> TrainingPlan {
    let batchSize = rows < 2000 ? 128 : rows < 25_000 ? 256 : 512
    let stepsPerEpoch = max(1, rows / batchSize)
    let (epochs, least, most): (Int, Int, Int) =
      switch self {
      case .fast: (16, 600, 1200)
      case .default: (90, 2000, 6000)
      case .best: (240, 5000, 20_000)
      }
    return TrainingPlan(
      steps: min(max(epochs * stepsPerEpoch, least), most), batchSize: batchSize,
      learningRate: self == .fast ? 3e-3 : 2e-3, validations: self == .fast ? 10 : 20,
      patience: 6, seed: seed)
  }
}
