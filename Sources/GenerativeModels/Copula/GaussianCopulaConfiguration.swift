/// How a Gaussian copula is estimated and used.
public struct GaussianCopulaConfiguration: MixedModelConfiguration {
  /// The model that it shapes.
  public typealias Model = GaussianCopula

  /// The family.
  public static var family: ModelFamily { .gaussianCopula }

  /// Sweeps over the latent numbers of atoms while the correlations are estimated.
  public var sweeps: Int
  /// The most rows that the correlations are estimated from.
  public var fittingRows: Int
  /// The least eigenvalue that the correlations are given.
  public var minimumEigenvalue: Double
  /// Draws that an estimate of a density is the mean of.
  public var densityDraws: Int

  /// Makes a configuration.
  public init(
    sweeps: Int = 30, fittingRows: Int = 20_000, minimumEigenvalue: Double = 1e-3,
    densityDraws: Int = 64
  ) {
    self.sweeps = sweeps
    self.fittingRows = fittingRows
    self.minimumEigenvalue = minimumEigenvalue
    self.densityDraws = densityDraws
  }

  /// Whether every number is within bounds.
  public var isSound: Bool {
    (0...10_000).contains(sweeps) && (1...100_000_000).contains(fittingRows)
      && minimumEigenvalue > 0 && minimumEigenvalue < 1 && (1...100_000).contains(densityDraws)
  }

  /// The correlations.
  public func stateSize(for variables: [MixedVariable]) -> Int {
    variables.count * variables.count
  }
}
