import Foundation
internal import Torch
internal import TorchNN

/// One network of an any-order model, which by itself gives p(xⱼ | any subset of the others) for every
/// variable j.
final class AnyOrderMember: Module {
  @ModuleInfo var network: MaskedResidualNetwork
  @ModuleInfo var head: MixedHead

  init(
    variables: [MixedVariable], inputWidth: Int, configuration: AnyOrderConfiguration,
    using random: RandomSource
  ) {
    network = MaskedResidualNetwork(
      inputWidth: inputWidth, configuration: configuration, using: random)
    head = MixedHead(variables: variables, configuration: configuration, using: random)
    super.init()
  }
}

extension Tensor {
  /// The logarithm of the mean of exp(x) over tensors of one shape.
  static func logMeanExp(_ tensors: [Tensor]) -> Tensor {
    guard tensors.count > 1 else { return tensors[0] }
    return Tensor.stack(tensors).logSumExp(axis: 0) - Foundation.log(Double(tensors.count))
  }
}
