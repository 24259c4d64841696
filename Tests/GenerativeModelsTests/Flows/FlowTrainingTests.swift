import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Training of normalizing flows")
  struct FlowTrainingTests {
    /// Two numbers on a noisy parabola that the context widens.
    private func rows(_ count: Int, seed: UInt64) -> Tensor {
      let random = RandomSource(seed: seed)
      let noise = Tensor.randomNormal([count, 3], using: random)
      let context = noise.narrow(axis: 1, start: 2, length: 1).tanh()
      let first = noise.narrow(axis: 1, start: 0, length: 1)
      let second =
        first.squared() * 0.8 + noise.narrow(axis: 1, start: 1, length: 1) * (context * 0.8).exp()
        * 0.3
      return .concatenate([first, second, context], axis: 1)
    }

    private func make(_ step: FlowConfiguration.Step, seed: UInt64 = 1) -> NormalizingFlow {
      Runtime.threadCount = 1
      let flow = NormalizingFlow(
        FlowConfiguration(
          features: 2, sharedContext: 1,
          transformers: [.affine, .rationalQuadraticSpline(bins: 6, bound: 4)], step: step,
          base: .studentT, conditioner: ConditionerShape(width: 24, blocks: 1, dropout: 0.05)),
        using: RandomSource(seed: seed))
      flow.standardize(on: rows(600, seed: 5))
      return flow
    }

    private func fit(
      _ flow: NormalizingFlow, steps: Int, checkpoint: URL? = nil, resumes: Bool = false,
      stopAfter: Int = .max
    ) throws -> [TrainingRecord] {
      var asked = 0
      return try flow.fit(
        rows: rows(600, seed: 5), heldOut: rows(300, seed: 6), plan: .toy(steps: steps),
        checkpoints: checkpoint.map { CheckpointPolicy(file: $0, resumes: resumes) },
        shouldStop: {
          asked += 1
          return asked > stopAfter
        }, report: { _ in })
    }

    @Test("The held-out loss falls", arguments: FlowConfiguration.Step.allCases)
    func learning(step: FlowConfiguration.Step) throws {
      let flow = make(step)
      let before = flow.objective(rows(300, seed: 6), using: RandomSource(seed: 0))
        .item(Double.self)
      let curve = try fit(flow, steps: 150)
      let last = try #require(curve.last).validationLoss
      #expect(last < before - 0.5, "from \(before) to \(last)")
    }

    @Test("A training that was interrupted and resumed ends at the same bytes")
    func resuming() throws {
      func bytes(_ flow: NormalizingFlow) -> [[UInt32]] {
        flow.state().tensors.map { $0.to(dtype: .float32).asArray(Float.self).map(\.bitPattern) }
      }
      let whole = make(.coupling)
      _ = try fit(whole, steps: 24)
      let file = FileManager.default.temporaryDirectory
        .appending(path: "\(UUID().uuidString).checkpoint")
      defer { try? FileManager.default.removeItem(at: file) }
      _ = try fit(make(.coupling), steps: 24, checkpoint: file, stopAfter: 9)
      let resumed = make(.coupling, seed: 77)
      _ = try fit(resumed, steps: 24, checkpoint: file, resumes: true)
      #expect(bytes(resumed) == bytes(whole))
    }
  }
}
