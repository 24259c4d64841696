public import Torch

/// What the transposed convolutions in one, two and three spatial axes share.
public class ConvolutionTransposed: Module, UnaryLayer {
  /// The kernels, `[inputs, outputs / groups, kernel…]`.
  @ParameterInfo public var weight: Tensor
  /// The shifts, `[outputs]`.
  @ParameterInfo public var bias: Tensor?
  private let stride: [Int]
  private let padding: [Int]
  private let outputPadding: [Int]
  private let dilation: [Int]
  private let groups: Int

  fileprivate init(
    axes: Int, inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int, padding: Int,
    outputPadding: Int, dilation: Int, groups: Int, bias: Bool, random: RandomSource
  ) {
    precondition(
      inputChannels % groups == 0 && outputChannels % groups == 0,
      "\(inputChannels) and \(outputChannels) channels do not form \(groups) groups")
    let kernel = Array(repeating: kernelSize, count: axes)
    let fanIn = kernel.reduce(outputChannels / groups, *)
    let weight = Tensor.fanInUniform(
      [inputChannels, outputChannels / groups] + kernel, fanIn: fanIn, using: random)
    self.weight = axes == 2 ? weight.channelsLast() : weight
    self.bias = bias ? .fanInUniform([outputChannels], fanIn: fanIn, using: random) : nil
    self.stride = kernel.map { _ in stride }
    self.padding = kernel.map { _ in padding }
    self.outputPadding = kernel.map { _ in outputPadding }
    self.dilation = kernel.map { _ in dilation }
    self.groups = groups
  }

  /// Maps `[batch, inputs, spatial…]` to `[batch, outputs, spatial…]`, with
  /// (n - 1) · stride - 2 · padding + dilation · (kernel - 1) + outputPadding + 1 positions for n.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.transposedConvolution(
      weight: weight, bias: bias, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups)
  }
}

/// The transpose of a convolution of sequences `[batch, channels, length]`.
public final class ConvTransposed1d: ConvolutionTransposed {
  /// Draws kernels and shifts uniformly from ±1/√(outputs of one input).
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the input.
  ///   - outputChannels: Channels of the output.
  ///   - kernelSize: Length of a kernel along each axis.
  ///   - stride: Positions of the output for one of the input.
  ///   - padding: Positions cut off at all edges.
  ///   - outputPadding: Positions added at the far edges.
  ///   - dilation: Steps between the positions of the kernel.
  ///   - groups: Blocks of channels that do not see each other.
  ///   - bias: Whether there are shifts.
  ///   - random: The source of the first weights.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1,
    bias: Bool = true, using random: RandomSource
  ) {
    super.init(
      axes: 1, inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups, bias: bias, random: random)
  }
}

/// The transpose of a convolution of images `[batch, channels, height, width]`.
public final class ConvTransposed2d: ConvolutionTransposed {
  /// Draws kernels and shifts uniformly from ±1/√(outputs of one input).
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the input.
  ///   - outputChannels: Channels of the output.
  ///   - kernelSize: Length of a kernel along each axis.
  ///   - stride: Positions of the output for one of the input.
  ///   - padding: Positions cut off at all edges.
  ///   - outputPadding: Positions added at the far edges.
  ///   - dilation: Steps between the positions of the kernel.
  ///   - groups: Blocks of channels that do not see each other.
  ///   - bias: Whether there are shifts.
  ///   - random: The source of the first weights.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1,
    bias: Bool = true, using random: RandomSource
  ) {
    super.init(
      axes: 2, inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups, bias: bias, random: random)
  }
}

/// The transpose of a convolution of volumes `[batch, channels, depth, height, width]`.
public final class ConvTransposed3d: ConvolutionTransposed {
  /// Draws kernels and shifts uniformly from ±1/√(outputs of one input).
  ///
  /// - Parameters:
  ///   - inputChannels: Channels of the input.
  ///   - outputChannels: Channels of the output.
  ///   - kernelSize: Length of a kernel along each axis.
  ///   - stride: Positions of the output for one of the input.
  ///   - padding: Positions cut off at all edges.
  ///   - outputPadding: Positions added at the far edges.
  ///   - dilation: Steps between the positions of the kernel.
  ///   - groups: Blocks of channels that do not see each other.
  ///   - bias: Whether there are shifts.
  ///   - random: The source of the first weights.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernelSize: Int, stride: Int = 1,
    padding: Int = 0, outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1,
    bias: Bool = true, using random: RandomSource
  ) {
    super.init(
      axes: 3, inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, outputPadding: outputPadding,
      dilation: dilation, groups: groups, bias: bias, random: random)
  }
}
