public import Torch

/// How a mean over pairs is estimated.
public enum PairEstimator: Sendable {
  /// Over different rows only (U-statistic): right on average, below zero at times.
  case unbiased
  /// Over all pairs, each row with itself too (V-statistic): never below zero, zero for equal
  /// samples.
  case biased
}

/// The squared maximum mean discrepancy between two samples (Gretton et al. 2012, equations 3 to 5):
///
///     MMD²(x, y) = E k(x, x') + E k(y, y') − 2 E k(x, y).
///
/// Computed in float64 block by block: memory does not grow with the number of pairs.
public struct MaximumMeanDiscrepancy: Sendable {
  /// A kernel k.
  public enum Kernel: Sendable {
    /// The mean over the bandwidths σ of exp(−‖x − y‖² / 2σ²).
    case gaussian(bandwidths: [Double])
    /// A Gaussian whose bandwidth is the median distance between rows of the pooled sample.
    case medianGaussian
    /// (x·y / features + 1)^degree; the kernel inception distance has degree 3 (Bińkowski et al.
    /// 2018).
    case polynomial(degree: Int)
  }

  /// The kernel.
  public var kernel: Kernel
  /// The estimator.
  public var estimator: PairEstimator

  /// Makes the measure.
  public init(kernel: Kernel = .medianGaussian, estimator: PairEstimator = .unbiased) {
    self.kernel = kernel
    self.estimator = estimator
  }

  /// MMD² of samples `[count, …]`; axes after the first are features.
  ///
  /// - Precondition: the unbiased estimator needs two rows in each sample.
  public func callAsFunction(_ x: Tensor, _ y: Tensor) -> Double {
    withoutGradient {
      switch kernel {
      case .polynomial(let degree):
        let (x, y) = matrices(x, y)
        let scale = 1 / Double(x.size(1))
        return estimate(x, y) { ($0.matmul($1.transpose(0, 1)) * scale + 1).pow(degree) }
      case .gaussian(let bandwidths):
        let (x, y) = centered(x, y)
        return gaussian(bandwidths, x, y)
      case .medianGaussian:
        let (x, y) = centered(x, y)
        return gaussian([medianDistance(.concatenate([x, y]))], x, y)
      }
    }
  }

  private func gaussian(_ bandwidths: [Double], _ x: Tensor, _ y: Tensor) -> Double {
    precondition(
      !bandwidths.isEmpty && bandwidths.allSatisfy { $0 > 0 }, "bandwidths \(bandwidths)")
    return estimate(x, y) { rows, others in
      let squared = squaredDistances(rows, others)
      let terms = bandwidths.map { (squared * (-0.5 / ($0 * $0))).exp() }
      return terms.dropFirst().reduce(terms[0]) { $0 + $1 } / Double(bandwidths.count)
    }
  }

  private func estimate(
    _ x: Tensor, _ y: Tensor, _ kernel: (Tensor, Tensor) -> Tensor
  ) -> Double {
    estimator.meanWithin(x, kernel) + estimator.meanWithin(y, kernel)
      - 2 * meanBetween(x, y, kernel)
  }
}

extension PairEstimator {
  /// The mean of `function` over pairs of rows of `x`.
  func meanWithin(_ x: Tensor, _ function: (Tensor, Tensor) -> Tensor) -> Double {
    let count = Double(x.size(0))
    var total = 0.0
    forEachBlock(x, against: x) { rows, start in
      let pairs = function(rows, x)
      total += pairs.sum().item(Double.self)
      guard self == .unbiased else { return }
      total -= pairs.diagonal(offset: start).sum().item(Double.self)
    }
    guard self == .unbiased else { return total / (count * count) }
    precondition(count >= 2, "an unbiased estimate from one row")
    return total / (count * (count - 1))
  }
}

/// The mean of `function` over all pairs of a row of `x` and a row of `y`.
func meanBetween(_ x: Tensor, _ y: Tensor, _ function: (Tensor, Tensor) -> Tensor) -> Double {
  var total = 0.0
  forEachBlock(x, against: y) { rows, _ in total += function(rows, y).sum().item(Double.self) }
  return total / (Double(x.size(0)) * Double(y.size(0)))
}

/// The median distance between different rows, of at most 2,000 rows evenly spread over the sample;
/// one where it is zero.
func medianDistance(_ x: Tensor) -> Double {
  let step = max(1, (x.size(0) + 1999) / 2000)
  let rows = x.slice(axis: 0, step: step)
  let count = rows.size(0)
  guard count > 1 else { return 1 }
  let isUpper = Tensor.ones([count, count], dtype: .bool, device: x.device)
    .upperTriangle(diagonal: 1)
  let sorted = euclideanDistances(rows, rows).maskedSelect(isUpper).sort().values
  let middle = sorted.size / 2
  let upper = sorted.select(axis: 0, index: middle).item(Double.self)
  let lower = sorted.select(axis: 0, index: (sorted.size - 1) / 2).item(Double.self)
  let median = (lower + upper) / 2
  return median > 0 ? median : 1
}
