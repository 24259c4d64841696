public import Torch

/// A mixture of univariate normal distributions, elementwise.
public typealias GaussianMixture = MixtureSameFamily<Normal>

extension MixtureSameFamily where Component == Normal {
  /// Makes a mixture of univariate normal distributions; the last axis counts the components.
  ///
  /// - Parameters:
  ///   - logits: Log-weights up to a constant, `batchShape + [K]`.
  ///   - mean: The components' means, `batchShape + [K]`.
  ///   - standardDeviation: The components' standard deviations, `batchShape + [K]`.
  public init(logits: Tensor, mean: Tensor, standardDeviation: Tensor) {
    let all = broadcast(logits, mean, standardDeviation)
    self.init(logits: all[0], components: Normal(mean: all[1], standardDeviation: all[2]))
  }
}

/// A mixture of multivariate normal distributions with diagonal covariances.
public typealias DiagonalGaussianMixture = MixtureSameFamily<Independent<Normal>>

extension MixtureSameFamily where Component == Independent<Normal> {
  /// Makes a mixture of normal distributions with diagonal covariances.
  ///
  /// - Parameters:
  ///   - logits: Log-weights up to a constant, `batchShape + [K]`.
  ///   - mean: The components' means, `batchShape + [K, features]`.
  ///   - standardDeviation: Their standard deviations, `batchShape + [K, features]`.
  public init(logits: Tensor, mean: Tensor, standardDeviation: Tensor) {
    self.init(
      logits: logits,
      components: Independent(Normal(mean: mean, standardDeviation: standardDeviation)))
  }
}
