import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Laws of training, for every family that is trained")
  struct TrainingLawTests {
    private func bytes(_ model: any MixedModel) -> [[UInt32]] {
      model.state().tensors.map { $0.asArray(Float.self).map(\.bitPattern) }
    }

    private func fit(
      _ model: any MixedModel, steps: Int = 40, patience: Int = 50, checkpoint: URL? = nil,
      resume: Bool = false, stopAfter: Int = .max, report: (TrainingEvent) -> Void = { _ in }
    ) throws -> [TrainingRecord] {
      var asked = 0
      return try model.fit(
        rows: ToyRows.rows(400), heldOut: ToyRows.rows(80, seed: 8),
        plan: .toy(steps: steps, patience: patience),
        checkpoints: checkpoint.map { CheckpointPolicy(file: $0, resumes: resume) },
        shouldStop: {
          asked += 1
          return asked > stopAfter
        }, report: report)
    }

    @Test(
      "A training that was interrupted and resumed ends at the same bytes",
      arguments: ModelFamily.trained, [1, 8, 23])
    func resuming(family: ModelFamily, stopAfter: Int) throws {
      let whole = family.makeModel()
      let curve = try fit(whole)
      let file = FileManager.default.temporaryDirectory
        .appending(path: "\(UUID().uuidString).checkpoint")
      defer { try? FileManager.default.removeItem(at: file) }
      _ = try fit(family.makeModel(), checkpoint: file, stopAfter: stopAfter)
      // Another start, so that everything has to come from the checkpoint.
      let resumed = family.makeModel(seed: 77)
      let resumedCurve = try fit(resumed, checkpoint: file, resume: true)
      #expect(bytes(resumed) == bytes(whole))
      #expect(resumedCurve.map(\.validationLoss) == curve.map(\.validationLoss))
    }

    @Test(
      "A last step ends a training where a longer one comes by", arguments: ModelFamily.trained)
    func lastStep(family: ModelFamily) throws {
      func trained(lastStep: Int?, stopAfter: Int = .max) throws -> any MixedModel {
        var plan = TrainingPlan.toy(steps: 40)
        plan.lastStep = lastStep
        var asked = 0
        let model = family.makeModel()
        let rows = ToyRows.rows(400)
        _ = try model.fit(
          rows: rows, heldOut: rows.narrow(axis: 0, start: 0, length: 0), plan: plan,
          checkpoints: nil,
          shouldStop: {
            asked += 1
            return asked > stopAfter
          }, report: { _ in })
        return model
      }
      let short = try bytes(trained(lastStep: 16))
      #expect(try short == bytes(trained(lastStep: nil, stopAfter: 16)))
      #expect(try short != bytes(trained(lastStep: 40)))
      #expect(try bytes(trained(lastStep: 50)) == bytes(trained(lastStep: nil)))
    }

    @Test("Training twice gives the same bytes", arguments: ModelFamily.allCases)
    func repeating(family: ModelFamily) throws {
      let models = [family.makeModel(), family.makeModel()]
      for model in models { _ = try fit(model, steps: 10) }
      #expect(bytes(models[0]) == bytes(models[1]))
    }

    @Test("The held-out loss falls, and nothing is not a number", arguments: ModelFamily.trained)
    func learning(family: ModelFamily) throws {
      let model = family.makeModel()
      let curve = try fit(model, steps: 200)
      let first = try #require(curve.first).validationLoss
      let last = try #require(curve.last).validationLoss
      #expect(last < first)
      #expect(curve.allSatisfy { $0.trainingLoss.isFinite && $0.validationLoss.isFinite })
      #expect(model.state().tensors.allSatisfy { $0.isFinite().all().item(Bool.self) })
    }

    @Test(
      "Training stops when the held-out loss has stopped falling",
      arguments: ModelFamily.trained)
    func earlyStopping(family: ModelFamily) throws {
      // Held-out rows that contradict the training rows: every step makes them less probable.
      let noise = Tensor(
        (0..<100).flatMap { _ -> [Float] in [2, 1, 3] }, [100, 3])
      let model = family.makeModel()
      var reason: StopReason?
      _ = try model.fit(
        rows: Tensor((0..<200).flatMap { _ -> [Float] in [0, 0, 0] }, [200, 3]), heldOut: noise,
        plan: TrainingPlan(
          steps: 400, batchSize: 64, learningRate: 5e-3, warmupSteps: 5, averageDecay: 0.5,
          validations: 100, patience: 3, seed: 1),
        checkpoints: nil, shouldStop: { false },
        report: { if case .finished(_, let why) = $0 { reason = why } })
      #expect(reason == .earlyStopping)
    }

    @Test("The objective's gradient is its slope", arguments: ModelFamily.trained)
    func gradient(family: ModelFamily) throws {
      let model = family.makeModel()
      // Away from the start, where most of the gradient is zero.
      let noise = RandomSource(seed: 2)
      withoutGradient {
        for tensor in model.parameters().tensors {
          tensor.addInPlace(Tensor.randomNormal(tensor.shape, using: noise), alpha: 0.1)
        }
      }
      model.eval()
      let batch = ToyRows.rows(64)
      func loss() -> Tensor { model.objective(batch, using: RandomSource(seed: 11)) }
      let (_, gradients) = valueAndGrad(model: model) { loss() }
      let norm = gradients.tensors.reduce(0) {
        $0 + $1.to(dtype: .float64).squared().sum().item(Double.self)
      }.squareRoot()
      #expect(norm > 0.01)
      func value(shifted distance: Double) -> Double {
        withoutGradient {
          for (tensor, gradient) in zip(model.trainableParameters().tensors, gradients.tensors) {
            tensor.addInPlace(gradient, alpha: distance / norm)
          }
          defer {
            for (tensor, gradient) in zip(model.trainableParameters().tensors, gradients.tensors) {
              tensor.addInPlace(gradient, alpha: -distance / norm)
            }
          }
          return loss().item(Double.self)
        }
      }
      let distance = 0.01
      let slope = (value(shifted: distance) - value(shifted: -distance)) / (2 * distance)
      #expect(abs(slope - norm) < 0.01 * norm, "slope \(slope), gradient \(norm)")
    }

    @Test("No tensor outlives its training", arguments: ModelFamily.allCases)
    func liveTensors(family: ModelFamily) throws {
      func run() throws {
        let model = family.makeModel()
        _ = try fit(model, steps: 6)
        _ = model.makeSampler(seed: 1).sample(50, given: nil)
      }
      try run()
      // Other suites make tensors meanwhile; a leak would show in every attempt.
      let keepsCount = try (0..<20).contains { _ in
        let before = Tensor.liveCount
        try run()
        return Tensor.liveCount == before
      }
      #expect(keepsCount)
    }

    @Test("An interrupted training keeps what it has learnt", arguments: ModelFamily.trained)
    func interrupted(family: ModelFamily) throws {
      let model = family.makeModel()
      var reason: StopReason?
      _ = try fit(model, stopAfter: 20) { event in
        if case .finished(_, let why) = event { reason = why }
      }
      #expect(reason == .interrupted)
      #expect(bytes(model) != bytes(family.makeModel()))
    }
  }
}
