import Testing

@testable import Tabular

@Suite("Joining tables and constraints")
struct JoiningTests {
  private func table(_ numbers: [Double], _ codes: [Int32], _ levels: [String]) -> Table {
    Table(columns: [
      Column(name: "x", kind: .continuous, values: .numbers(numbers)),
      Column(name: "y", kind: .categorical, values: .codes(codes, levels: levels)),
    ])
  }

  @Test("Rows keep their values, whatever the levels of the parts are")
  func rows() {
    let first = table([1, .nan], [0, -1], ["a", "b"])
    let second = table([3, 4, 5], [1, 0, 2], ["b", "a", "c"])
    let joined = Table(joining: [first, second])
    #expect(joined.rowCount == 5)
    for (name, column) in [("x", joined.columns[0]), ("y", joined.columns[1])] {
      let parts = [first, second].compactMap { $0[name] }
      #expect(
        (0..<5).map { column[$0] } == parts.flatMap { part in (0..<part.count).map { part[$0] } })
    }
    #expect(Table(joining: [first]) == first)
  }

  @Test("What is stated goes before what is found")
  func constraints() {
    let stated = TableConstraints(
      dependencies: [.init(determinant: "a", dependent: "b", keys: [], values: [])],
      inequalities: [.init(lower: "p", upper: "q")], unique: ["u"])
    let found = TableConstraints(
      dependencies: [
        .init(determinant: "b", dependent: "a", keys: [], values: []),
        .init(determinant: "c", dependent: "d", keys: [], values: []),
      ], inequalities: [.init(lower: "q", upper: "p"), .init(lower: "r", upper: "s")],
      unique: ["u", "v"])
    let merged = stated.merging(found)
    #expect(merged.dependencies.map(\.dependent) == ["b", "d"])
    #expect(merged.inequalities.map(\.lower) == ["p", "r"])
    #expect(merged.unique == ["u", "v"])
    #expect(throws: Never.self) { try merged.refuseCycles() }
  }
}
