import Torch
import TorchNN

@testable import GenerativeModels
@testable import Tabular

/// A model of a table with columns of every kind, whose weights are drawn instead of learnt: its
/// columns hang together, and no training is needed.
enum RandomTableModel {
  /// 600 rows with a dependency, an inequality, heavy values, gaps and a column of many names.
  static func table(seed: UInt64 = 1, rows: Int = 600) -> Table {
    var random = SeededGenerator(seed: seed)
    func numbers(_ next: (inout SeededGenerator) -> Double) -> [Double] {
      (0..<rows).map { _ in next(&random) }
    }
    let age = numbers { Double(Int.random(in: 20...40, using: &$0)) }
    let score = numbers { random in
      let kind = Double.random(in: 0..<1, using: &random)
      if kind < 0.2 { return .nan }
      return kind < 0.5 ? 0 : (Double.random(in: 1..<200, using: &random) * 10).rounded() / 10
    }
    let start = numbers { Double(Int.random(in: 0...5000, using: &$0)) }
    let end = start.map { $0 + Double(Int.random(in: 0...3000, using: &random)) }
    let colour = (0..<rows).map { _ in Int32.random(in: -1..<3, using: &random) }
    let city = (0..<rows).map { _ in Int32.random(in: -1..<40, using: &random) }
    return Table(columns: [
      Column(
        name: "id", kind: .identifier,
        values: .codes((0..<Int32(rows)).map { $0 }, levels: (0..<rows).map { "A-\(1000 + $0)" })),
      Column(name: "age", kind: .integer, values: .numbers(age)),
      Column(
        name: "score", kind: .continuous, values: .numbers(score),
        format: ColumnFormat(fractionDigits: 1)),
      Column(
        name: "colour", kind: .categorical,
        values: .codes(colour, levels: ["red", "green", "blue"])),
      Column(
        name: "shade", kind: .categorical,
        values: .codes(colour.map { $0 < 0 ? -1 : min($0, 1) }, levels: ["warm", "cold"])),
      Column(name: "start", kind: .integer, values: .numbers(start)),
      Column(name: "end", kind: .integer, values: .numbers(end)),
      Column(
        name: "city", kind: .categorical,
        values: .codes(city, levels: (0..<40).map { "city \($0)" })),
      Column(
        name: "unit", kind: .constant,
        values: .codes([Int32](repeating: 0, count: rows), levels: ["mm"])),
    ])
  }

  static let constraints = TableConstraints(
    dependencies: [
      .init(
        determinant: "colour", dependent: "shade",
        keys: [.text("red"), .text("green"), .text("blue"), .missing],
        values: [.text("warm"), .text("cold"), .text("cold"), .missing])
    ],
    inequalities: [.init(lower: "start", upper: "end")])

  static func make(
    constraints: TableConstraints = constraints, scale: Double = 0.3
  ) throws -> TableModel {
    var options = CodecOptions()
    options.maximumCategories = 16
    let synthesizer = TableSynthesizer(
      preset: .fast, codecOptions: options, constraints: constraints, steps: 1)
    let model = try synthesizer.fit(table())
    let exact = try model.modelOfExactConditionals(for: "tests")
    let random = RandomSource(seed: 5)
    withoutGradient {
      let weight = exact.members[0].head.output.weight
      weight.copyInPlace(
        Tensor.randomNormal([weight.size(0), weight.size(1)], using: random) * scale / 4)
    }
    exact.eval()
    return model
  }
}
