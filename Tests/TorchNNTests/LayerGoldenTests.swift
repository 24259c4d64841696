import Foundation
import Testing
import Torch

@testable import TorchNN

/// How Lyrebird makes the layer of a golden case, and calls it.
struct LayerCase {
  let module: Module
  let forward: (Tensor) -> Tensor

  init<Layer: UnaryLayer>(_ layer: Layer) {
    module = layer
    forward = { layer($0) }
  }

  init(_ module: Module, _ forward: @escaping (Tensor) -> Tensor) {
    self.module = module
    self.forward = forward
  }

  /// All cases; the names are those of Goldens/layers.json.
  static func make(_ name: String, memory: Tensor?) -> LayerCase? {
    let random = RandomSource(seed: 1)
    func inUse(_ layer: some UnaryLayer) -> LayerCase {
      layer.eval()
      return LayerCase(layer)
    }
    switch name {
    case "Linear": return LayerCase(Linear(4, 3, using: random))
    case "LinearWithoutBias": return LayerCase(Linear(4, 3, bias: false, using: random))
    case "Embedding":
      let layer = Embedding(5, 3, using: random)
      return LayerCase(layer) { layer($0.detach().to(dtype: .int64)) }
    case "LayerNorm": return LayerCase(LayerNorm(4))
    case "RMSNorm": return LayerCase(RMSNorm(4))
    case "GroupNorm": return LayerCase(GroupNorm(2, channels: 4))
    case "InstanceNorm": return LayerCase(InstanceNorm(4, affine: true))
    case "BatchNorm", "BatchNormImages": return LayerCase(BatchNorm(4))
    case "BatchNormInUse": return inUse(BatchNorm(4))
    case "Conv1d":
      return LayerCase(
        Conv1d(4, 6, kernelSize: 3, stride: 2, padding: 2, dilation: 2, groups: 2, using: random))
    case "Conv2d": return LayerCase(Conv2d(4, 3, kernelSize: 3, padding: 1, using: random))
    case "Conv2dGrouped":
      return LayerCase(
        Conv2d(4, 6, kernelSize: 2, stride: 2, groups: 2, bias: false, using: random))
    case "Conv3d": return LayerCase(Conv3d(2, 3, kernelSize: 2, padding: 1, using: random))
    case "ConvTransposed1d":
      return LayerCase(
        ConvTransposed1d(
          4, 6, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, using: random))
    case "ConvTransposed2d":
      return LayerCase(
        ConvTransposed2d(4, 3, kernelSize: 4, stride: 2, padding: 1, using: random))
    case "ConvTransposed3d":
      return LayerCase(ConvTransposed3d(2, 2, kernelSize: 2, stride: 2, using: random))
    case "MultiHeadAttention": return LayerCase(MultiHeadAttention(6, heads: 2, using: random))
    case "MultiHeadAttentionMasked":
      let layer = MultiHeadAttention(6, heads: 2, using: random)
      let mask = Tensor.full([4, 4], -Double.infinity).upperTriangle(diagonal: 1)
      return LayerCase(layer) { layer($0, mask: mask) }
    case "MultiHeadAttentionCross":
      let layer = MultiHeadAttention(6, heads: 2, using: random)
      return memory.map { memory in LayerCase(layer) { layer($0, keys: memory) } }
    case "GRU":
      let layer = GRU(3, 4, layers: 2, using: random)
      return LayerCase(layer) { layer($0).output }
    case "LSTM":
      let layer = LSTM(3, 4, layers: 2, using: random)
      return LayerCase(layer) { layer($0).output }
    case "TransformerEncoderLayer":
      return LayerCase(
        TransformerEncoderLayer(6, heads: 2, feedForwardDimensions: 8, using: random))
    case "TransformerEncoderLayerNormAfter":
      return LayerCase(
        TransformerEncoderLayer(
          6, heads: 2, feedForwardDimensions: 8, activation: ReLU(), normalizesFirst: false,
          using: random))
    case "MaxPool2d": return LayerCase(MaxPool2d(2, stride: 1, padding: 1))
    case "AvgPool2d": return LayerCase(AvgPool2d(3, stride: 2, padding: 1))
    case "UpsampleNearest": return LayerCase(Upsample(scale: 2))
    case "UpsampleBilinear": return LayerCase(Upsample(scale: 2, mode: .bilinear))
    case "ReLU": return LayerCase(ReLU())
    case "LeakyReLU": return LayerCase(LeakyReLU(negativeSlope: 0.2))
    case "GELU": return LayerCase(GELU())
    case "SiLU": return LayerCase(SiLU())
    case "Tanh": return LayerCase(Tanh())
    case "Sigmoid": return LayerCase(Sigmoid())
    case "Softplus": return LayerCase(Softplus())
    default: return nil
    }
  }
}

