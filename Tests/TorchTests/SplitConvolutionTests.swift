import Testing

@testable import Torch

/// A convolution of images.
struct ConvolutionSize: Sendable, CustomStringConvertible {
  var images: Int
  var size: [Int]
  var inputs: Int
  var outputs: Int
  var kernel: [Int]
  var padding: [Int]
  var dilation: [Int]

  var description: String {
    "\(images)×\(inputs)→\(outputs) of \(size), kernel \(kernel), padding \(padding), "
      + "dilation \(dilation)"
  }

  /// Sizes with and without rests in every direction.
  static let taken: [ConvolutionSize] = [
    ConvolutionSize(8, [28, 28], 32, 32, [3, 3], [1, 1], [1, 1]),
    ConvolutionSize(5, [13, 17], 62, 31, [3, 3], [1, 1], [1, 1]),
    ConvolutionSize(4, [12, 33], 64, 30, [3, 2], [0, 1], [1, 1]),
    ConvolutionSize(11, [16, 40], 32, 32, [5, 3], [4, 2], [2, 1]),
    ConvolutionSize(4, [9, 30], 64, 64, [2, 2], [0, 0], [1, 1]),
  ]

  /// Sizes that libtorch gets: of one tap, with few channels, with more padding than a kernel reaches.
  static let left: [ConvolutionSize] = [
    ConvolutionSize(3, [20, 8], 32, 64, [1, 1], [0, 0], [1, 1]),
    ConvolutionSize(8, [28, 28], 16, 16, [3, 3], [1, 1], [1, 1]),
    ConvolutionSize(4, [8, 8], 32, 32, [1, 1], [2, 2], [1, 1]),
  ]

  init(
    _ images: Int, _ size: [Int], _ inputs: Int, _ outputs: Int, _ kernel: [Int],
    _ padding: [Int], _ dilation: [Int]
  ) {
    self.images = images
    self.size = size
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.padding = padding
    self.dilation = dilation
  }
}

extension PrecisionTests {
  /// Convolutions on the matrix unit.
  @Suite(.enabled(if: Runtime.hasMatrixUnit, "this processor has no matrix unit"))
  struct SplitConvolutionTests {
    /// What a convolution gives and its gradients, for one seed.
    private struct Layer {
      var of: ConvolutionSize
      var x: Tensor
      var weight: Tensor
      var bias: Tensor?

      init(_ of: ConvolutionSize, hasBias: Bool = true) {
        self.of = of
        let random = RandomSource(seed: 4)
        x = Tensor.randomNormal([of.images, of.inputs] + of.size, using: random).channelsLast()
        weight = Tensor.randomNormal([of.outputs, of.inputs] + of.kernel, using: random)
        bias = hasBias ? Tensor.randomNormal([of.outputs], using: random) : nil
      }

      /// The output, without and with a history, and the gradients of input, weight and bias.
      func run(_ precision: MatmulPrecision, dtype: DType = .float32) -> [Tensor] {
        Runtime.setMatmulPrecision(precision)
        defer { Runtime.setMatmulPrecision(.standard) }
        let leaves = ([x, weight] + (bias.map { [$0] } ?? [])).map {
          $0.to(dtype: dtype).detach().requiringGrad()
        }
        let apply = {
          leaves[0].convolution(
            weight: leaves[1], bias: leaves.count > 2 ? leaves[2] : nil, stride: [1, 1],
            padding: of.padding, dilation: of.dilation)
        }
        let output = apply()
        let slope = Tensor.randomNormal(output.shape, using: RandomSource(seed: 5)).to(dtype: dtype)
        let gradients = grad(
          of: [output], withRespectTo: leaves, outputGradients: [slope.channelsLast()])
        return [output.detach(), withoutGradient(apply)] + gradients.compactMap { $0 }
      }
    }

    @Test(
      "agrees with float64 as a product in float32 does", arguments: ConvolutionSize.taken,
      [true, false])
    func agreesWithFloat64(size: ConvolutionSize, hasBias: Bool) {
      let layer = Layer(size, hasBias: hasBias)
      let found = layer.run(.split)
      let exact = layer.run(.standard, dtype: .float64)
      #expect(found.count == (hasBias ? 5 : 4) && exact.count == found.count)
      for (found, exact) in zip(found, exact) {
        #expect(found.shape == exact.shape)
        #expect(relativeError(found, exact) <= 5e-7)
      }
    }

    @Test("takes images that it is faster with, and leaves others to libtorch")
    func isTaken() {
      let isTaken = (ConvolutionSize.taken + ConvolutionSize.left).map { size in
        let layer = Layer(size)
        let outputs = [MatmulPrecision.split, .standard].map {
          layer.run($0)[0].asArray(Float.self)
        }
        return outputs[0] != outputs[1]
      }
      #expect(
        isTaken == ConvolutionSize.taken.map { _ in true } + ConvolutionSize.left.map { _ in false }
      )
    }

    @Test("is the same on any number of threads")
    func doesNotDependOnThreads() {
      let threads = Runtime.threadCount
      defer { Runtime.threadCount = threads }
      let results = [1, 2, 3].map { count in
        Runtime.threadCount = count
        return Layer(ConvolutionSize.taken[3]).run(.split).map { $0.asArray(Float.self) }
      }
      #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test("has libtorch's second derivatives")
    func secondDerivatives() {
      func curvature(_ precision: MatmulPrecision) -> [Tensor] {
        Runtime.setMatmulPrecision(precision)
        defer { Runtime.setMatmulPrecision(.standard) }
        let layer = Layer(ConvolutionSize.taken[1])
        let leaves = [layer.x, layer.weight].map { $0.detach().requiringGrad() }
        let output = leaves[0].convolution(
          weight: leaves[1], stride: [1, 1], padding: [1, 1], dilation: [1, 1])
        let first = grad(of: [(output * output).sum()], withRespectTo: leaves, createGraph: true)
        return grad(
          of: first.compactMap { $0.map { ($0 * $0).sum() } }, withRespectTo: leaves
        ).compactMap { $0 }
      }
      let found = curvature(.split)
      let expected = curvature(.standard)
      #expect(found.count == 2 && expected.count == 2)
      for (found, expected) in zip(found, expected) {
        #expect(relativeError(found, expected.to(dtype: .float64)) <= 2e-6)
      }
    }
  }
}
