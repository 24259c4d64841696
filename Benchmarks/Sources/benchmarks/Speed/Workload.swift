import Torch
import TorchNN

/// The work of each case, as a user of Lyrebird would write it.
enum Workload {
  /// A case's name, how many calls make a block, and the call.
  typealias Entry = (name: String, block: Int, step: () -> Void)

  /// Every case.
  static func all() -> [Entry] {
    [
      ("step-small", 200, trainingStep(batch: 16, widths: [8, 32, 32, 8])),
      ("step-medium", 10, trainingStep(batch: 500, widths: [128, 256, 256, 128])),
      ("linear", 5, linear(batch: 4096, inputs: 256, outputs: 256)),
      ("convolution-float32", 3, convolution(batch: 64, channels: 32, size: 28, .float32)),
      ("convolution-bfloat16", 3, convolution(batch: 64, channels: 32, size: 28, .bfloat16)),
      ("small-operator", 10000, smallOperator()),
    ]
  }

  /// One step of a ReLU network: forward, mean squared error, backward, fused Adam.
  private static func trainingStep(batch: Int, widths: [Int]) -> () -> Void {
    let random = RandomSource(seed: 0)
    let model = Sequential {
      for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
        if index > 0 { ReLU() }
        Linear(inputs, outputs, using: random)
      }
    }
    let optimizer = Adam(learningRate: 1e-3)
    let x = Tensor.randomNormal([batch, widths[0]], using: random)
    let y = Tensor.randomNormal([batch, widths[widths.count - 1]], using: random)
    return {
      let (_, gradients) = valueAndGrad(model: model) { model(x).squaredError(y) }
      optimizer.update(model: model, gradients: gradients)
    }
  }

  /// Forward and backward of one linear layer, gradients of input, weight and bias.
  private static func linear(batch: Int, inputs: Int, outputs: Int) -> () -> Void {
    let random = RandomSource(seed: 0)
    let layer = Linear(inputs, outputs, using: random)
    let x = Tensor.randomNormal([batch, inputs], using: random).requiringGrad()
    let gradient = Tensor.randomNormal([batch, outputs], using: random)
    let leaves = [x] + layer.trainableParameters().tensors
    return { _ = grad(of: [layer(x)], withRespectTo: leaves, outputGradients: [gradient]) }
  }

  /// Forward and backward of one 3×3 convolution, gradients of input, weight and bias; images lie in
  /// memory as they do between the layers of a network, channels innermost.
  private static func convolution(
    batch: Int, channels: Int, size: Int, _ dtype: DType
  ) -> () -> Void {
    let random = RandomSource(seed: 0)
    let shape = [batch, channels, size, size]
    let weight = (Tensor.randomNormal([channels, channels, 3, 3], using: random) * 0.05)
      .to(dtype: dtype).channelsLast().requiringGrad()
    let bias = Tensor.zeros([channels], dtype: dtype).requiringGrad()
    func images() -> Tensor {
      Tensor.randomNormal(shape, using: random).to(dtype: dtype).channelsLast()
    }
    let x = images().requiringGrad()
    let gradient = images()
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
