internal import RealModule
public import Torch

/// The Wasserstein distance of order p between two univariate samples:
/// (∫ |F⁻¹(u) − G⁻¹(u)|ᵖ du)^(1/p), exact for samples of different sizes.
///
/// - Parameters:
///   - x: A vector.
///   - y: A vector.
///   - order: p, at least one.
/// - Returns: The distance, in the samples' unit.
public func wassersteinDistance(_ x: Tensor, _ y: Tensor, order: Double = 1) -> Double {
  withoutGradient {
    let (x, y) = matrices(x, y)
    precondition(x.size(1) == 1, "univariate samples have one feature, not \(x.size(1))")
    let coupling = QuantileCoupling(x.size(0), y.size(0), device: x.device)
    return Double.pow(coupling.transportCosts(x, y, order: order).item(Double.self), 1 / order)
  }
}

/// The sliced Wasserstein distance: the mean over random directions of the one-dimensional distance
/// of the projections, each to the power p, then the p-th root (Bonneel et al. 2015).
public struct SlicedWasserstein: Sendable {
  /// The order p, at least one.
  public var order: Double
  /// How many directions are drawn.
  public var directionCount: Int

  /// Makes the measure.
  public init(order: Double = 2, directionCount: Int = 100) {
    precondition(order >= 1 && directionCount > 0, "order \(order), \(directionCount) directions")
    self.order = order
    self.directionCount = directionCount
  }

  /// The distance of samples `[count, …]` along directions drawn uniformly from the sphere.
  public func callAsFunction(_ x: Tensor, _ y: Tensor, using random: RandomSource) -> Double {
    let features = x.size / max(1, x.size(0))
    let drawn = Tensor.randomNormal([features, directionCount], dtype: .float64, using: random)
    return along(drawn / drawn.norm(axes: [0], keepDims: true), x, y)
  }

  /// The distance along given unit vectors, `[features, directions]`.
  func along(_ directions: Tensor, _ x: Tensor, _ y: Tensor) -> Double {
    withoutGradient {
      let (x, y) = matrices(x, y)
      let coupling = QuantileCoupling(x.size(0), y.size(0), device: x.device)
      let width = max(1, pairsPerBlock / coupling.count)
      var total = 0.0
      for block in directions.to(device: x.device).split(size: width, axis: 1) {
        let costs = coupling.transportCosts(x.matmul(block), y.matmul(block), order: order)
        total += costs.sum().item(Double.self)
      }
      return Double.pow(total / Double(directions.size(1)), 1 / order)
    }
  }
}

/// Which sorted value of one sample is carried to which of the other, and how much mass.
private struct QuantileCoupling {
  private let first: Tensor
  private let second: Tensor
  private let weights: Tensor
  /// How many pairs carry mass: at most the sum of the sizes.
  let count: Int

  /// Merges the steps of two empirical quantile functions, in whole numbers of 1 / (n m).
  init(_ n: Int, _ m: Int, device: Device) {
    var pairs: (first: [Int], second: [Int], weights: [Double]) = ([], [], [])
    var (i, j, reached) = (0, 0, 0)
    while i < n && j < m {
      let next = min((i + 1) * m, (j + 1) * n)
      pairs.first.append(i)
      pairs.second.append(j)
      pairs.weights.append(Double(next - reached) / (Double(n) * Double(m)))
      reached = next
      if next == (i + 1) * m { i += 1 }
      if next == (j + 1) * n { j += 1 }
    }
    count = pairs.first.count
    first = Tensor(pairs.first).to(device: device)
    second = Tensor(pairs.second).to(device: device)
    weights = Tensor(pairs.weights, [count, 1]).to(device: device)
  }

  /// ∫ |F⁻¹ − G⁻¹|ᵖ for each column.
  func transportCosts(_ x: Tensor, _ y: Tensor, order: Double) -> Tensor {
    let left = x.sort(axis: 0).values.indexSelect(first)
    let right = y.sort(axis: 0).values.indexSelect(second)
    let moves = (left - right).abs()
    return ((order == 1 ? moves : moves.pow(order)) * weights).sum(axis: 0)
  }
}
