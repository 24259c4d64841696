internal import Torch
internal import TorchNN

/// A residual network from what is known to the parameters of a step; it starts at zero, where
/// every step is the identity.
final class ResidualConditioner: Module {
  private let input: Linear
  private let blocks: [[Linear]]
  private let output: Linear
  private let dropout: Dropout

  init(inputs: Int, outputs: Int, shape: ConditionerShape, using random: RandomSource) {
    input = Linear(inputs, shape.width, using: random)
    blocks = (0..<shape.blocks).map { _ in
      (0..<2).map { _ in Linear(shape.width, shape.width, using: random) }
    }
    output = Linear(shape.width, outputs, using: random)
    dropout = Dropout(shape.dropout, using: RandomSource(seed: 0))
    super.init()
    withoutGradient {
      for tensor in output.parameters().tensors { tensor.copyInPlace(tensor.zerosLike()) }
    }
  }

  /// `[…, outputs]` for `[…, inputs]`.
  func callAsFunction(_ x: Tensor) -> Tensor {
    var hidden = input(x)
    for block in blocks {
      hidden = hidden + block[1](dropout(block[0](hidden.silu()).silu()))
    }
    return output(hidden.silu())
  }
}
