import Foundation
import Testing
import Torch

@testable import Tabular

/// A table with known rules: city fixes country and its number; start <= middle < end; the rest is
/// noise.
func ruledTable(rows: Int, seed: UInt64) -> Table {
  var generator = SeededGenerator(seed: seed)
  func draw(_ count: Int) -> [Int] {
    (0..<rows).map { _ in Int.random(in: 0..<count, using: &generator) }
  }
  let city = draw(12)
  let noise = draw(5)
  let start = draw(1000)
  let first = draw(300)
  let second = draw(300)
  func numbers(_ values: [Int]) -> Column.Values { .numbers(values.map(Double.init)) }
  return Table(columns: [
    Column(
      name: "city", kind: .categorical,
      values: .codes(city.map { $0 == 11 ? -1 : Int32($0) }, levels: (0..<11).map { "c\($0)" })),
    Column(name: "city number", kind: .integer, values: numbers(city.map { 100 - $0 })),
    Column(
      name: "country", kind: .categorical,
      values: .codes(city.map { Int32($0 / 4) }, levels: ["x", "y", "z"])),
    Column(
      name: "noise", kind: .categorical,
      values: .codes(noise.map(Int32.init), levels: (0..<5).map { "n\($0)" })),
    Column(name: "start", kind: .integer, values: numbers(start)),
    Column(
      name: "middle", kind: .integer, values: numbers(zip(start, first).map { $0 + $1 })),
    Column(
      name: "end", kind: .integer,
      values: numbers(zip(zip(start, first), second).map { $0.0 + $0.1 + $1 + 1 })),
    Column(name: "high", kind: .integer, values: numbers(draw(1000).map { $0 + 5000 })),
  ])
}

@Suite struct ConstraintFindingTests {
  @Test func theRulesAreFoundAndNoOthers() throws {
    let table = ruledTable(rows: 2000, seed: 1)
    let found = TableConstraints.found(in: table)
    #expect(
      found.dependencies.map(\.description) == [
        "\"city\" determines \"city number\"", "\"city\" determines \"country\"",
      ])
    #expect(
      found.inequalities.map(\.description) == ["\"start\" <= \"middle\"", "\"middle\" < \"end\""])
    #expect(found.violations(in: table).isEmpty)
    #expect(found.dependencies[0].mapping[.missing] == .number(89))
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(TableConstraints.self, from: data) == found)
  }

  @Test func accidentsAreNoRules() {
    for seed in UInt64(0)..<20 {
      var generator = SeededGenerator(seed: seed)
      let rows = 60
      // Nearly constant columns, and one with as many values as groups of five rows.
      let columns = (0..<6).map { index in
        let codes = (0..<rows).map { _ in
          Int.random(in: 0..<40, using: &generator) == 0 ? Int32(1) : 0
        }
        return Column(
          name: "c\(index)", kind: .categorical, values: .codes(codes, levels: ["a", "b"]))
      }
      let many = (0..<rows).map { _ in Double(Int.random(in: 0..<12, using: &generator)) }
      let table = Table(
        columns: columns + [Column(name: "n", kind: .integer, values: .numbers(many))])
      #expect(TableConstraints.found(in: table).dependencies.isEmpty, "seed \(seed)")
    }
  }

  @Test func oneBrokenRowBreaksARule() {
    var table = ruledTable(rows: 2000, seed: 2)
    guard case .codes(var codes, let levels) = table.columns[2].values else { return }
    codes[700] = (codes[700] + 1) % 3
    var columns = table.columns
    columns[2].values = .codes(codes, levels: levels)
    let found = TableConstraints.found(in: table)
    table = Table(columns: columns)
    let violations = found.violations(in: table)
    #expect(violations.map(\.firstRow) == [700])
    #expect(violations.map(\.count) == [1])
    #expect(!TableConstraints.found(in: table).dependencies.map(\.dependent).contains("country"))
    #expect(throws: TableError.self) { try found.check(table) }
  }

  @Test func repairedTablesObey() {
    let table = ruledTable(rows: 2000, seed: 3)
    let found = TableConstraints.found(in: table)
    var generator = SeededGenerator(seed: 4)
    // Each column shuffled by itself keeps its values and breaks the rules.
    let shuffled = Table(
      columns: table.columns.map { $0.rows((0..<2000).shuffled(using: &generator)) })
    #expect(found.violations(in: shuffled).count == 4)
    let repaired = found.repaired(shuffled)
    // Two equal numbers cannot be made unequal by changing places.
    let left = found.violations(in: repaired)
    #expect(left.allSatisfy { $0.constraint == "\"middle\" < \"end\"" && $0.count < 5 })
    #expect(found.repaired(table) == table)
  }
}
