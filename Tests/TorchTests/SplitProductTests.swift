import Testing

@testable import Torch

/// The sizes of a linear layer.
struct LinearSize: Sendable, CustomStringConvertible {
  var rows: Int
  var inputs: Int
  var outputs: Int

  var description: String { "\(rows)×\(inputs)→\(outputs)" }

  /// Sizes that the matrix unit gets, with and without rests in every direction, then some that are
  /// too small for it or empty.
  static let all: [LinearSize] =
    [
      (64, 128, 128), (512, 620, 288), (65, 300, 77), (129, 97, 190), (1000, 64, 65),
      (70, 321, 1030), (2047, 95, 66), (2500, 130, 96), (99, 2500, 70),
      (1, 1024, 1024), (1024, 1, 1024), (1024, 1024, 1),
      (33, 512, 512), (3, 5, 7), (0, 64, 64),
    ].map { LinearSize(rows: $0.0, inputs: $0.1, outputs: $0.2) }
}

extension PrecisionTests {
  /// Linear layers on the matrix unit.
  @Suite(.enabled(if: Runtime.hasMatrixUnit, "this processor has no matrix unit"))
  struct SplitProductTests {
    /// What a layer gives and its gradients, for one seed.
    private struct Layer {
      var x: Tensor
      var weight: Tensor
      var bias: Tensor?
      var slope: Tensor

      init(_ size: LinearSize, hasBias: Bool = true, scale: Double = 1, seed: UInt64 = 3) {
        let random = RandomSource(seed: seed)
        x = Tensor.randomNormal([size.rows, size.inputs], using: random) * scale
        weight = Tensor.randomNormal([size.outputs, size.inputs], using: random)
        bias = hasBias ? Tensor.randomNormal([size.outputs], using: random) * scale : nil
        slope = Tensor.randomNormal([size.rows, size.outputs], using: random)
      }

      /// The output and the gradients of input, weight and bias.
      func run(
        _ precision: MatmulPrecision, dtype: DType = .float32,
        layer: (Tensor, Tensor, Tensor?) -> Tensor = { $0.linear(weight: $1, bias: $2) }
      ) -> [Tensor] {
        Runtime.setMatmulPrecision(precision)
        defer { Runtime.setMatmulPrecision(.standard) }
        let leaves = ([x, weight] + (bias.map { [$0] } ?? [])).map {
          $0.to(dtype: dtype).detach().requiringGrad()
        }
        let output = layer(leaves[0], leaves[1], leaves.count > 2 ? leaves[2] : nil)
        let gradients = grad(
          of: [output], withRespectTo: leaves, outputGradients: [slope.to(dtype: dtype)])
        let inference = withoutGradient {
          layer(leaves[0], leaves[1], leaves.count > 2 ? leaves[2] : nil)
        }
        return [output.detach(), inference] + gradients.compactMap { $0 }
      }
    }

    private func bytes(_ tensors: [Tensor]) -> [[UInt32]] {
      tensors.map { $0.asArray(Float.self).map(\.bitPattern) }
    }

    @Test(arguments: LinearSize.all, [true, false])
    func isAsGoodAsExact(_ size: LinearSize, hasBias: Bool) {
      for (seed, scale) in [(1, 1.0), (2, 1e-20), (3, 1e20)] {
        let layer = Layer(size, hasBias: hasBias, scale: scale, seed: UInt64(seed))
        let (found, exact) = (layer.run(.split), layer.run(.standard, dtype: .float64))
        #expect(found.count == (hasBias ? 5 : 4))
        for (found, exact) in zip(found, exact) {
          #expect(found.shape == exact.shape)
          #expect(relativeError(found, exact) <= Runtime.matmulTolerance)
        }
      }
    }

    @Test func isTaken() {
      #expect(Runtime.useFastestExactMatmul() == .split)
      let layer = Layer(LinearSize(rows: 256, inputs: 256, outputs: 256))
      for (mine, other) in zip(bytes(layer.run(.split)), bytes(layer.run(.standard))).prefix(4) {
        #expect(mine != other)
      }
    }

    @Test func isNoCoarserThanTheUsualProduct() {
      let layer = Layer(LinearSize(rows: 512, inputs: 1024, outputs: 1024), hasBias: false)
      let exact = layer.run(.standard, dtype: .float64)
      let (mine, usual) = (layer.run(.split), layer.run(.standard))
      for (index, exact) in exact.enumerated() {
        #expect(relativeError(mine[index], exact) <= relativeError(usual[index], exact))
      }
    }

    @Test(arguments: LinearSize.all, [true, false])
    func aRectifiedInputIsThatOfTheComposition(_ size: LinearSize, hasBias: Bool) {
      for precision in [MatmulPrecision.split, .standard] {
        let layer = Layer(size, hasBias: hasBias)
        let found = layer.run(precision) { $0.rectifiedLinear(weight: $1, bias: $2) }
        let composed = layer.run(precision) { $0.relu().linear(weight: $1, bias: $2) }
        #expect(found.count == (hasBias ? 5 : 4))
        #expect(bytes(found) == bytes(composed))
      }
    }

