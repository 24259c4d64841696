public import Torch
public import TorchNN

/// A density of real vectors by change of variables, perhaps given a context:
///
///     log p(x | c) = log p_base(f(x; c)) + log |det ∂f/∂x|,
///
/// exact, and drawn from by x = f⁻¹(z; c).
///
/// A row of a batch is `features` numbers followed by `contextCount` numbers that it is conditioned
/// on, so that whatever trains rows trains flows.
///
/// Sources: Rezende and Mohamed (2015); Papamakarios et al., "Normalizing Flows for Probabilistic
/// Modeling and Inference" (2021).
public final class NormalizingFlow: Module, TractableModel, LatentVariableModel {
  /// The shape.
  public let configuration: FlowConfiguration
  private let standardizing: StandardizingLayer
  private let layers: [any FlowLayer]
  private let base: FlowBaseDistribution
  private let featurewise: FeaturewiseAffineLayer?

  /// Makes a flow that leaves the base as it is, but for its mixing.
  ///
  /// - Precondition: the configuration is sound.
  public init(_ configuration: FlowConfiguration, using random: RandomSource) {
    precondition(configuration.isSound, "a flow of a configuration that is not sound")
    self.configuration = configuration
    let features = configuration.features
    standardizing = StandardizingLayer(features: features)
    featurewise =
      configuration.featureContext > 0
      ? FeaturewiseAffineLayer(
        features: features, shared: configuration.sharedContext,
        perFeature: configuration.featureContext, shape: configuration.conditioner, using: random)
      : nil
    layers = configuration.transformers.flatMap { transformer -> [any FlowLayer] in
      let step: any FlowLayer =
        switch configuration.step {
        case .autoregressive:
          AutoregressiveLayer(
            features: features, context: configuration.sharedContext, transformer: transformer,
            shape: configuration.conditioner, using: random)
        case .coupling:
          CouplingLayer(
            features: features, context: configuration.sharedContext, transformer: transformer,
            shape: configuration.conditioner, using: random)
        }
      return [configuration.mixing.layer(features: features, using: random), step]
    }
    base = FlowBaseDistribution(configuration.base, features: features)
  }

  /// Takes means and deviations of rows `[rows, features + contextCount]`, before training.
  public func standardize(on rows: Tensor) { standardizing.fit(parts(rows).features) }

  /// log p(x | c) of rows `[batch, features + contextCount]`, in nats, with a history.
  public func logDensities(_ batch: Tensor) -> Tensor {
    let (features, context) = parts(batch)
    let (z, logDeterminant) = normalize(features, given: context)
    return base.logDensity(z) + logDeterminant
  }

  /// z = f(x; c) and log |det ∂f/∂x|.
  public func normalize(
    _ x: Tensor, given context: Tensor?
  ) -> (value: Tensor, logDeterminant: Tensor) {
    var (value, total) = standardizing.normalize(x, given: nil)
    if let featurewise {
      let (next, own) = featurewise.normalize(value, given: context)
      (value, total) = (next, total + own)
    }
    let shared = sharedPart(context)
    for layer in layers {
      let (next, own) = layer.normalize(value, given: shared)
      (value, total) = (next, total + own)
    }
    return (value, total)
  }

  /// x = f⁻¹(z; c).
  public func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    let shared = sharedPart(context)
    var value = layers.reversed().reduce(z) { $1.generate($0, given: shared) }
    if let featurewise { value = featurewise.generate(value, given: context) }
    return standardizing.generate(value, given: nil)
  }

  /// The exact log-densities of rows `[batch, features + contextCount]`.
  public func logDensity(of batch: Tensor, using random: RandomSource) -> Density {
    Density(values: withoutGradient { logDensities(batch) }, kind: .exact)
  }

  /// The mean negative log-density of a batch, in nats.
  public func objective(_ batch: Tensor, using random: RandomSource) -> Tensor {
    -logDensities(batch).mean()
  }

  /// Draws rows, `[count, features]`.
  ///
  /// - Precondition: a conditional flow is given a context, `[count, contextCount]` or one row.
  public func sample(_ count: Int, given context: Tensor?, using random: RandomSource) -> Tensor {
    precondition(
      context?.size(-1) ?? 0 == configuration.contextCount, "a context of another length")
    return withoutGradient {
      let z = samplePrior(count, using: random)
      return generate(z, given: context?.expand([count, configuration.contextCount]))
    }
  }

  /// Draws z from the base, `[count, features]`.
  public func samplePrior(_ count: Int, using random: RandomSource) -> Tensor {
    withoutGradient { base.sample(count, using: random) }
  }

  /// x = f⁻¹(z; c) for rows z ‖ c, `[batch, features + contextCount]`: p(x|z) is one point.
  public func decode(_ latent: Tensor) -> Tensor {
    let (z, context) = parts(latent)
    return generate(z, given: context)
  }

  private func parts(_ batch: Tensor) -> (features: Tensor, context: Tensor?) {
    let (features, context) = (configuration.features, configuration.contextCount)
    precondition(batch.size(-1) == features + context, "rows of another length than the flow's")
    return (
      batch.narrow(axis: 1, start: 0, length: features),
      context == 0 ? nil : batch.narrow(axis: 1, start: features, length: context)
    )
  }

  private func sharedPart(_ context: Tensor?) -> Tensor? {
    guard configuration.sharedContext > 0 else { return nil }
    return context?.narrow(axis: 1, start: 0, length: configuration.sharedContext)
  }
}
