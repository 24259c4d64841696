import Testing
import Torch

@testable import TorchNN

extension TorchNNTests {
  @Suite struct TrainingTests {
    /// Twenty steps of a small network; the parameters afterwards.
    private func train(
      steps: Int = 20, optimizer: any Optimizer = AdamW(learningRate: 0.01), seed: UInt64 = 3
    ) -> [Float] {
      let random = RandomSource(seed: seed)
      let network = Sequential {
        Linear(4, 16, using: random)
        Dropout(0.1, using: random)
        SiLU()
        LayerNorm(16)
        Linear(16, 2, using: random)
      }
      let average = ExponentialMovingAverage(network, decay: 0.9)
      let x = Tensor.randomNormal([32, 4], using: random)
      let y = x.narrow(axis: 1, start: 0, length: 2) * 2
      var losses: [Float] = []
      for _ in 0..<steps {
        let (loss, gradients) = valueAndGrad(model: network) { network(x).squaredError(y) }
        clipGradients(gradients, maximumNorm: 1)
        optimizer.update(model: network, gradients: gradients)
        average.update()
        losses.append(loss.item(Float.self))
      }
      #expect(losses[steps - 1] < losses[0])
      return network.parameters().tensors.flatMap { $0.asArray(Float.self) }
    }

    @Test func theSameSeedGivesTheSameBytes() {
      #expect(train() == train())
      #expect(train() != train(seed: 4))
    }

    @Test func liveTensorsReturnToZero() {
      _ = train()
      let before = Tensor.liveCount
      for _ in 0..<3 { _ = train() }
      #expect(Tensor.liveCount == before)
    }
  }
}
