/// The shape of the networks that say what a flow's steps do.
public struct ConditionerShape: Codable, Sendable, Equatable {
  /// Units of each hidden layer.
  public var width: Int
  /// Residual blocks of two layers.
  public var blocks: Int
  /// The share of units dropped in training.
  public var dropout: Double

  /// Makes a shape.
  public init(width: Int = 64, blocks: Int = 1, dropout: Double = 0) {
    self.width = width
    self.blocks = blocks
    self.dropout = dropout
  }

  /// Whether every number is within bounds.
  var isSound: Bool {
    (1...8192).contains(width) && (0...64).contains(blocks) && (0..<1).contains(dropout)
  }
}
