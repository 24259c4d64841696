/// The shape of a normalizing flow.
public struct FlowConfiguration: Codable, Sendable, Equatable {
  /// What a step of the flow is.
  public enum Step: String, Codable, Sendable, CaseIterable {
    /// An `AutoregressiveLayer`: the better density, slower draws.
    case autoregressive
    /// A `CouplingLayer`: fast both ways.
    case coupling
  }

  /// How many numbers a row has.
  public var features: Int
  /// Numbers of context that all features share; 0 for an unconditional flow.
  public var sharedContext: Int
  /// Numbers of context that belong to each feature, which a `FeaturewiseAffineLayer` sees.
  public var featureContext: Int
  /// The maps of the steps, from the data on; each step has the same kind of conditioner.
  public var transformers: [FlowTransformer]
  /// What the steps are.
  public var step: Step
  /// What comes before each step.
  public var mixing: FlowMixing
  /// The distribution of the noise.
  public var base: FlowBase
  /// The shape of the conditioners.
  public var conditioner: ConditionerShape

  /// Makes a configuration.
  public init(
    features: Int, sharedContext: Int = 0, featureContext: Int = 0,
    transformers: [FlowTransformer] = Array(
      repeating: .rationalQuadraticSpline(bins: 8, bound: 5), count: 3),
    step: Step = .coupling, mixing: FlowMixing = .lowerUpper, base: FlowBase = .normal,
    conditioner: ConditionerShape = ConditionerShape()
  ) {
    self.features = features
    self.sharedContext = sharedContext
    self.featureContext = featureContext
    self.transformers = transformers
    self.step = step
    self.mixing = mixing
    self.base = base
    self.conditioner = conditioner
  }

  /// How many numbers the context has: the shared ones, then each feature's.
  public var contextCount: Int { sharedContext + features * featureContext }

  /// Whether every number is within bounds that a flow can be made with.
  public var isSound: Bool {
    (1...100_000).contains(features) && (0...100_000).contains(sharedContext)
      && (0...1000).contains(featureContext) && transformers.count <= 256
      && transformers.allSatisfy(\.isSound) && conditioner.isSound
  }
}
