import Testing
import Torch

@testable import TorchNN

/// Parameters and nothing else.
private final class Point: Module {
  @ParameterInfo var coordinates: [Tensor]
  init(_ coordinates: [Tensor]) { self.coordinates = coordinates }
}

private struct Trajectory: Decodable {
  let start: [GoldenTensor]
  let goals: [GoldenTensor]
  let path: [[GoldenTensor]]
}

private struct Clipping: Decodable {
  let gradients: [GoldenTensor]
  let norm: Double
  let clipped: [GoldenTensor]
}

private func makeOptimizer(_ name: String) -> (any Optimizer)? {
  switch name {
  case "sgd": SGD(learningRate: 0.01)
  case "sgdDecay": SGD(learningRate: 0.01, weightDecay: 0.1)
  case "sgdMomentum": SGD(learningRate: 0.01, momentum: 0.9, weightDecay: 0.1)
  case "sgdNesterov": SGD(learningRate: 0.01, momentum: 0.8, nesterov: true)
  case "adam": Adam(learningRate: 0.05)
  case "adamDecay":
    Adam(learningRate: 0.05, betas: (0.8, 0.95), eps: 1e-6, weightDecay: 0.1)
  case "adamW": AdamW(learningRate: 0.05, weightDecay: 0.2)
  default: nil
  }
}

private let optimizerNames = [
  "sgd", "sgdDecay", "sgdMomentum", "sgdNesterov", "adam", "adamDecay", "adamW",
]

extension TorchNNTests {
  /// Every optimiser against PyTorch's path, and continued from its saved state.
  @Suite struct OptimizerGoldenTests {
    private func loss(_ point: Point, _ goals: [Tensor]) -> Tensor {
      zip(point.coordinates, goals).map { parameter, goal in
        (parameter - goal).pow(4).sum() + (parameter * goal).sum()
      }.reduce(Tensor(Float(0)), +)
    }

    private func step(_ point: Point, _ optimizer: any Optimizer, _ goals: [Tensor]) {
      let (_, gradients) = valueAndGrad(model: point) { loss(point, goals) }
      optimizer.update(model: point, gradients: gradients)
    }

    @Test(arguments: optimizerNames) func thePathIsPyTorchs(_ name: String) throws {
      let golden = try #require(golden("optimizers", as: [String: Trajectory].self)[name])
      let optimizer = try #require(makeOptimizer(name))
      let goals = golden.goals.map(\.tensor)
      let point = Point(golden.start.map(\.tensor))
      let rate = optimizer.learningRate
      for (index, expected) in golden.path.enumerated() {
        optimizer.learningRate = index < 6 ? rate : rate / 2
        step(point, optimizer, goals)
        for (parameter, expected) in zip(point.coordinates, expected) {
          #expect(deviation(parameter, from: expected) < 3e-6, "step \(index)")
        }
      }
    }

    @Test(arguments: optimizerNames) func aRestoredStateContinuesBitForBit(
      _ name: String
    ) throws {
      let random = RandomSource(seed: 9)
      let goals = [[3, 2], [4]].map { Tensor.randomNormal($0, using: random) }
      let start = goals.map { $0 * 0.5 }
      let point = Point(start.map { $0.clone() })
      let first = try #require(makeOptimizer(name))
      for _ in 0..<5 { step(point, first, goals) }
      let second = try #require(makeOptimizer(name))
      let copy = Point(point.coordinates.map { $0.detach().clone() })
      try second.restore(first.state(), model: copy)
      for _ in 0..<5 {
        step(point, first, goals)
        step(copy, second, goals)
      }
      for (one, other) in zip(point.coordinates, copy.coordinates) {
        #expect(one.isIdentical(to: other))
      }
    }

    @Test func aStateOfAnotherModelIsRefused() throws {
      let goals = [Tensor.ones([2])]
      let point = Point([Tensor.zeros([2])])
      let adam = Adam(learningRate: 0.1)
      step(point, adam, goals)
      let state = adam.state()
      let other = Point([Tensor.zeros([3])])
      #expect(
        throws: ModuleError.shapeMismatch(
          name: "coordinates.0.average", expected: [3], actual: [2])
      ) { try Adam(learningRate: 0.1).restore(state, model: other) }
      let larger = Point([Tensor.zeros([2]), Tensor.zeros([2])])
      #expect(throws: ModuleError.missingName("coordinates.1.step")) {
        try Adam(learningRate: 0.1).restore(state, model: larger)
      }
      #expect(throws: ModuleError.unknownName("coordinates.0.average")) {
        try SGD(learningRate: 0.1).restore(state, model: point)
      }
    }

    @Test func aParameterThatJoinsLaterTakesItsOwnFirstStep() {
      let point = Point([Tensor.zeros([2]), Tensor.zeros([2])])
      let goals = [Tensor.ones([2]), Tensor.ones([2])]
      let adam = Adam(learningRate: 0.1)
      point.coordinates[1].requiringGrad(false)
      point.coordinates = point.coordinates.map { $0.detach() }
      point.freeze()
      point.coordinates[0].requiringGrad(true)
      ModuleStructure.changed()
      for _ in 0..<4 { step(point, adam, goals) }
      #expect(point.coordinates[1].asArray(Float.self) == [0, 0])
      point.unfreeze()
      step(point, adam, goals)
      // The first step of Adam is the learning rate, whatever the gradient.
      #expect(abs(point.coordinates[1].asArray(Float.self)[0] - 0.1) < 1e-4)
    }

    @Test func clippingIsPyTorchs() throws {
      let golden = try golden("clipping", as: Clipping.self)
      let point = Point(golden.gradients.map { $0.tensor.zerosLike() })
      let gradients = ModuleParameters(
        layout: point.parameters().layout, tensors: golden.gradients.map(\.tensor))
      #expect(abs(clipGradients(gradients, maximumNorm: 0.7) - golden.norm) < 1e-5)
      for (gradient, expected) in zip(gradients.tensors, golden.clipped) {
        #expect(deviation(gradient, from: expected) < 1e-6)
      }
      let before = gradients.tensors.flatMap { $0.asArray(Float.self) }
      clipGradients(gradients, maximumNorm: 10)
      #expect(gradients.tensors.flatMap { $0.asArray(Float.self) } == before)
    }

    @Test func schedules() {
      let cosine = Cosine(peak: 2, floor: 1, steps: 10)
      #expect(cosine.learningRate(at: 0) == 2)
      #expect(abs(cosine.learningRate(at: 5) - 1.5) < 1e-12)
      #expect(cosine.learningRate(at: 10) == 1 && cosine.learningRate(at: 99) == 1)
      let warm = WarmupCosine(peak: 4, warmupSteps: 4, steps: 14)
      #expect((0..<5).map { warm.learningRate(at: $0) } == [1, 2, 3, 4, 4])
      #expect(abs(warm.learningRate(at: 9) - 2) < 1e-12 && warm.learningRate(at: 14) == 0)
      let step = Step(1, factor: 0.5, every: 3)
      #expect((0..<7).map { step.learningRate(at: $0) } == [1, 1, 1, 0.5, 0.5, 0.5, 0.25])
      #expect(Constant(3).learningRate(at: 100) == 3)
    }
  }
}
