public import Torch

/// While training, zeros with a probability, the rest scaled up so that the mean stays (Srivastava
/// and others 2014).
public final class Dropout: Module, UnaryLayer {
  private let probability: Double
  private let random: RandomSource

  /// Drops each element with `probability`, independently.
  ///
  /// - Parameters:
  ///   - probability: In [0, 1).
  ///   - random: The source of the masks; `randomSources()` finds it for a checkpoint.
  public init(_ probability: Double, using random: RandomSource) {
    precondition((0..<1).contains(probability), "dropout probability \(probability)")
    self.probability = probability
    self.random = random
  }

  /// Drops while training; the input itself otherwise.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard isTraining, probability > 0 else { return x }
    let keep = 1 - probability
    let mask = withoutGradient {
      let kept = Tensor.randomBernoulli(
        x.shape, probability: keep, dtype: x.dtype, using: random)
      kept.scaleInPlace(1 / keep)
      // Drawn where the source is, so that a seed drops the same elements on every device.
      return kept.to(device: x.device)
    }
    return x * mask
  }
}
