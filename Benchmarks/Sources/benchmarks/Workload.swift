import Torch

/// The work of each case, as a user of Lyrebird would write it.
enum Workload {
  /// A case's name, how many calls make a block, and the call.
  typealias Entry = (name: String, block: Int, step: () -> Void)

  /// Every case.
  static func all() -> [Entry] {
    [
      ("linear", 5, linear(batch: 4096, inputs: 256, outputs: 256)),
      ("convolution-float32", 3, convolution(batch: 64, channels: 32, size: 28, .float32)),
      ("convolution-bfloat16", 3, convolution(batch: 64, channels: 32, size: 28, .bfloat16)),
      ("small-operator", 10000, smallOperator()),
    ]
  }

  /// Forward and backward of one linear layer, gradients of input, weight and bias.
  private static func linear(batch: Int, inputs: Int, outputs: Int) -> () -> Void {
    let random = RandomSource(seed: 0)
    let weight = (Tensor.randomNormal([outputs, inputs], using: random) * 0.05).requiringGrad()
    let bias = Tensor.zeros([outputs]).requiringGrad()
    let x = Tensor.randomNormal([batch, inputs], using: random).requiringGrad()
    let gradient = Tensor.randomNormal([batch, outputs], using: random)
    return {
      _ = grad(
        of: [x.linear(weight: weight, bias: bias)], withRespectTo: [x, weight, bias],
        outputGradients: [gradient])
    }
  }

  /// Forward and backward of one 3×3 convolution, gradients of input, weight and bias.
  private static func convolution(
    batch: Int, channels: Int, size: Int, _ dtype: DType
  ) -> () -> Void {
    let random = RandomSource(seed: 0)
    let shape = [batch, channels, size, size]
    let weight = (Tensor.randomNormal([channels, channels, 3, 3], using: random) * 0.05)
      .to(dtype: dtype).requiringGrad()
    let bias = Tensor.zeros([channels], dtype: dtype).requiringGrad()
    let x = Tensor.randomNormal(shape, using: random).to(dtype: dtype).requiringGrad()
    let gradient = Tensor.randomNormal(shape, using: random).to(dtype: dtype)
    return {
      let y = x.convolution(
        weight: weight, bias: bias, stride: [1, 1], padding: [1, 1], dilation: [1, 1])
      _ = grad(of: [y], withRespectTo: [x, weight, bias], outputGradients: [gradient])
    }
  }

  /// One addition of two tensors of four numbers, no gradient wanted.
  private static func smallOperator() -> () -> Void {
    let a = Tensor.ones([4])
    let b = Tensor.ones([4])
    return { _ = a + b }
  }
}
