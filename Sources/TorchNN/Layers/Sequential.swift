public import Torch

/// Layers one after the other.
///
/// ```swift
/// let network = Sequential {
///   Linear(8, 32, using: random)
///   ReLU()
///   if normalized { LayerNorm(32) }
///   for _ in 0..<depth { Linear(32, 32, using: random) }
/// }
/// ```
public final class Sequential: Module, UnaryLayer {
  /// The layers, in order.
  public let layers: [any UnaryLayer]

  /// Chains `layers`.
  public init(layers: [any UnaryLayer]) { self.layers = layers }

  /// Chains the layers that `layers` lists.
  public convenience init(@SequentialBuilder _ layers: () throws -> [any UnaryLayer]) rethrows {
    self.init(layers: try layers())
  }

  /// The last layer's output, for `x` given to the first.
  ///
  /// A ``ReLU`` that a ``Linear`` follows is left to it, which takes both in one pass where it can.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var x = x
    for (index, layer) in layers.enumerated() {
      if layer is ReLU, index + 1 < layers.count, layers[index + 1] is Linear { continue }
      if index > 0, layers[index - 1] is ReLU, let linear = layer as? Linear {
        x = linear(rectifying: x)
      } else {
        x = layer(x)
      }
    }
    return x
  }
}

/// Builds the list of a `Sequential`.
@resultBuilder
public enum SequentialBuilder {
  /// One layer.
  public static func buildExpression(_ layer: any UnaryLayer) -> [any UnaryLayer] { [layer] }
  /// A list of layers.
  public static func buildExpression(_ layers: [any UnaryLayer]) -> [any UnaryLayer] { layers }
  /// Statement after statement.
  public static func buildBlock(_ parts: [any UnaryLayer]...) -> [any UnaryLayer] {
    parts.flatMap { $0 }
  }
  /// `if` without `else`.
  public static func buildOptional(_ part: [any UnaryLayer]?) -> [any UnaryLayer] { part ?? [] }
  /// `if … else`, the first branch.
  public static func buildEither(first part: [any UnaryLayer]) -> [any UnaryLayer] { part }
  /// `if … else`, the second branch.
  public static func buildEither(second part: [any UnaryLayer]) -> [any UnaryLayer] { part }
  /// `for`.
  public static func buildArray(_ parts: [[any UnaryLayer]]) -> [any UnaryLayer] {
    parts.flatMap { $0 }
  }
  /// `if #available`.
  public static func buildLimitedAvailability(_ part: [any UnaryLayer]) -> [any UnaryLayer] { part }
}
