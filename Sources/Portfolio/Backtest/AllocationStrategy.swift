/// A rule that makes weights from what is known.
public protocol AllocationStrategy: Sendable {
  /// What the strategy is called in tables.
  var name: String { get }

  /// The weights to hold from now on.
  ///
  /// - Parameters:
  ///   - training: The returns of the training window, `[periods, assets]`; nothing later.
  ///   - previous: The weights held at this moment, drifted since they were chosen; zeros at first.
  /// - Returns: One weight for each asset. What they lack to 1 is cash that earns nothing.
  /// - Throws: When there are no such weights; the previous ones are kept then.
  func weights(for training: Returns, previous: [Double]) throws -> [Double]
}

/// The same weight for each asset: the rule that estimates nothing, and that is hard to beat.
///
/// Source: V. DeMiguel, L. Garlappi, R. Uppal, *Optimal Versus Naive Diversification*, Review of
/// Financial Studies 22, 2009.
public struct EqualWeight: AllocationStrategy {
  /// What the strategy is called in tables.
  public static let name = "equal weight"

  /// Makes the strategy.
  public init() {}

  /// What the strategy is called in tables.
  public var name: String { Self.name }

  /// 1 / n for each of n assets.
  public func weights(for training: Returns, previous: [Double]) -> [Double] {
    [Double](repeating: 1 / Double(training.assetCount), count: training.assetCount)
  }
}

/// A strategy made of a name and a function.
public struct ClosureStrategy: AllocationStrategy {
  /// What makes weights from the training window and the weights held before.
  public typealias Allocation =
    @Sendable (_ training: Returns, _ previous: [Double]) throws -> [Double]

  /// What the strategy is called in tables.
  public let name: String
  private let allocation: Allocation

  /// Makes a strategy.
  public init(_ name: String, _ allocation: @escaping Allocation) {
    self.name = name
    self.allocation = allocation
  }

  /// What the function makes of them.
  public func weights(for training: Returns, previous: [Double]) throws -> [Double] {
    try allocation(training, previous)
  }
}
