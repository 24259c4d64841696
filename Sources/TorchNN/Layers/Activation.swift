public import Torch

/// max(x, 0).
public final class ReLU: Module, UnaryLayer {
  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.relu() }
}

/// x where positive, else a small multiple of it.
public final class LeakyReLU: Module, UnaryLayer {
  private let negativeSlope: Double

  /// Multiplies negative numbers with `negativeSlope`.
  public init(negativeSlope: Double = 0.01) { self.negativeSlope = negativeSlope }

  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.leakyReLU(negativeSlope: negativeSlope) }
}

/// x Φ(x).
public final class GELU: Module, UnaryLayer {
  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.gelu() }
}

/// x σ(x).
public final class SiLU: Module, UnaryLayer {
  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.silu() }
}

/// Hyperbolic tangent.
public final class Tanh: Module, UnaryLayer {
  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tanh() }
}

/// 1 / (1 + e⁻ˣ).
public final class Sigmoid: Module, UnaryLayer {
  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.sigmoid() }
}

/// log(1 + eˣ).
public final class Softplus: Module, UnaryLayer {
  /// Element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.softplus() }
}

/// x itself.
public final class Identity: Module, UnaryLayer {
  /// The input.
  public func callAsFunction(_ x: Tensor) -> Tensor { x }
}
