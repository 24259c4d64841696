import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Laws of objectives that are worked out in terms")
  struct ObjectiveTermTests {
    /// Families as they are tried elsewhere, and the any-order one with one network, whose large
    /// batches are halved.
    private static let models: [(name: String, make: @Sendable (UInt64) -> any MixedModel)] =
      ModelFamily.trained.map { family in
        ("\(family)", { @Sendable seed in family.makeModel(seed: seed) })
      } + [("one network", { @Sendable seed in makeSingle(seed: seed) })]

    private static func makeSingle(seed: UInt64) -> any MixedModel {
      AnyOrderModel(
        variables: ToyRows.variables,
        configuration: AnyOrderConfiguration(
          width: 32, blocks: 1, dropout: 0.1, bins: 8, bumps: 4, pieces: 4, orders: 6, members: 1),
        using: RandomSource(seed: seed))
    }

    /// A model in training, away from the start, where most of the gradient is zero.
    private func model(_ place: Int) -> any MixedModel {
      let model = Self.models[place].make(1)
      let noise = RandomSource(seed: 2)
      withoutGradient {
        for tensor in model.parameters().tensors {
          tensor.addInPlace(Tensor.randomNormal(tensor.shape, using: noise), alpha: 0.1)
        }
      }
      model.train()
      return model
    }

    private func reseed(_ model: any MixedModel) -> RandomSource {
      for (index, source) in model.randomSources().enumerated() {
        source.source.reseed(UInt64(index))
      }
      return RandomSource(seed: 11)
    }

    private func bits(_ parameters: ModuleParameters) -> [[UInt32]] {
      parameters.tensors.map { $0.asArray(Float.self).map(\.bitPattern) }
    }

    @Test("The terms add up to the objective, and their gradients to its own", arguments: 0..<3)
    func sums(place: Int) {
      let model = model(place)
      let batch = ToyRows.rows(301)
      let random = reseed(model)
      let whole = valueAndGrad(model: model) { model.objective(batch, using: random) }
      // Sums inside operators depend on the operators' threads: one in every lane.
      let before = Runtime.threadCount
      Runtime.threadCount = 1
      defer { Runtime.threadCount = before }
      let lanes = [1, 2].map { threads in
        let terms = model.objectiveTerms(batch, using: reseed(model))
        return valueAndGrad(
          model: model, terms: terms, on: Lanes(threads: threads, pieces: terms.count))
      }
      #expect(abs(lanes[0].value - whole.value.item(Double.self)) < 1e-5 * abs(lanes[0].value))
      for (sum, gradient) in zip(lanes[0].gradients.tensors, whole.gradients.tensors) {
        let error = (sum - gradient).norm(axes: []).item(Double.self)
        #expect(error <= 1e-5 * gradient.norm(axes: []).item(Double.self))
      }
      for other in lanes.dropFirst() {
        #expect(other.value == lanes[0].value)
        let isSame = bits(other.gradients) == bits(lanes[0].gradients)
        #expect(isSame)
      }
    }

    @Test("The gradient of the terms is the slope of their sum", arguments: 0..<3)
    func slope(place: Int) {
      let model = model(place)
      let batch = ToyRows.rows(300)
      let terms = model.objectiveTerms(batch, using: reseed(model))
      let gradients = valueAndGrad(model: model, terms: terms, on: .single).gradients
      let norm = gradients.tensors.reduce(0) {
        $0 + $1.to(dtype: .float64).squared().sum().item(Double.self)
      }.squareRoot()
      func value(shifted distance: Double) -> Double {
        withoutGradient {
          func shift(_ by: Double) {
            for (tensor, gradient) in zip(model.trainableParameters().tensors, gradients.tensors) {
              tensor.addInPlace(gradient, alpha: by / norm)
            }
          }
          shift(distance)
          defer { shift(-distance) }
          return model.objectiveTerms(batch, using: reseed(model))
            .reduce(0) { $0 + $1().item(Double.self) }
        }
      }
      let slope = (value(shifted: 0.01) - value(shifted: -0.01)) / 0.02
      #expect(norm > 0.01)
      #expect(abs(slope - norm) < 0.02 * norm, "slope \(slope), gradient \(norm)")
    }

    @Test("A training ends at the same bytes on any number of threads, resumed too")
    func threads() throws {
      let before = Runtime.threadCount
      defer { Runtime.threadCount = before }
      let file = FileManager.default.temporaryDirectory
        .appending(path: "\(UUID().uuidString).checkpoint")
      defer { try? FileManager.default.removeItem(at: file) }
      func trained(
        _ threads: Int, seed: UInt64, resume: Bool = false, stopAfter: Int = .max
      )
        throws -> [[UInt32]]
      {
        Runtime.threadCount = threads
        let model = Self.makeSingle(seed: seed)
        var plan = TrainingPlan.toy(steps: 12)
        plan.batchSize = 300
        var asked = 0
        _ = try model.fit(
          rows: ToyRows.rows(600), heldOut: ToyRows.rows(80, seed: 8), plan: plan,
          checkpoints: CheckpointPolicy(file: file, resumes: resume),
          shouldStop: {
            asked += 1
            return asked > stopAfter
          }, report: { _ in })
        #expect(Runtime.threadCount == threads)
        return bits(model.state())
      }
      let alone = try trained(1, seed: 1)
      let isSame = try trained(2, seed: 1) == alone
      #expect(isSame)
      _ = try trained(2, seed: 1, stopAfter: 5)
      // Another start: everything has to come from the checkpoint.
      let isResumed = try trained(2, seed: 77, resume: true) == alone
      #expect(isResumed)
    }

    @Test("Both halves of a batch count")
    func halves() throws {
      let model = try #require(Self.makeSingle(seed: 1) as? AnyOrderModel)
      model.train()
      let rows = ToyRows.rows(256)
      #expect(model.objectiveTerms(rows, using: RandomSource(seed: 1)).count == 2)
      let few = rows.narrow(axis: 0, start: 0, length: 255)
      #expect(model.objectiveTerms(few, using: RandomSource(seed: 1)).count == 1)
      func losses(_ batch: Tensor) -> [Double] {
        model.objectiveTerms(batch, using: reseed(model)).map { $0().item(Double.self) }
      }
      // Rows of the second half change the second term alone.
      let changed = Tensor.concatenate([
        rows.narrow(axis: 0, start: 0, length: 128), ToyRows.rows(128, seed: 55),
      ])
      #expect(losses(rows)[0] == losses(changed)[0])
      #expect(losses(rows)[1] != losses(changed)[1])
      // Masks and dropout are other ones in each half.
      let twice = Tensor.concatenate([
        rows.narrow(axis: 0, start: 0, length: 128), rows.narrow(axis: 0, start: 0, length: 128),
      ])
      #expect(losses(twice)[0] != losses(twice)[1])
      // The twin goes with its model to other tensors.
      model.to(dtype: .float64)
      model.to(dtype: .float32)
      withoutGradient {
        for tensor in model.members[0].head.parameters().tensors { tensor.fillInPlace(0) }
      }
      #expect(abs(losses(twice)[0] - losses(twice)[1]) < 1)
    }
  }
}
