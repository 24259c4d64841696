import Torch

@testable import Tabular

/// A small table with every sort of value and with missing values.
func mixedTable(rows: Int, using generator: inout SeededGenerator) -> Table {
  func codes(_ count: Int) -> [Int32] {
    (0..<rows).map { _ in Int32.random(in: -1..<Int32(count), using: &generator) }
  }
  func numbers(_ draw: (inout SeededGenerator) -> Double) -> [Double] {
    (0..<rows).map { _ in Int.random(in: 0..<8, using: &generator) == 0 ? .nan : draw(&generator) }
  }
  return Table(columns: [
    Column(
      name: "age", kind: .integer,
      values: .numbers(numbers { Double(Int.random(in: -3...3, using: &$0)) })),
    Column(
      name: "capital-gain", kind: .continuous,
      values: .numbers(numbers { Double(Int.random(in: -4...4, using: &$0)) / 2 })),
    Column(
      name: "day of \"birth\"", kind: .dateTime,
      values: .numbers(numbers { Double(Int.random(in: 0...5, using: &$0)) * 86_400 })),
    Column(
      name: "in", kind: .categorical, values: .codes(codes(4), levels: ["a", "b", "it's", "or"])),
    Column(name: "flag", kind: .boolean, values: .codes(codes(2), levels: ["0", "1"])),
  ])
}

extension Condition {
  /// A condition on the columns of `mixedTable`, as it comes from the parser.
  static func random(depth: Int, using generator: inout SeededGenerator) -> Condition {
    if depth > 0, Int.random(in: 0..<3, using: &generator) > 0 {
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: return .not(random(depth: depth - 1, using: &generator))
      case 1: return .all((0..<2).map { _ in random(depth: depth - 1, using: &generator) })
      default: return .any((0..<2).map { _ in random(depth: depth - 1, using: &generator) })
      }
    }
    func value(_ column: Int) -> Value {
      switch column {
      case 0: .number(Double(Int.random(in: -6...6, using: &generator)) / 2)
      case 1: .number(Double(Int.random(in: -4...4, using: &generator)) / 2)
      case 2: .date(Double(Int.random(in: 0...10, using: &generator)) * 43_200)
      case 3: .text(["a", "b", "it's", "or"].randomElement(using: &generator) ?? "a")
      default: .text(["0", "1"].randomElement(using: &generator) ?? "0")
      }
    }
    let column = Int.random(in: 0..<5, using: &generator)
    let name = ["age", "capital-gain", "day of \"birth\"", "in", "flag"][column]
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return .isMissing(column: name)
    case 1: return .isIn(column: name, (0..<2).map { _ in value(column) })
    default:
      let comparisons: [Comparison] = column == 3 ? [.equal, .notEqual] : Comparison.allCases
      let comparison = comparisons.randomElement(using: &generator) ?? .equal
      return .compare(column: name, comparison, value(column))
    }
  }
}
