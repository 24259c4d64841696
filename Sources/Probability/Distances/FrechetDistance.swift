public import Torch

/// The squared Fréchet (Wasserstein-2) distance of the normal distributions with the moments of two
/// samples (Heusel et al. 2017, on Inception features: the Fréchet inception distance):
///
///     ‖μx − μy‖² + tr Σx + tr Σy − 2 tr (Σx Σy)^½.
///
/// With Σ = L Lᵀ from a symmetric eigendecomposition, tr (Σx Σy)^½ is the sum of the singular values
/// of Lxᵀ Ly. That needs no root of an unsymmetric matrix, which fails on singular covariances, and
/// is in float64 throughout.
///
/// - Parameters:
///   - x: A sample `[count, features]`, at least two rows; covariances divide by count − 1.
///   - y: A sample with as many features.
/// - Returns: The squared distance.
public func frechetDistance(_ x: Tensor, _ y: Tensor) -> Double {
  withoutGradient {
    let (x, y) = matrices(x, y)
    return frechetDistance(
      mean: x.mean(axis: 0), covariance: covariance(x), mean: y.mean(axis: 0),
      covariance: covariance(y))
  }
}

/// The squared Fréchet distance of two normal distributions.
///
/// - Parameters:
///   - mean: The first mean, `[features]`.
///   - covariance: The first covariance, `[features, features]`.
///   - otherMean: The second mean.
///   - otherCovariance: The second covariance.
/// - Returns: The squared distance.
public func frechetDistance(
  mean: Tensor, covariance: Tensor, mean otherMean: Tensor, covariance otherCovariance: Tensor
) -> Double {
  withoutGradient {
    let first = covariance.to(dtype: .float64)
    let second = otherCovariance.to(dtype: .float64)
    let shift = (mean.to(dtype: .float64) - otherMean.to(dtype: .float64)).squared().sum()
    let cross = factor(first).transpose(0, 1).matmul(factor(second)).svd().s.sum()
    let spread = first.diagonal().sum() + second.diagonal().sum() - cross * 2
    // Rounding may leave a hair below zero for equal samples.
    return max(0, (shift + spread).item(Double.self))
  }
}

/// The covariance matrix of the rows, in this precision.
private func covariance(_ x: Tensor) -> Tensor {
  precondition(x.size(0) > 1, "a covariance from one row")
  let centered = x - x.mean(axis: 0)
  return centered.transpose(0, 1).matmul(centered) / Double(x.size(0) - 1)
}

/// L with L Lᵀ = the symmetric, positive semi-definite `matrix`.
private func factor(_ matrix: Tensor) -> Tensor {
  let (values, vectors) = matrix.symmetricEigen()
  return vectors * values.clamped(min: 0).sqrt()
}
