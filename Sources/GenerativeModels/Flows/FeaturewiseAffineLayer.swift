internal import Probability
public import Torch
public import TorchNN

/// z_i = a_i + b_i x_i with (a_i, b_i) from the context that belongs to feature i, by one network
/// for all features.
///
/// Where features are alike, such as the returns of stocks, a network for all of them learns from
/// all of them: as many times more examples as there are features. The context is laid out as what
/// all features share, then what belongs to the first feature, to the second, and so on.
public final class FeaturewiseAffineLayer: Module, FlowLayer {
  private let features: Int
  private let shared: Int
  private let perFeature: Int
  private let network: ResidualConditioner

  /// Makes a step that does nothing yet.
  ///
  /// - Parameters:
  ///   - features: How many features.
  ///   - shared: Numbers of context that all features share.
  ///   - perFeature: Numbers of context that belong to each feature.
  ///   - shape: The shape of the network.
  ///   - random: The source of the first weights.
  public init(
    features: Int, shared: Int, perFeature: Int, shape: ConditionerShape,
    using random: RandomSource
  ) {
    self.features = features
    self.shared = shared
    self.perFeature = perFeature
    network = ResidualConditioner(
      inputs: shared + perFeature, outputs: 2, shape: shape, using: random)
  }

  private func bijection(_ context: Tensor?) -> any Bijection {
    guard let context else {
      return AffineBijection(shift: Tensor(Float(0)), scale: Tensor(Float(1)))
    }
    let rows = context.size(0)
    let common = context.narrow(axis: 1, start: 0, length: shared).expandDims(axis: 1)
    let own = context.narrow(axis: 1, start: shared, length: features * perFeature)
      .reshape([rows, features, perFeature])
    let seen = Tensor.concatenate([common.expand([rows, features, shared]), own], axis: 2)
    return FlowTransformer.affine.bijection(network(seen))
  }

  /// f(x; c) and its log-determinant.
  public func normalize(
    _ x: Tensor, given context: Tensor?
  ) -> (value: Tensor, logDeterminant: Tensor) {
    let (value, logarithms) = bijection(context).forwardAndLogDeterminant(x)
    return (value, logarithms.sum(axis: -1))
  }

  /// f⁻¹(z; c).
  public func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    bijection(context).inverse(z)
  }
}
