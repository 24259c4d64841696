public import Torch

/// The squared energy distance between two samples (Székely and Rizzo 2013):
///
///     D²(x, y) = 2 E‖x − y‖ − E‖x − x'‖ − E‖y − y'‖.
///
/// SciPy's one-dimensional `energy_distance` is the root of the biased estimate. Computed in float64
/// block by block.
public struct EnergyDistance: Sendable {
  /// The estimator.
  public var estimator: PairEstimator

  /// Makes the measure.
  public init(estimator: PairEstimator = .biased) { self.estimator = estimator }

  /// D² of samples `[count, …]`; axes after the first are features.
  public func callAsFunction(_ x: Tensor, _ y: Tensor) -> Double {
    withoutGradient {
      let (x, y) = centered(x, y)
      return 2 * meanBetween(x, y, euclideanDistances)
        - estimator.meanWithin(x, euclideanDistances)
        - estimator.meanWithin(y, euclideanDistances)
    }
  }
}
