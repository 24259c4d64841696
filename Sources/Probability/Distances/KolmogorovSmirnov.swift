public import Torch

/// The Kolmogorov–Smirnov statistic of two univariate samples: the largest difference of their
/// empirical distribution functions, in [0, 1].
///
/// - Parameters:
///   - x: A vector.
///   - y: A vector.
/// - Returns: The statistic.
public func kolmogorovSmirnov(_ x: Tensor, _ y: Tensor) -> Double {
  withoutGradient {
    let (x, y) = matrices(x, y)
    precondition(x.size(1) == 1, "univariate samples have one feature, not \(x.size(1))")
    let at = Tensor.concatenate([x, y]).flatten()
    func share(_ sample: Tensor) -> Tensor {
      let sorted = sample.flatten().sort().values
      return sorted.searchSorted(at, right: true).to(dtype: .float64) / Double(sample.size)
    }
    return (share(x) - share(y)).abs().max().item(Double.self)
  }
}
