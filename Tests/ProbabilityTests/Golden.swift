import Foundation
import Torch

/// An array that a reference implementation computed.
struct Golden: Decodable, Sendable {
  let shape: [Int]
  let values: [Double]

  private enum Key: String, CodingKey { case shape, values }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    shape = try container.decode([Int].self, forKey: .shape)
    var list = try container.nestedUnkeyedContainer(forKey: .values)
    var found: [Double] = []
    while !list.isAtEnd {
      // JSON has no infinities: texts stand for them.
      if let number = try? list.decode(Double.self) {
        found.append(number)
      } else {
        let text = try list.decode(String.self)
        found.append(
          text == "Infinity" ? .infinity : text == "-Infinity" ? -.infinity : .nan)
      }
    }
    values = found
  }

  var tensor: Tensor { Tensor(values, shape) }

  /// The file `name.json`.
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    guard
      let url = Bundle.module.url(
        forResource: name, withExtension: "json", subdirectory: "Goldens")
    else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

/// The largest difference of elements, in units of 1 + their size; infinities and NaN must agree.
func relativeError(_ found: Tensor, _ expected: Tensor) -> Double {
  guard found.shape == expected.shape else { return .infinity }
  return zip(found.asArray(Double.self), expected.asArray(Double.self)).reduce(0) {
    let (a, b) = $1
    if a == b || (a.isNaN && b.isNaN) { return $0 }
    let error = abs(a - b) / (1 + abs(b))
    return error.isFinite ? max($0, error) : .infinity
  }
}

/// The largest difference to the reference's.
func relativeError(_ found: Tensor, _ expected: Golden) -> Double {
  let shape = found.shape == expected.shape ? expected.shape : found.shape
  guard shape.reduce(1, *) == expected.values.count else { return .infinity }
  return relativeError(found, Tensor(expected.values, shape))
}
