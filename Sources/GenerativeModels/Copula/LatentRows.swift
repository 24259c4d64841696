internal import Torch

/// The latent numbers that rows allow: points, and intervals for atoms.
struct LatentRows {
  /// `[rows, variables]`, float64; equal where a value is continuous.
  let lower: Tensor
  let upper: Tensor
  /// For each variable whether any row has an interval.
  private let isInterval: [Bool]

  /// Beyond this a standard normal number does not occur.
  static let limit = 8.0

  var hasIntervals: Bool { isInterval.contains(true) }
  /// How many variables have an interval.
  var intervalCount: Int { isInterval.count { $0 } }

  /// Takes row-major `values`, `[rows, scales]`.
  init(_ values: [Float], rows: Int, scales: [LatentScale]) {
    var low = [Double](repeating: 0, count: values.count)
    var high = low
    var isInterval = [Bool](repeating: false, count: scales.count)
    for row in 0..<rows {
      for (variable, scale) in scales.enumerated() {
        let index = row * scales.count + variable
        let interval = scale.interval(of: values[index])
        low[index] = interval.lowerBound
        high[index] = interval.upperBound
        if interval.upperBound > interval.lowerBound { isInterval[variable] = true }
      }
    }
    func scores(_ positions: [Double]) -> Tensor {
      Tensor(positions, [rows, scales.count]).normalQuantile()
        .clamped(min: -Self.limit, max: Self.limit)
    }
    lower = scores(low)
    upper = scores(high)
    self.isInterval = isInterval
  }

  /// Latent numbers within the intervals, each variable for itself.
  func start(using random: RandomSource) -> Tensor {
    let zeros = lower.zerosLike()
    return TruncatedNormal(mean: zeros, deviation: lower.onesLike(), lower: lower, upper: upper)
      .draw(Tensor.randomUniform(lower.shape, dtype: .float64, using: random))
  }

  /// Draws the latent numbers of atoms anew, one variable after the other, each given all others.
  ///
  /// - Parameters:
  ///   - z: The latent numbers, `[rows, variables]`.
  ///   - correlation: R of these variables.
  ///   - random: The source.
  /// - Returns: The new numbers; points stay.
  func sweep(_ z: Tensor, correlation: Tensor, using random: RandomSource) -> Tensor {
    let precision = correlation.inverse()
    let diagonal = precision.diagonal().asArray(Double.self)
    let result = z.clone()
    for variable in isInterval.indices where isInterval[variable] {
      let own = result.select(axis: 1, index: variable)
      // The mean of z_j given the others is -Σ_k P_jk z_k / P_jj over k ≠ j, its variance 1 / P_jj.
      let sum = result.matmul(precision.select(axis: 1, index: variable))
      let mean = own - sum / diagonal[variable]
      let deviation = mean.onesLike() / diagonal[variable].squareRoot()
      let drawn = TruncatedNormal(
        mean: mean, deviation: deviation, lower: lower.select(axis: 1, index: variable),
        upper: upper.select(axis: 1, index: variable)
      ).draw(Tensor.randomUniform(mean.shape, dtype: .float64, using: random))
      own.copyInPlace(drawn)
    }
    return result
  }
}
