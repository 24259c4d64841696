import Foundation
public import Torch
public import TorchNN

/// Each variable with its own distribution, bound together by correlated normal numbers: the plain
/// baseline.
///
/// A latent z ~ N(0, R) has one number a variable. A continuous value stands for the point
/// Φ⁻¹(F(x)), an atom for the interval that its share is of the latent line; see `LatentScale`.
/// Correlations are estimated from the ranks by stochastic expectation-maximisation: the latent
/// numbers of atoms are drawn within their intervals given all others, and R is their correlation,
/// averaged over the second half of the sweeps.
///
/// The density of a row with atoms is the probability of a box under N(0, R), which has no closed
/// form; it is estimated. Without atoms it is exact.
///
/// Sources: Sklar (1959); Hoff, "Extending the rank likelihood for semiparametric copula
/// estimation" (2007).
public final class GaussianCopula: Module, ApproximateModel, MixedModel {
  /// The variables.
  public let variables: [MixedVariable]
  /// How the copula is estimated and used.
  public let configuration: GaussianCopulaConfiguration
  /// R, `[variables, variables]`, float64.
  @BufferInfo public private(set) var correlation: Tensor
  let scales: [LatentScale]

  /// Makes a copula of independent variables.
  ///
  /// - Precondition: there is at least one variable.
  public init(
    variables: [MixedVariable], configuration: GaussianCopulaConfiguration,
    using random: RandomSource
  ) {
    precondition(!variables.isEmpty, "a model of no variables")
    self.variables = variables
    self.configuration = configuration
    scales = variables.map(LatentScale.init)
    _correlation = BufferInfo(
      wrappedValue: Tensor.identity(variables.count, dtype: .float64))
    super.init()
  }

  /// Exact given continuous values and at most one atom; of several given atoms the latent numbers
  /// are drawn by Gibbs sweeps, which come near to their distribution.
  public var conditioning: Conditioning {
    variables.contains { $0.atomCount > 0 } ? .approximate : .exact
  }

  /// Draws rows in pieces, which always follow the model alone.
  public func makeSampler(seed: UInt64, keepsShares: Bool) -> any RowSampler {
    GaussianCopulaSampler(self, seed: seed)
  }

  /// The mean negative log-density of a batch; it has no gradient, as the copula is estimated in
  /// closed form.
  public func objective(_ batch: Tensor, using random: RandomSource) -> Tensor {
    logDensity(of: batch, using: random).values.mean() * -1
  }

  /// Estimates the correlations from rows; `plan` gives the seed.
  public func fit(
    rows: Tensor, heldOut: Tensor, plan: TrainingPlan, checkpoints: CheckpointPolicy?,
    shouldStop: () -> Bool, report: (TrainingEvent) -> Void
  ) throws -> [TrainingRecord] {
    let clock = ContinuousClock()
    let start = clock.now
    let random = RandomSource(seed: plan.seed)
    let most = max(
      2, min(configuration.fittingRows, 8_000_000 / variables.count, rows.size(0)))
    let values = rows.indexSelect(
      Tensor.randomPermutation(rows.size(0), using: random).narrow(
        axis: 0, start: 0, length: most))
    let sweeps = configuration.sweeps
    var reason = StopReason.finished
    withoutGradient {
      let latent = LatentRows(values.asArray(Float.self), rows: most, scales: scales)
      var z = latent.start(using: random)
      var estimate = repaired(z)
      var sum = estimate.zerosLike()
      var summed = 0
      for sweep in 0..<sweeps where latent.hasIntervals {
        if shouldStop() {
          reason = .interrupted
          break
        }
        z = latent.sweep(z, correlation: estimate, using: random)
        estimate = repaired(z)
        if sweep >= sweeps / 2 {
          sum = sum + estimate
          summed += 1
        }
        report(
          .step(
            TrainingProgress(
              step: sweep + 1, steps: sweeps, seconds: (clock.now - start).seconds, loss: 0)))
      }
      correlation.copyInPlace(summed > 0 ? sum / Double(summed) : estimate)
    }
    let check = heldOut.size(0) > 0 ? heldOut : rows
    let judged = check.narrow(axis: 0, start: 0, length: min(check.size(0), 500))
    let record = TrainingRecord(
      step: sweeps, seconds: (clock.now - start).seconds,
      trainingLoss: objective(
        rows.narrow(axis: 0, start: 0, length: min(rows.size(0), 500)), using: random
      ).item(Double.self),
      validationLoss: objective(judged, using: random).item(Double.self))
    report(.validation(record))
    report(.finished(step: sweeps, reason: reason))
    return [record]
  }

  /// None: the copula is estimated in closed form.
  public func secondsPerStep(
    rows: Tensor, plan: TrainingPlan, within limit: Double
  ) throws -> Double? { nil }

  /// The correlation of latent rows, with no eigenvalue below the least one.
  private func repaired(_ z: Tensor) -> Tensor {
    let centred = z - z.mean(axis: 0, keepDims: true)
    let covariance = centred.transpose().matmul(centred) / Double(max(z.size(0) - 1, 1))
    let (values, vectors) = Self.normalised(covariance).symmetricEigen()
    let clipped = values.clamped(min: configuration.minimumEigenvalue)
    return Self.normalised((vectors * clipped).matmul(vectors.transpose()))
  }

  private static func normalised(_ covariance: Tensor) -> Tensor {
    let scale = covariance.diagonal().clamped(min: 1e-12).reciprocalSqrt()
    return scale.expandDims(axis: 1) * covariance * scale
  }
}
