/// The shape of a mixed diffusion, besides its variables.
public struct MixedDiffusionConfiguration: MixedModelConfiguration {
  /// The model that it shapes.
  public typealias Model = MixedDiffusion

  /// The family.
  public static var family: ModelFamily { .mixedDiffusion }

  /// Units of each hidden layer.
  public var width: Int
  /// Residual blocks.
  public var blocks: Int
  /// The share of units dropped in training.
  public var dropout: Double
  /// Pieces of the piecewise-linear encoding of the ranks of ordered atoms.
  public var pieces: Int
  /// The noise at each time.
  public var schedule: NoiseSchedule
  /// How rows are drawn.
  public var sampler: DiffusionSampler
  /// Times that a bound of a density is the mean over.
  public var densityDraws: Int

  /// Makes a configuration.
  public init(
    width: Int = 384, blocks: Int = 2, dropout: Double = 0, pieces: Int = 16,
    schedule: NoiseSchedule = NoiseSchedule(), sampler: DiffusionSampler = DiffusionSampler(),
    densityDraws: Int = 64
  ) {
    self.width = width
    self.blocks = blocks
    self.dropout = dropout
    self.pieces = pieces
    self.schedule = schedule
    self.sampler = sampler
    self.densityDraws = densityDraws
  }

  /// Whether every number is within bounds.
  public var isSound: Bool {
    (1...8192).contains(width) && (0...64).contains(blocks) && (0..<1).contains(dropout)
      && (1...1000).contains(pieces) && schedule.isSound && sampler.isSound
      && (1...100_000).contains(densityDraws)
  }

  /// Weights of the first layer, the time's layers, the blocks and the two heads.
  public func stateSize(for variables: [MixedVariable]) -> Int {
    let parts = MixedParts(variables)
    let features = parts.names.reduce(parts.scored.count) {
      $0 + 1 + $1.atomCount + ($1.scale == nil ? 0 : pieces + 2)
    }
    let outputs = parts.scored.count + parts.names.reduce(0) { $0 + $1.atomCount }
    let time = DenoisingNetwork.timeFeatures
    return (features + time + width + outputs + 2 * blocks * (width + 2) + 5) * width + outputs
  }
}