    @Test func noNumberPassesARectifierAsInTheComposition() {
      var layer = Layer(LinearSize(rows: 96, inputs: 128, outputs: 96), hasBias: false)
      var numbers = layer.x.asArray(Float.self)
      for (index, value) in [Float.nan, .infinity, -.infinity, 0, -0.0].enumerated() {
        numbers[index * 128 + 7 * index] = value
      }
      layer.x = Tensor(numbers, [96, 128])
      let found = layer.run(.split) { $0.rectifiedLinear(weight: $1, bias: $2) }
      let composed = layer.run(.split) { $0.relu().linear(weight: $1, bias: $2) }
      for (found, composed) in zip(found, composed) {
        let pairs = zip(found.asArray(Float.self), composed.asArray(Float.self))
        #expect(pairs.allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
      }
    }

    @Test(arguments: [
      LinearSize(rows: 500, inputs: 700, outputs: 300), LinearSize.all[5],
      LinearSize(rows: 2500, inputs: 130, outputs: 96),
      LinearSize(rows: 99, inputs: 2500, outputs: 70),
    ])
    func theNumberOfThreadsChangesNoByte(_ size: LinearSize) {
      let before = Runtime.threadCount
      defer { Runtime.threadCount = before }
      let layer = Layer(size)
      let results = [1, 2, 3, 2].map { count in
        Runtime.threadCount = count
        return bytes(Array(layer.run(.split).prefix(4)))
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }

    @Test func secondDerivativesAreThoseOfTheComposition() {
      let layer = Layer(LinearSize(rows: 96, inputs: 160, outputs: 128))
      func derivatives(_ dtype: DType, _ map: (Tensor, Tensor) -> Tensor) -> [Tensor] {
        Runtime.setMatmulPrecision(.split)
        defer { Runtime.setMatmulPrecision(.standard) }
        let leaves = [layer.x, layer.weight].map { $0.to(dtype: dtype).detach().requiringGrad() }
        let loss = (map(leaves[0], leaves[1]) * 0.1).tanh().squared().sum()
        let first = grad(of: [loss], withRespectTo: leaves, createGraph: true).compactMap { $0 }
        let norm = first[0].squared().sum() + first[1].squared().sum()
        return grad(of: [norm], withRespectTo: leaves).compactMap { $0 }
      }
      let pairs = [
        (
          derivatives(.float32) { $0.linear(weight: $1) },
          derivatives(.float64) { $0.matmul($1.transpose()) }
        ),
        (
          derivatives(.float32) { $0.rectifiedLinear(weight: $1) },
          derivatives(.float64) { $0.relu().matmul($1.transpose()) }
        ),
      ]
      for (found, exact) in pairs {
        #expect(found.count == 2)
        for (found, exact) in zip(found, exact) { #expect(relativeError(found, exact) < 1e-5) }
      }
    }

    @Test func leadingAxesAreRows() {
      let layer = Layer(LinearSize(rows: 300, inputs: 128, outputs: 96))
      Runtime.setMatmulPrecision(.split)
      defer { Runtime.setMatmulPrecision(.standard) }
      let flat = layer.x.linear(weight: layer.weight, bias: layer.bias)
      let deep = layer.x.reshape([3, 100, 128]).linear(weight: layer.weight, bias: layer.bias)
      #expect(deep.shape == [3, 100, 96])
      #expect(bytes([deep]) == bytes([flat]))
    }

    @Test(arguments: [Float.infinity, -.infinity, .nan, .signalingNaN])
    func whatIsNoNumberStaysNone(_ value: Float) {
      let (rows, inputs, outputs) = (100, 128, 96)
      let layer = Layer(LinearSize(rows: rows, inputs: inputs, outputs: outputs))
      var numbers = layer.x.asArray(Float.self)
      let spoilt = [0, 31, 32, 99]
      for row in spoilt { numbers[row * inputs + row] = value }
      Runtime.setMatmulPrecision(.split)
      defer { Runtime.setMatmulPrecision(.standard) }
      let found = Tensor(numbers, [rows, inputs]).linear(weight: layer.weight)
        .asArray(Float.self)
      for row in 0..<rows {
        let line = found[row * outputs..<(row + 1) * outputs]
        #expect(line.allSatisfy { $0.isFinite != spoilt.contains(row) })
      }
    }

    @Test func theLargestNumbersStayFinite() {
      let size = 128
      let largest = Tensor.full([size, size], Double(Float.greatestFiniteMagnitude))
      let unit = Tensor.identity(size)
      Runtime.setMatmulPrecision(.split)
      defer { Runtime.setMatmulPrecision(.standard) }
      for product in [largest.linear(weight: unit), unit.linear(weight: largest)] {
        #expect(
          product.asArray(Float.self).allSatisfy { $0 == Float.greatestFiniteMagnitude })
      }
    }
  }
}
