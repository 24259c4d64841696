internal import Torch
internal import TorchNN

/// A linear layer in which some weights are held at zero.
final class MaskedLinear: Module {
  @ParameterInfo var weight: Tensor
  @ParameterInfo var bias: Tensor
  @BufferInfo var mask: Tensor

  /// Makes a layer; output o sees input i where `inputDegrees[i] <= outputDegrees[o]`.
  ///
  /// - Parameters:
  ///   - inputDegrees: One number an input.
  ///   - outputDegrees: One number an output.
  ///   - startsAtZero: Whether all weights and biases start at zero.
  ///   - random: The source of the first weights.
  init(
    inputDegrees: [Int], outputDegrees: [Int], startsAtZero: Bool = false,
    using random: RandomSource
  ) {
    let first = Linear(inputDegrees.count, outputDegrees.count, using: random)
    let factor: Double = startsAtZero ? 0 : 1
    weight = first.weight.detach() * factor
    bias = (first.bias ?? Tensor.zeros([outputDegrees.count])).detach() * factor
    mask = Tensor(
      outputDegrees.flatMap { output in inputDegrees.map { $0 <= output ? Float(1) : 0 } },
      [outputDegrees.count, inputDegrees.count])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight: weight * mask, bias: bias) }

  /// Some of the outputs alone.
  func callAsFunction(_ x: Tensor, outputs: Range<Int>) -> Tensor {
    func part(_ tensor: Tensor) -> Tensor {
      tensor.narrow(axis: 0, start: outputs.lowerBound, length: outputs.count)
    }
    return x.linear(weight: part(weight) * part(mask), bias: part(bias))
  }
}
