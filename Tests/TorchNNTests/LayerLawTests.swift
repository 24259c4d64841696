import Testing
import Torch

@testable import TorchNN

extension TorchNNTests {
  /// What no golden value shows: randomness, moving averages, encodings, first weights.
  @Suite struct LayerLawTests {
    private let random = RandomSource(seed: 11)

    @Test func dropoutKeepsTheMeanAndRestsInUse() {
      let layer = Dropout(0.3, using: random)
      let x = Tensor.ones([100_000])
      let y = layer(x)
      let kept = y.asArray(Float.self)
      #expect(kept.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
      // Ten standard errors.
      #expect(abs(y.mean().item(Double.self) - 1) < 0.021)
      layer.eval()
      #expect(layer(x) === x)
    }

    @Test func dropoutContinuesFromARestoredSource() throws {
      let source = RandomSource(seed: 1)
      let layer = Sequential { Dropout(0.5, using: source) }
      let x = Tensor.ones([1000])
      let state = try #require(layer.randomSources().first).source.state
      let first = layer(x)
      try source.restore(state)
      #expect(layer(x).isIdentical(to: first))
      #expect(!layer(x).isIdentical(to: first))
    }

    @Test func firstWeightsFillTheirRange() {
      for (layer, bound) in [
        (Linear(100, 300, using: random) as any UnaryLayer, 0.1),
        (Conv2d(4, 90, kernelSize: 5, using: random), 0.1),
        (ConvTransposed2d(90, 4, kernelSize: 5, using: random), 0.1),
      ] {
        for tensor in layer.parameters().tensors {
          let largest = tensor.abs().max().item(Double.self)
          #expect(largest <= bound && (tensor.size < 50 || largest > 0.9 * bound))
        }
      }
      let vectors = Embedding(1000, 50, using: random).weight
      #expect(abs(vectors.squared().mean().item(Double.self) - 1) < 0.05)
    }

    @Test func aMovingAverageDecaysAndIsExchanged() {
      let model = Linear(1, 1, bias: false, using: random)
      func set(_ value: Double) { withoutGradient { model.weight.fillInPlace(value) } }
      set(0)
      let average = ExponentialMovingAverage(model, decay: 0.75)
      set(1)
      for step in 1...5 {
        average.update()
        average.withAverages {
          let expected = Float(1 - pow(0.75, step))
          #expect(abs(model.weight.item(Float.self) - expected) < 1e-6)
        }
        #expect(model.weight.item(Float.self) == 1)
      }
      average.apply()
      #expect(abs(model.weight.item(Float.self) - Float(1 - pow(0.75, 5))) < 1e-6)
    }

    private func pow(_ base: Double, _ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * base }
    }

    /// The squares of sine and cosine at each frequency add up to one, and the inner product of two
    /// encodings depends on the distance alone.
    @Test func encodingsAreRotations() {
      let encoding = SinusoidalPositionalEncoding(16, maximumPeriod: 100)
      let x = encoding(Tensor([0, 3, 10, 13] as [Float]))
      #expect(x.shape == [4, 16])
      let products = x.matmul(x.transpose())
      let values = products.asArray(Float.self)
      #expect(abs(values[0] - 8) < 1e-4)
      #expect(abs(values[1] - values[2 * 4 + 3]) < 1e-4)
      #expect(abs(values[1] - 8) > 0.1)
    }

    @Test func bfloat16LayersCompute() {
      let layer = Linear(64, 64, using: random)
      let x = Tensor.randomNormal([32, 64], using: random)
      let exact = layer(x)
      layer.to(dtype: .bfloat16)
      let rough = layer(x.to(dtype: .bfloat16)).to(dtype: .float32)
      #expect((rough - exact).abs().max().item(Double.self) < 0.05)
    }
  }
}
