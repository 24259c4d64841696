internal import Torch
internal import TorchNN

/// A second body for the only network of a model: the same tensors, but random sources of its own, so
/// that both can be trained at the same time, each on half of a batch.
///
/// It is no module, so that the model does not count the network twice.
final class AnyOrderTwin {
  private var member: AnyOrderMember?

  /// The twin of `original`, made where there is none yet or the original has got other tensors.
  ///
  /// - Parameters:
  ///   - original: The network.
  ///   - model: The model that it belongs to.
  ///   - seed: Where the twin's random sources start.
  /// - Returns: The twin, training as the original is.
  func member(
    sharing original: AnyOrderMember, of model: AnyOrderModel, seed: SeededGenerator
  ) -> AnyOrderMember {
    let twin =
      member
      ?? AnyOrderMember(
        variables: model.variables, inputWidth: model.masking.width,
        configuration: model.configuration, using: RandomSource(seed: 0))
    let pairs = zip(twin.parameters().tensors, original.parameters().tensors)
    if !pairs.allSatisfy({ $0 === $1 }) { twin.share(original) }
    member = twin
    twin.train(original.isTraining)
    var words = seed
    for (_, source) in twin.randomSources() { source.reseed(words.next()) }
    return twin
  }
}
