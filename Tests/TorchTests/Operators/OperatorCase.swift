import Foundation
import Testing

@testable import Torch

/// What Lyrebird computes where PyTorch computed a golden value, by the golden's name: the operator's
/// name, and after a space the variant's.
typealias OperatorCases = [String: @Sendable ([Tensor]) -> [Tensor]]

/// A tensor in operators.json.
struct GoldenTensor: Decodable {
  let dtype: String
  let shape: [Int]
  let values: [Double]

  /// The tensor; real ones as `real`.
  func tensor(real: DType) -> Tensor {
    let tensor = Tensor(values, shape)
    switch dtype {
    case "float64": return tensor.to(dtype: real)
    case "int64": return tensor.to(dtype: .int64)
    case "bool": return tensor.to(dtype: .bool)
    default: return tensor
    }
  }
}

/// A case in operators.json.
struct GoldenCase: Decodable {
  let inputs: [GoldenTensor]
  let outputs: [GoldenTensor]
  /// By the input's index: the gradient of the weighted sum of the outputs.
  let gradients: [String: GoldenTensor]?

  static let all: [String: GoldenCase] = {
    guard let data = try? Data(contentsOf: golden("operators.json")),
      let cases = try? JSONDecoder().decode([String: GoldenCase].self, from: data)
    else { return [:] }
    return cases
  }()

  /// The inputs with a gradient, in order.
  var differentiable: [Int] { (gradients ?? [:]).keys.compactMap { Int($0) }.sorted() }
}

/// The outputs of a case, and the gradients with respect to its differentiable inputs.
func evaluate(
  _ run: ([Tensor]) -> [Tensor], at inputs: [Tensor], differentiable: [Int]
) -> (outputs: [Tensor], gradients: [Tensor]) {
  let leaves = inputs.enumerated().map { index, input in
    differentiable.contains(index) ? input.detach().requiringGrad() : input
  }
  let outputs = run(leaves)
  let wanted = differentiable.map { leaves[$0] }
  let (recorded, weights) = weighted(outputs)
  guard !wanted.isEmpty, !recorded.isEmpty else { return (outputs, []) }
  let found = grad(of: recorded, withRespectTo: wanted, outputGradients: weights)
  let gradients = zip(wanted, found).map { leaf, gradient in gradient ?? leaf.zerosLike() }
  return (outputs, gradients)
}

/// The outputs that have a history, and the weights that torch_ops.py gives their elements.
func weighted(_ outputs: [Tensor]) -> (outputs: [Tensor], weights: [Tensor]) {
  let recorded = outputs.enumerated().filter { $0.element.requiresGrad }
  let weights = recorded.map { index, output in weight(of: output, index) }
  return (recorded.map(\.element), weights)
}

/// The weights of the elements of output `index`.
func weight(of output: Tensor, _ index: Int) -> Tensor {
  let values = (0..<output.size).map { Double(($0 * 7 + index * 3) % 5 - 2) / 2 + 0.25 }
  return Tensor(values, output.shape).to(dtype: output.dtype)
}

/// The largest difference of two lists, relative to the largest element.
func relativeDifference(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.reduce(1) { max($0, abs($1)) }
  return zip(found, expected).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1) / scale
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
