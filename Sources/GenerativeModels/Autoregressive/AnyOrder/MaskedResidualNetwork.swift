internal import Torch
internal import TorchNN

/// A residual network of pre-normalised blocks, from the masked input to one hidden vector a row.
///
/// The second layer of each block starts at zero, so the network starts as its first layer alone.
final class MaskedResidualNetwork: Module {
  @ModuleInfo var input: Linear
  @ModuleInfo var blocks: [ResidualBlock]
  @ModuleInfo var norm: LayerNorm

  init(inputWidth: Int, configuration: AnyOrderConfiguration, using random: RandomSource) {
    let width = configuration.width
    input = Linear(inputWidth, width, using: random)
    blocks = (0..<configuration.blocks).map { _ in
      ResidualBlock(width, dropout: configuration.dropout, using: random)
    }
    norm = LayerNorm(width)
    super.init()
  }

  /// The hidden vectors `[rows, width]` of inputs `[rows, inputWidth]`.
  func callAsFunction(_ x: Tensor) -> Tensor { hidden(afterInput: input(x)) }

  /// The hidden vectors, from the first layer's output on; the sampler keeps that output up to date
  /// itself, one variable at a time.
  func hidden(afterInput first: Tensor) -> Tensor {
    norm(blocks.reduce(first) { hidden, block in block(hidden) })
  }

  /// What `hidden(afterInput:)` does outside of training, prepared for weights that do not change any
  /// more; `nil` where there is no matrix unit for it.
  func prepared() -> PreparedResidualNetwork? {
    func affine(_ norm: LayerNorm) -> (weight: Tensor, bias: Tensor)? {
      guard let weight = norm.weight, let bias = norm.bias else { return nil }
      return (weight, bias)
    }
    func affine(_ layer: Linear) -> (weight: Tensor, bias: Tensor)? {
      layer.bias.map { (layer.weight, $0) }
    }
    let each = blocks.compactMap { block -> PreparedResidualNetwork.Block? in
      guard let norm = affine(block.norm), let expand = affine(block.expand),
        let contract = affine(block.contract)
      else { return nil }
      return PreparedResidualNetwork.Block(norm: norm, expand: expand, contract: contract)
    }
    guard each.count == blocks.count, let last = affine(norm) else { return nil }
    return PreparedResidualNetwork(blocks: each, last: last, epsilon: norm.eps)
  }
}

/// x + W₂ dropout(silu(W₁ norm(x))).
final class ResidualBlock: Module {
  @ModuleInfo var norm: LayerNorm
  @ModuleInfo var expand: Linear
  @ModuleInfo var dropout: Dropout
  @ModuleInfo var contract: Linear

  init(_ width: Int, dropout rate: Double, using random: RandomSource) {
    norm = LayerNorm(width)
    expand = Linear(width, width, using: random)
    dropout = Dropout(rate, using: random)
    contract = Linear(width, width, using: random)
    super.init()
    withoutGradient {
      contract.weight.fillInPlace(0)
      contract.bias?.fillInPlace(0)
    }
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    x + contract(dropout(expand(norm(x)).silu()))
  }
}
