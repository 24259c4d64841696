internal import Probability
public import Torch
public import TorchNN

/// One half of the features is moved by a map whose parameters come from the other half and the
/// context: one pass either way (Dinh, Sohl-Dickstein and Bengio 2017).
///
/// Which features are in which half is up to the mixing between the steps.
public final class CouplingLayer: Module, FlowLayer {
  private let kept: Int
  private let moved: Int
  private let transformer: FlowTransformer
  private let network: ResidualConditioner

  /// Makes a step that does nothing yet.
  public init(
    features: Int, context: Int, transformer: FlowTransformer, shape: ConditionerShape,
    using random: RandomSource
  ) {
    kept = features / 2
    moved = features - features / 2
    self.transformer = transformer
    // One constant input, so that there is something to see where nothing is given.
    network = ResidualConditioner(
      inputs: kept + context + 1, outputs: moved * transformer.parameterCount, shape: shape,
      using: random)
  }

  private func parameters(_ known: Tensor, _ context: Tensor?) -> Tensor {
    let constant = Tensor.ones([known.size(0), 1], device: known.device)
    let seen = Tensor.concatenate([known, constant] + (context.map { [$0] } ?? []), axis: 1)
    return network(seen).reshape([known.size(0), moved, transformer.parameterCount])
  }

  /// f(x; c) and its log-determinant.
  public func normalize(
    _ x: Tensor, given context: Tensor?
  ) -> (value: Tensor, logDeterminant: Tensor) {
    let known = x.narrow(axis: 1, start: 0, length: kept)
    let (value, logarithms) = transformer.bijection(parameters(known, context))
      .forwardAndLogDeterminant(x.narrow(axis: 1, start: kept, length: moved))
    return (.concatenate([known, value], axis: 1), logarithms.sum(axis: -1))
  }

  /// f⁻¹(z; c).
  public func generate(_ z: Tensor, given context: Tensor?) -> Tensor {
    let known = z.narrow(axis: 1, start: 0, length: kept)
    let value = transformer.bijection(parameters(known, context))
      .inverse(z.narrow(axis: 1, start: kept, length: moved))
    return .concatenate([known, value], axis: 1)
  }
}
