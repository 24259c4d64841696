internal import Foundation
public import Torch

/// Sines and cosines of a number at geometrically spaced frequencies: how positions (Vaswani and
/// others 2017) and diffusion times are given to a network.
public final class SinusoidalPositionalEncoding: Module, UnaryLayer {
  private let frequencies: [Float]

  /// Makes the encoding with frequencies maximumPeriod^(-i / (dimensions / 2)), i = 0, 1, …
  ///
  /// - Parameters:
  ///   - dimensions: Features of the output; even.
  ///   - maximumPeriod: The longest period, over 2π.
  ///   - scale: Times the number first; 1000 suits times in [0, 1].
  public init(_ dimensions: Int, maximumPeriod: Double = 10_000, scale: Double = 1) {
    precondition(dimensions > 0 && dimensions % 2 == 0, "an encoding with \(dimensions) features")
    let half = dimensions / 2
    frequencies = (0..<half).map {
      Float(scale * exp(-log(maximumPeriod) * Double($0) / Double(half)))
    }
  }

  /// Maps numbers `[…]` to `[…, dimensions]`: the sines, then the cosines.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let dtype = x.dtype.isFloatingPoint ? x.dtype : .float32
    let angles =
      x.to(dtype: dtype).expandDims(axis: -1)
      * Tensor(frequencies).to(dtype: dtype).to(device: x.device)
    return .concatenate([angles.sin(), angles.cos()], axis: -1)
  }
}
