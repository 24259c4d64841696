import Foundation
import Testing
import Torch

@testable import TorchNN

private class Base: Module {
  @ParameterInfo var scale: Tensor = .ones([2])
}

private final class Nested: Base {
  @ParameterInfo(key: "kernel") var weight: Tensor
  @ParameterInfo var absent: Tensor?
  @ParameterInfo var list: [Tensor]
  @BufferInfo var mean: Tensor
  @ModuleInfo(key: "first") var layer: Linear
  let blocks: [[Linear]]
  let maybe: LayerNorm?
  let never: LayerNorm?
  let named: [String: Embedding]
  let dropout: Dropout
  let constant = Tensor.ones([9])
  let numbers = [1.0, 2.0]

  init(using random: RandomSource) {
    list = [.zeros([1]), .zeros([2])]
    mean = .zeros([3])
    blocks = [[Linear(1, 2, using: random)], [Linear(2, 1, bias: false, using: random)]]
    maybe = LayerNorm(2)
    never = nil
    named = ["b": Embedding(2, 2, using: random), "a": Embedding(1, 2, using: random)]
    dropout = Dropout(0.5, using: random)
    _weight.wrappedValue = .zeros([4])
    _layer.wrappedValue = Linear(2, 2, using: random)
  }
}

private final class Inlined: Module {
  @ModuleInfo(key: "") var first: Linear
  @ModuleInfo var others: [Linear]

  init(using random: RandomSource) {
    _first.wrappedValue = Linear(1, 1, using: random)
    others = [Linear(1, 1, bias: false, using: random)]
  }
}

private final class Outer: Module {
  let inner: Inlined
  init(using random: RandomSource) { inner = Inlined(using: random) }
}

private final class Lazy: Module {
  lazy var layer = LayerNorm(2)
  lazy var number = 3
}

extension TorchNNTests {
  @Suite struct ModuleTests {
    private let random = RandomSource(seed: 2)

    @Test func anEmptyKeyMakesTheNamesTheOuterModulesOwn() {
      #expect(Inlined(using: random).parameters().names == ["weight", "bias", "others.0.weight"])
      #expect(
        Outer(using: random).parameters().names
          == ["inner.weight", "inner.bias", "inner.others.0.weight"])
    }

    @Test func everyKindOfPropertyIsFound() {
      let module = Nested(using: random)
      #expect(
        module.parameters().names == [
          "scale", "kernel", "list.0", "list.1", "first.weight", "first.bias", "blocks.0.0.weight",
          "blocks.0.0.bias", "blocks.1.0.weight", "maybe.weight", "maybe.bias", "named.a.weight",
          "named.b.weight",
        ])
      #expect(module.buffers().names == ["mean"])
      #expect(module.state().count == 14)
      #expect(module.randomSources().map(\.name) == ["dropout.random"])
      #expect(
        module.children().map(\.name) == [
          "first", "blocks.0.0", "blocks.1.0", "maybe", "named.a", "named.b", "dropout",
        ])
      #expect(module.namedModules().count == 8 && module.namedModules()[0].module === module)
      #expect(module.parameters().tensors.allSatisfy { $0.requiresGrad })
      #expect(!module.mean.requiresGrad)
      #expect(module.parameters().elementCount == 2 + 4 + 3 + 6 + 4 + 2 + 4 + 6)
    }

    @Test func anAssignedModuleReplacesTheOldOne() {
      let module = Nested(using: random)
      _ = module.parameters()
      module.layer = Linear(2, 5, using: random)
      #expect(module.parameters()["first.weight"]?.shape == [5, 2])
    }

    @Test func aSharedTensorAppearsOnceAndStaysShared() {
      final class Tied: Module {
        let first: Linear
        let second: Linear
        init(using random: RandomSource) {
          first = Linear(2, 2, bias: false, using: random)
          second = Linear(2, 2, bias: false, using: random)
          second.weight = first.weight
        }
      }
      let module = Tied(using: random)
      #expect(module.parameters().names == ["first.weight"])
      module.to(dtype: .float64)
      #expect(module.second.weight === module.first.weight)
      #expect(module.first.weight.dtype == .float64 && module.first.weight.requiresGrad)
    }

    @Test func freezingTakesOutOfTrainingAlone() {
      let module = Nested(using: random)
      module.layer.freeze()
      #expect(module.trainableParameters().count == 11 && module.parameters().count == 13)
      module.to(dtype: .float64)
      #expect(!module.layer.weight.requiresGrad)
      module.unfreeze()
      #expect(module.trainableParameters().count == 13)
    }

    @Test func trainingModeReachesAllModules() {
      let module = Nested(using: random)
      #expect(module.dropout.isTraining)
      module.eval()
      #expect(!module.isTraining && !module.dropout.isTraining && !module.blocks[1][0].isTraining)
      module.train()
      #expect(module.dropout.isTraining)
    }

    @Test func wrongTensorsAreNamedAndNothingChanges() throws {
      let layer = Linear(2, 2, using: random)
      let before = layer.state().mapValues { $0.detach().clone() }
      let other = Linear(3, 2, using: random).parameters()
      #expect(
        throws: ModuleError.shapeMismatch(name: "weight", expected: [2, 2], actual: [2, 3])
      ) { try layer.update(parameters: other) }
      #expect(throws: ModuleError.missingName("bias")) {
        try layer.update(parameters: ModuleParameters(["weight": .ones([2, 2])]))
      }
      #expect(throws: ModuleError.unknownName("extra")) {
        try layer.update(
          parameters: ModuleParameters([
            "weight": .ones([2, 2]), "bias": .ones([2]), "extra": .ones([1]),
          ]))
      }
      for (now, then) in zip(layer.state().tensors, before.tensors) {
        #expect(now.isIdentical(to: then))
      }
    }

    @Test func aLazyModuleIsRefused() async {
      await #expect(processExitsWith: .failure) { _ = Lazy().parameters() }
    }

    @Test func savingAndLoadingIsBitExact() throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: "model.safetensors")
      let model = Sequential {
        Conv2d(2, 3, kernelSize: 3, using: random)
        BatchNorm(3)
      }
      _ = model(.randomNormal([2, 2, 5, 5], using: random))
      try model.save(to: file, metadata: ["kind": "test"])
      let copy = Sequential {
        Conv2d(2, 3, kernelSize: 3, using: random)
        BatchNorm(3)
      }
      #expect(try copy.load(from: file) == ["kind": "test"])
      #expect(copy.state().names == model.state().names && copy.buffers().count == 2)
      for (one, other) in zip(copy.state().tensors, model.state().tensors) {
        #expect(one.isIdentical(to: other))
      }
      #expect(copy.parameters().tensors.allSatisfy { $0.requiresGrad })
      let refusal = #expect(throws: TorchError.self) {
        try Linear(2, 2, using: random).load(from: file)
      }
      #expect(refusal?.message.contains("model.safetensors: \"weight\"") == true)
    }
  }
}
