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
  /// Networks whose conditional distributions are averaged.
  public var members: Int

  /// Makes a configuration.
  public init(
    width: Int = 384, blocks: Int = 2, dropout: Double = 0.1, bins: Int = 200, bumps: Int = 24,
    pieces: Int = 16, orders: Int = 64, members: Int = 1
  ) {
    self.width = width
    self.blocks = blocks
    self.dropout = dropout
    self.bins = bins
    self.bumps = bumps
    self.pieces = pieces
    self.orders = orders
    self.members = members
  }

  /// Reads a configuration; files of models made before there were several networks name no number
  /// of them.
  ///
  /// - Throws: `DecodingError` when a number is missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Int { try container.decode(Int.self, forKey: key) }
    self.init(
      width: try number(.width), blocks: try number(.blocks),
      dropout: try container.decode(Double.self, forKey: .dropout), bins: try number(.bins),
      bumps: try number(.bumps), pieces: try number(.pieces), orders: try number(.orders),
      members: try container.decodeIfPresent(Int.self, forKey: .members) ?? 1)
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
      && (1...64).contains(members)
  }

  /// Weights of the first layer, the blocks and the head of each network.
  public func stateSize(for variables: [MixedVariable]) -> Int {
    let features = variables.reduce(0) {
      $0 + 1 + $1.atomCount + ($1.scale == nil ? 0 : pieces + 2)
    }
    let outputs = variables.reduce(0) { $0 + $1.atomCount + ($1.isContinuous ? bumps + 8 : 0) }
    return members * ((features + outputs + 2 * blocks * (width + 2) + 3) * width + outputs)
  }
}
