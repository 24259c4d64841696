import Testing
import Torch

@testable import TorchNN

extension TorchNNTests {
  /// Small linear maps take a road of their own; it must lead where the composition of operators
  /// does, in value, gradient and second derivative.
  @Suite struct SmallLinearTests {
    private func compare(_ mine: [Tensor?], _ reference: [Tensor?]) {
      #expect(mine.count == reference.count)
      for case (let mine?, let reference?) in zip(mine, reference) {
        #expect(mine.shape == reference.shape)
        #expect((mine - reference).abs().max().item(Double.self) < 1e-5)
      }
    }

    @Test(
      arguments: [(1, 1, 1), (16, 8, 32), (3, 5, 7), (64, 64, 64), (70, 70, 70)], [true, false])
    func agreesWithTheComposition(_ size: (rows: Int, inputs: Int, outputs: Int), hasBias: Bool) {
      let random = RandomSource(seed: 4)
      let x = Tensor.randomNormal([size.rows, size.inputs], using: random).requiringGrad()
      let weight = Tensor.randomNormal([size.outputs, size.inputs], using: random)
        .requiringGrad()
      let bias = hasBias ? Tensor.randomNormal([size.outputs], using: random) : nil
      bias?.requiringGrad()
      let leaves = [x, weight] + (bias.map { [$0] } ?? [])
      let scale = 1 / Double(size.inputs * size.outputs)
      func derivatives(_ y: Tensor) -> [Tensor?] {
        let loss = y.tanh().sum() * scale
        let first = grad(of: [loss], withRespectTo: leaves, createGraph: true)
        let norm = first.reduce(Tensor(Float(0))) { sum, slope in
          slope.map { sum + $0.squared().sum() } ?? sum
        }
        let second = grad(of: [norm], withRespectTo: leaves, retainGraph: true)
        return first + second + grad(of: [loss], withRespectTo: leaves)
      }
      let mine = x.linear(weight: weight, bias: bias)
      let product = x.matmul(weight.transpose())
      let reference = bias.map { product + $0 } ?? product
      compare([mine * scale], [reference * scale])
      compare(derivatives(mine), derivatives(reference))
      compare(
        grad(of: [x.linear(weight: weight, bias: bias).sum()], withRespectTo: [weight]),
        grad(of: [x.matmul(weight.transpose()).sum()], withRespectTo: [weight]))
      withoutGradient {
        compare([x.linear(weight: weight, bias: bias) * scale], [reference * scale])
      }
    }

    @Test func otherOrdersAndTypesAreTaken() {
      let random = RandomSource(seed: 4)
      let x = Tensor.randomNormal([6, 5], using: random)
      let weight = Tensor.randomNormal([6, 3], using: random).transpose()
      compare([x.transpose().linear(weight: weight)], [x.transpose().matmul(weight.transpose())])
      let double = x.to(dtype: .float64)
      compare([double.linear(weight: double)], [double.matmul(double.transpose())])
      #expect(Tensor.zeros([0, 5]).linear(weight: x).shape == [0, 6])
    }

    @Test func shapesThatDoNotFitAreAnError() {
      #expect(throws: TorchError.self) {
        try withError { _ = Tensor.ones([2, 3]).linear(weight: .ones([2, 4])) }
      }
    }
  }
}
