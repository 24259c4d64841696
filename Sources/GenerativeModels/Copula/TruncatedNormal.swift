internal import Torch

/// Normal distributions that are cut to an interval, element by element.
struct TruncatedNormal {
  /// Bounds of the standardised interval on the side where the distribution function is exact.
  private let lower: Tensor
  private let upper: Tensor
  private let isMirrored: Tensor
  private let mean: Tensor
  private let deviation: Tensor

  /// Prepares N(`mean`, `deviation`²) between `lower` and `upper`.
  init(mean: Tensor, deviation: Tensor, lower: Tensor, upper: Tensor) {
    let a = (lower - mean) / deviation
    let b = (upper - mean) / deviation
    // Φ keeps its digits below zero only, so intervals above are mirrored.
    isMirrored = a > 0
    self.lower = (b * -1).where(isMirrored, else: a)
    self.upper = (a * -1).where(isMirrored, else: b)
    self.mean = mean
    self.deviation = deviation
  }

  /// The logarithm of the interval's probability.
  var logProbability: Tensor {
    (upper.normalCDF() - lower.normalCDF()).clamped(min: 1e-300).log()
  }

  /// The draws that `uniforms` stand for, by inversion.
  func draw(_ uniforms: Tensor) -> Tensor {
    let low = lower.normalCDF()
    let position = low + uniforms * (upper.normalCDF() - low)
    let standard = position.normalQuantile().maximum(lower).minimum(upper)
    return mean + deviation * (standard * -1).where(isMirrored, else: standard)
  }
}
