/// The shape of an any-order autoregressive model, besides its variables.
public struct AnyOrderConfiguration: Codable, Sendable, Equatable {
  /// Units of each hidden layer.
  public var width: Int
  /// Residual blocks.
  public var blocks: Int
  /// The share of units dropped in training.
  public var dropout: Double
  /// Bins of the rank scale on which a continuous variable's density is constant.
  public var bins: Int
  /// Bumps of the finer of the two sets whose sum makes the logits of the bins.
  public var bumps: Int
  /// Pieces of the piecewise-linear encoding of ranks.
  public var pieces: Int
  /// Orders of the variables that the model's density averages over.
  public var orders: Int

  /// Makes a configuration.
  public init(
    width: Int = 384, blocks: Int = 2, dropout: Double = 0.1, bins: Int = 200, bumps: Int = 24,
    pieces: Int = 16, orders: Int = 64
  ) {
    self.width = width
    self.blocks = blocks
    self.dropout = dropout
    self.bins = bins
    self.bumps = bumps
    self.pieces = pieces
    self.orders = orders
  }
}

extension AnyOrderConfiguration: MixedModelConfiguration {
  /// The model that it shapes.
  public typealias Model = AnyOrderModel

  /// The family.
  public static var family: ModelFamily { .anyOrderAutoregressive }

  /// Whether every number is within bounds.
  public var isSound: Bool {
    (1...8192).contains(width) && (0...64).contains(blocks) && (0..<1).contains(dropout)
      && (2...10_000).contains(bins) && (1...1000).contains(bumps)
      && (1...1000).contains(pieces) && (1...4096).contains(orders)
  }

  /// Weights of the first layer, the blocks and the head.
  public func stateSize(for variables: [MixedVariable]) -> Int {
    let features = variables.reduce(0) {
      $0 + 1 + $1.atomCount + ($1.scale == nil ? 0 : pieces + 2)
    }
    let outputs = variables.reduce(0) { $0 + $1.atomCount + ($1.isContinuous ? bumps + 8 : 0) }
    return (features + outputs + 2 * blocks * (width + 2) + 3) * width + outputs
  }
}
