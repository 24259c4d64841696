public import Torch

/// The kernel distance of the kernel inception distance: unbiased MMD² with the cubic polynomial
/// kernel, averaged over random subsets (Bińkowski et al. 2018), on any features.
public struct KernelDistance: Sendable {
  /// The distances of the subsets, summarised.
  public struct Value: Sendable, Equatable {
    /// The mean.
    public let mean: Double
    /// The standard deviation over the subsets.
    public let standardDeviation: Double
  }

  /// How many subsets are drawn.
  public var subsetCount: Int
  /// Rows of each sample in a subset; fewer where a sample is smaller.
  public var subsetSize: Int

  /// Makes the measure.
  public init(subsetCount: Int = 100, subsetSize: Int = 1000) {
    precondition(subsetCount > 0 && subsetSize > 1, "\(subsetCount) subsets of \(subsetSize)")
    self.subsetCount = subsetCount
    self.subsetSize = subsetSize
  }

  /// The distance of samples `[count, …]`, with subsets drawn without replacement from `random`.
  public func callAsFunction(_ x: Tensor, _ y: Tensor, using random: RandomSource) -> Value {
    let discrepancy = MaximumMeanDiscrepancy(kernel: .polynomial(degree: 3))
    let size = min(subsetSize, x.size(0), y.size(0))
    func subset(_ sample: Tensor) -> Tensor {
      let order = Tensor.randomPermutation(sample.size(0), using: random)
      let chosen = order.narrow(axis: 0, start: 0, length: size)
      return sample.indexSelect(chosen.to(device: sample.device))
    }
    let values = (0..<subsetCount).map { _ in discrepancy(subset(x), subset(y)) }
    let mean = values.reduce(0, +) / Double(subsetCount)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Value(mean: mean, standardDeviation: (squares / Double(subsetCount)).squareRoot())
  }
}