extension TorchNNTests {
  /// Outputs and gradients of every layer against PyTorch's.
  @Suite struct LayerGoldenTests {
    static let goldens = (try? golden("layers", as: [String: GoldenLayer].self)) ?? [:]

    @Test func allCasesAreThere() { #expect(Self.goldens.count == 35) }

    @Test(arguments: goldens.keys.sorted()) func outputsAndGradientsArePyTorchs(
      _ name: String
    ) throws {
      let golden = try #require(Self.goldens[name])
      let layer = try #require(LayerCase.make(name, memory: golden.memory?.tensor))
      try layer.module.update(golden.parameters)
      let x = golden.input.tensor.requiringGrad()
      let parameters = layer.module.parameters()
      let output = layer.forward(x)
      #expect(deviation(output, from: golden.output) < 2e-6)
      let wanted = parameters.tensors + (golden.inputGradient == nil ? [] : [x])
      let found = grad(
        of: [(output * golden.cotangent.tensor).sum()], withRespectTo: wanted)
      for (name, gradient) in zip(parameters.names, found) {
        let expected = try #require(golden.gradients[name])
        #expect(deviation(try #require(gradient), from: expected) < 5e-6, "\(name)")
      }
      if let expected = golden.inputGradient, let gradient = found.last {
        #expect(deviation(try #require(gradient), from: expected) < 5e-6)
      }
      for (name, expected) in golden.buffersAfter ?? [:] {
        #expect(deviation(try #require(layer.module.buffers()[name]), from: expected) < 2e-6)
      }
    }

    /// The gradient along a random direction against a central difference, in double precision.
    @Test(arguments: goldens.keys.sorted()) func gradientsAreFiniteDifferences(
      _ name: String
    ) throws {
      let golden = try #require(Self.goldens[name])
      let memory = golden.memory?.tensor.to(dtype: .float64)
      let layer = try #require(LayerCase.make(name, memory: memory))
      try layer.module.update(golden.parameters)
      layer.module.to(dtype: .float64)
      if name == "MultiHeadAttentionMasked" { return }  // its mask is single precision
      let parameters = layer.module.parameters().tensors
      let x = golden.input.tensor.to(dtype: .float64)
      let cotangent = golden.cotangent.tensor.to(dtype: .float64)
      let random = RandomSource(seed: 5)
      let inputs = [x] + parameters
      let directions = inputs.map { Tensor.randomNormal($0.shape, dtype: .float64, using: random) }
      func value(at distance: Double) -> Double {
        withoutGradient {
          for (parameter, direction) in zip(parameters, directions.dropFirst()) {
            parameter.addInPlace(direction, alpha: distance)
          }
          defer {
            for (parameter, direction) in zip(parameters, directions.dropFirst()) {
              parameter.addInPlace(direction, alpha: -distance)
            }
          }
          return (layer.forward(x + directions[0] * distance) * cotangent).sum().item(Double.self)
        }
      }
      x.requiringGrad()
      let gradients = grad(of: [(layer.forward(x) * cotangent).sum()], withRespectTo: inputs)
      let slope = zip(gradients, directions).reduce(0.0) {
        sum, pair in
        sum + (pair.0.map { ($0 * pair.1).sum().item(Double.self) } ?? 0)
      }
      let step = 1e-6
      // An embedding's indices have no slope.
      let difference = (value(at: step) - value(at: -step)) / (2 * step)
      if name != "Embedding" { #expect(abs(slope - difference) < 1e-5 * max(1, abs(slope))) }
    }
  }
}
