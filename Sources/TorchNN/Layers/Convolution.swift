public import Torch

/// What the convolutions in one, two and three spatial axes share.
public class Convolution: Module, UnaryLayer {
  /// The kernels, `[outputs, inputs / groups, kernel…]`.
  @ParameterInfo public var weight: Tensor
  /// The shifts, `[outputs]`.
  @ParameterInfo public var bias: Tensor?
  private let stride: [Int]
  private let padding: [Int]
  private let dilation: [Int]
  private let groups: Int

  fileprivate init(
    axes: Int, inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int, padding: Int,
    dilation: Int, groups: Int, bias: Bool, random: RandomSource
  ) {
    precondition(
      inputChannels % groups == 0 && outputChannels % groups == 0,
      "\(inputChannels) and \(outputChannels) channels do not form \(groups) groups")
    let kernel = Array(repeating: kernelSize, count: axes)
    let fanIn = kernel.reduce(inputChannels / groups, *)
    let weight = Tensor.fanInUniform(
      [outputChannels, inputChannels / groups] + kernel, fanIn: fanIn, using: random)
    // The kernels' order in memory decides the order that libtorch computes in.
    self.weight = axes == 2 ? weight.channelsLast() : weight
    self.bias = bias ? .fanInUniform([outputChannels], fanIn: fanIn, using: random) : nil
    self.stride = kernel.map { _ in stride }
    self.padding = kernel.map { _ in padding }
    self.dilation = kernel.map { _ in dilation }
    self.groups = groups
  }

  /// Maps `[batch, inputs, spatial…]` to `[batch, outputs, spatial…]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.convolution(
      weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }
}

/// A convolution of sequences `[batch, channels, length]`.
public final class Conv1d: Convolution {
  /// Draws kernels and shifts uniformly from ±1/√(inputs of one output).
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the input.
  ///   - outputChannels: Channels of the output.
  ///   - kernelSize: Positions of a kernel.
  ///   - stride: Steps between applications of the kernel.
  ///   - padding: Zeros at both ends.
  ///   - dilation: Steps between the positions of the kernel.
  ///   - groups: Blocks of channels that do not see each other.
  ///   - bias: Whether there are shifts.
  ///   - random: The source of the first weights.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    using random: RandomSource
  ) {
    super.init(
      axes: 1, inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
      groups: groups, bias: bias, random: random)
  }
}

/// A convolution of images `[batch, channels, height, width]`, channels innermost in memory.
public final class Conv2d: Convolution {
  /// Draws kernels and shifts uniformly from ±1/√(inputs of one output).
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the input.
  ///   - outputChannels: Channels of the output.
  ///   - kernelSize: Rows and columns of a kernel.
  ///   - stride: Steps between applications of the kernel.
  ///   - padding: Zeros at all edges.
  ///   - dilation: Steps between the positions of the kernel.
  ///   - groups: Blocks of channels that do not see each other.
  ///   - bias: Whether there are shifts.
  ///   - random: The source of the first weights.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    using random: RandomSource
  ) {
    super.init(
      axes: 2, inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
      groups: groups, bias: bias, random: random)
  }
}

/// A convolution of volumes `[batch, channels, depth, height, width]`.
public final class Conv3d: Convolution {
  /// Draws kernels and shifts uniformly from ±1/√(inputs of one output).
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the input.
  ///   - outputChannels: Channels of the output.
  ///   - kernelSize: Length of a kernel along each axis.
  ///   - stride: Steps between applications of the kernel.
  ///   - padding: Zeros at all faces.
  ///   - dilation: Steps between the positions of the kernel.
  ///   - groups: Blocks of channels that do not see each other.
  ///   - bias: Whether there are shifts.
  ///   - random: The source of the first weights.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    using random: RandomSource
  ) {
    super.init(
      axes: 3, inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
      groups: groups, bias: bias, random: random)
  }
}
