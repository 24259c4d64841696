import Foundation
import Testing
import Torch

@testable import TorchNN

/// A tensor that scripts/goldens/torch_nn.py wrote.
struct GoldenTensor: Decodable {
  let shape: [Int]
  let values: [Double]

  var tensor: Tensor { Tensor(values.map { Float($0) }, shape) }
}

/// A layer's parameters, input, output and gradients.
struct GoldenLayer: Decodable {
  let input: GoldenTensor
  let parameters: [String: GoldenTensor]
  let output: GoldenTensor
  let cotangent: GoldenTensor
  let gradients: [String: GoldenTensor]
  let inputGradient: GoldenTensor?
  let buffers: [String: GoldenTensor]?
  let buffersAfter: [String: GoldenTensor]?
  let memory: GoldenTensor?
}

func golden<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  let url = try #require(Bundle.module.url(forResource: "Goldens/\(name)", withExtension: "json"))
  return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}

/// The largest difference, relative to the largest expected magnitude where that is above one.
func deviation(_ actual: Tensor, from expected: GoldenTensor) -> Double {
  guard actual.shape == expected.shape else { return .infinity }
  let scale = max(1, expected.values.map(abs).max() ?? 0)
  return zip(actual.asArray(Double.self), expected.values).reduce(0) {
    let difference = abs($1.0 - $1.1)
    return difference.isNaN ? .infinity : max($0, difference / scale)
  }
}

extension Module {
  /// Copies golden parameters in, under their names.
  func update(_ goldens: [String: GoldenTensor]) throws {
    try update(parameters: ModuleParameters(goldens.mapValues(\.tensor)))
  }
}
