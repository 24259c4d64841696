public import Torch

/// The normal distribution N(μ, σ²), elementwise.
///
/// log p(x) = −(x − μ)² / 2σ² − log σ − ½ log 2π. Sampling is reparameterised: x = μ + σ ε.
public struct Normal: ClosedFormMoments, ClosedFormEntropy, ClosedFormQuantile {
  /// μ.
  public let mean: Tensor
  /// σ, positive.
  public let standardDeviation: Tensor

  /// Makes a batch of distributions shaped like the broadcast parameters.
  public init(mean: Tensor, standardDeviation: Tensor) {
    let parameters = broadcast(mean, standardDeviation)
    self.mean = parameters[0]
    self.standardDeviation = parameters[1]
  }

  /// N(0, 1) for each element of `shape`.
  public static func standard(
    _ shape: [Int] = [], dtype: DType = .float32, device: Device = .cpu
  ) -> Normal {
    Normal(
      mean: .zeros(shape, dtype: dtype, device: device),
      standardDeviation: .ones(shape, dtype: dtype, device: device))
  }

  /// The shape of the parameters.
  public var batchShape: [Int] { mean.shape }
  /// No axes: each element is a distribution of its own.
  public var eventShape: [Int] { [] }
  /// Gradients flow through samples.
  public var isReparameterized: Bool { true }
  /// σ².
  public var variance: Tensor { standardDeviation.squared() }
  /// log σ + ½ log 2πe.
  public var entropy: Tensor { standardDeviation.log() + 0.5 * (1 + logTwoPi) }

  /// Draws `shape + batchShape`, differentiable in the parameters.
  public func sample(_ shape: [Int], using random: RandomSource) -> Tensor {
    let noise = Tensor.randomNormal(shape + batchShape, dtype: mean.dtype, using: random)
    return mean + standardDeviation * noise
  }

  /// The log-density.
  public func logProbability(of value: Tensor) -> Tensor {
    let z = (value - mean) / standardDeviation
    return z.squared() * -0.5 - standardDeviation.log() - 0.5 * logTwoPi
  }

  /// Φ((x − μ) / σ).
  public func cumulativeDistribution(of value: Tensor) -> Tensor {
    ((value - mean) / standardDeviation).normalCDF()
  }

  /// μ + σ Φ⁻¹(p).
  public func quantile(_ probability: Tensor) -> Tensor {
    mean + standardDeviation * probability.normalQuantile()
  }
}

/// log 2π.
let logTwoPi = 1.837877066409345484
