/// A covariance matrix, drawn towards a target that has few parameters.
public struct ShrunkCovariance: Sendable, Equatable {
  /// (1 - intensity) S + intensity F.
  public let covariance: Matrix
  /// How far the sample covariance S was drawn to the target F, from 0 to 1.
  public let intensity: Double

  init(covariance: Matrix, intensity: Double) {
    self.covariance = covariance
    self.intensity = intensity
  }

  /// Draws a covariance towards independent assets of one variance, tr(S) / n · I.
  ///
  /// - Throws: `PortfolioError` of kind `request` where `intensity` is not between 0 and 1.
  public init(_ sample: Matrix, intensity: Double) throws {
    guard (0...1).contains(intensity) else {
      throw PortfolioError(
        .request, "A shrinkage intensity of \(intensity): it has to lie between 0 and 1.")
    }
    self.init(toConstantVariance: sample, intensity: intensity)
  }

  init(toConstantVariance sample: Matrix, intensity: Double) {
    let variance = sample.diagonal.reduce(0, +) / Double(sample.rowCount)
    var result = sample
    for index in result.elements.indices { result.elements[index] *= 1 - intensity }
    for asset in 0..<sample.rowCount { result[asset, asset] += intensity * variance }
    self.init(covariance: result, intensity: intensity)
  }

  /// Oracle approximating shrinkage of the sample covariance with divisor T to constant variance.
  ///
  /// Source: Chen, Wiesel, Eldar and Hero, "Shrinkage algorithms for MMSE covariance estimation",
  /// IEEE Transactions on Signal Processing, 2010, equation 23, without the terms of order 2 / n,
  /// as scikit-learn has it.
  static func oracleApproximating(_ values: Matrix) -> ShrunkCovariance {
    let sample = SampleCovariance.covariance(of: values, .maximumLikelihood)
    let count = Double(sample.rowCount)
    guard count > 1 else { return ShrunkCovariance(covariance: sample, intensity: 0) }
    let alpha = dot(sample.elements, sample.elements) / (count * count)
    let variance = sample.diagonal.reduce(0, +) / count
    let numerator = alpha + variance * variance
    let denominator = Double(values.rowCount + 1) * (alpha - variance * variance / count)
    let intensity = denominator > 0 ? min(1, numerator / denominator) : 1
    return ShrunkCovariance(toConstantVariance: sample, intensity: intensity)
  }
}
