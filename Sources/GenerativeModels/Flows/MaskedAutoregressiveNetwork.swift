internal import Torch
internal import TorchNN

/// A network whose outputs for feature i depend on the features before i and on the context alone
/// (MADE, Germain et al. 2015), with residual blocks.
///
/// A hidden unit of degree m sees the features 0 ..< m. Degrees repeat in every layer, so that
/// adding a block's input to its output keeps what may be seen.
final class MaskedAutoregressiveNetwork: Module {
  private let features: Int
  private let outputsPerFeature: Int
  private let input: MaskedLinear
  private let contextInput: Linear?
  private let blocks: [[MaskedLinear]]
  private let output: MaskedLinear
  private let dropout: Dropout

  init(
    features: Int, context: Int, outputsPerFeature: Int, shape: ConditionerShape,
    using random: RandomSource
  ) {
    self.features = features
    self.outputsPerFeature = outputsPerFeature
    // Units of degree 0 see the context alone.
    let least = context > 0 || features == 1 ? 0 : 1
    let degrees = (0..<shape.width).map { least + $0 % (features - least) }
    input = MaskedLinear(
      inputDegrees: Array(1...features), outputDegrees: degrees, using: random)
    contextInput =
      context > 0 ? Linear(context, shape.width, bias: false, using: random) : nil
    blocks = (0..<shape.blocks).map { _ in
      (0..<2).map { _ in
        MaskedLinear(inputDegrees: degrees, outputDegrees: degrees, using: random)
      }
    }
    output = MaskedLinear(
      inputDegrees: degrees,
      outputDegrees: (0..<features).flatMap { Array(repeating: $0, count: outputsPerFeature) },
      startsAtZero: true, using: random)
    dropout = Dropout(shape.dropout, using: RandomSource(seed: 0))
  }

  /// Parameters `[batch, features, outputsPerFeature]` for inputs `[batch, features]`.
  func callAsFunction(_ x: Tensor, given context: Tensor?) -> Tensor {
    output(hidden(x, given: context)).reshape([x.size(0), features, outputsPerFeature])
  }

  /// The parameters of one feature alone, `[batch, 1, outputsPerFeature]`.
  func parameters(of feature: Int, _ x: Tensor, given context: Tensor?) -> Tensor {
    let start = feature * outputsPerFeature
    return output(hidden(x, given: context), outputs: start..<start + outputsPerFeature)
      .reshape([x.size(0), 1, outputsPerFeature])
  }

  private func hidden(_ x: Tensor, given context: Tensor?) -> Tensor {
    var hidden = input(x)
    if let contextInput, let context { hidden = hidden + contextInput(context) }
    for block in blocks {
      hidden = hidden + block[1](dropout(block[0](hidden.silu()).silu()))
    }
    return hidden.silu()
  }
}
