internal import Probability
public import Torch
public import TorchNN

/// z_i = f(x_i; θ_i(x_1, …, x_{i-1}, c)): one pass to find z, one pass a feature to draw
/// (Papamakarios, Pavlakou and Murray 2017).
public final class AutoregressiveLayer: Module, FlowLayer {
  private let features: Int
  private let transformer: FlowTransformer
  private let network: MaskedAutoregressiveNetwork

  /// Makes a step that does nothing yet.
  public init(
    features: Int, context: Int, transformer: FlowTransformer, shape: ConditionerShape,
    using random: RandomSource
  ) {
    self.features = features
    self.transformer = transformer
    network = MaskedAutoregressiveNetwork(
      features: features, context: context, outputsPerFeature: transformer.parameterCount,
      shape: shape, using: random)
  }

  /// f(x; c) and its log-determinant.
  public func normalize(
    _ x: Tensor, given context: Tensor?
  ) -> (value: Tensor, logDeterminant: Tensor) {
    let (value, logarithms) = transformer.bijection(network(x, given: context))
      .forwardAndLogDeterminant(x)
    return (value, logarithms.sum(axis: -1))
  }

  /// f⁻¹(z; c), feature by feature.
  public func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    var known: [Tensor] = []
    for feature in 0..<features {
      // What is not known yet does not enter what is read of the network's answer.
      let rest = z.narrow(axis: 1, start: feature, length: features - feature).zerosLike()
      let parameters = network.parameters(
        of: feature, .concatenate(known + [rest], axis: 1), given: context)
      known.append(
        transformer.bijection(parameters).inverse(z.narrow(axis: 1, start: feature, length: 1)))
    }
    return .concatenate(known, axis: 1)
  }
}
