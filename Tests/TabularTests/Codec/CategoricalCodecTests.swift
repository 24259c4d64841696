import GenerativeModels
import Testing
import Torch

@testable import Tabular

@Suite("The codec of categories")
struct CategoricalCodecTests {
  private func column(_ counts: [Int], missing: Int = 0) -> (codes: [Int32], levels: [String]) {
    let codes = counts.enumerated().flatMap { level, count in
      [Int32](repeating: Int32(level), count: count)
    }
    return (
      codes + [Int32](repeating: -1, count: missing), counts.indices.map { "name \($0)" }
    )
  }

  private func table(_ codes: [Int32], _ levels: [String]) -> Table {
    Table(columns: [
      Column(name: "c", kind: .categorical, values: .codes(codes, levels: levels))
    ])
  }

  /// The names of a table's only column, "nothing" where missing.
  private func names(_ table: Table) -> [String] {
    guard case .codes(let codes, let levels) = table.columns[0].values else { return [] }
    return codes.map { $0 < 0 ? "nothing" : levels[Int($0)] }
  }

  @Test("Categories come back exactly, and so does what is missing")
  func exact() throws {
    let (codes, levels) = column([50, 5, 20], missing: 9)
    let table = table(codes, levels)
    let codec = TableCodec(fitting: table)
    var random = SeededGenerator(seed: 1)
    let values = try codec.encode(table, using: &random)
    let back = codec.decode(values, rows: table.rowCount, using: &random)
    #expect(names(back) == names(table))
    #expect(abs((codec.variables[0].atomShares.reduce(0, +)) - 1) < 1e-5)
  }

  @Test("A hundred thousand categories are two variables of some hundred values")
  func many() throws {
    let levels = (0..<100_000).map { "id\($0)" }
    let codes = (0..<200_000).map { Int32($0 % 100_000) }
    let table = table(codes, levels)
    let codec = TableCodec(fitting: table, options: CodecOptions(minimumCount: 2))
    #expect(codec.variables.count == 2)
    #expect(codec.variables.allSatisfy { $0.atomCount <= 320 })
    var random = SeededGenerator(seed: 1)
    let values = try codec.encode(table, using: &random)
    let back = codec.decode(values, rows: table.rowCount, using: &random)
    #expect(names(back) == names(table))
    // A pair that no category has still gives a category.
    let last = Float(codec.variables[0].atomCount - 1)
    let rest = Float(codec.variables[1].atomCount - 1)
    #expect(names(codec.decode([last, rest], rows: 1, using: &random))[0].hasPrefix("id"))
  }

  @Test("No name that fewer rows have is released", arguments: [1, 2, 5, 20])
  func release(minimumCount: Int) throws {
    let counts = [300, 40, 19, 5, 4, 2, 1, 1]
    let (codes, levels) = column(counts, missing: 3)
    let table = table(codes, levels)
    let codec = TableCodec(
      fitting: table, options: CodecOptions(minimumCount: minimumCount))
    let released = Set(codec.columns[0].levels)
    let expected = Set(levels.indices.filter { counts[$0] >= minimumCount }.map { levels[$0] })
    #expect(released == expected)
    var random = SeededGenerator(seed: 1)
    let back = names(
      codec.decode(
        try codec.encode(table, using: &random), rows: table.rowCount, using: &random))
    #expect(Set(back).subtracting(["nothing"]).isSubset(of: expected))
    #expect(back.contains("nothing") == (minimumCount <= 3))
  }

  @Test("Where nearly all names are rare, they are told together")
  func pooled() throws {
    let (codes, levels) = column([Int](repeating: 2, count: 100) + [30])
    let table = table(codes, levels)
    let codec = TableCodec(fitting: table)
    #expect(codec.columns[0].levels == ["other", "name 100"])
    var random = SeededGenerator(seed: 1)
    let back = names(
      codec.decode(
        try codec.encode(table, using: &random), rows: table.rowCount, using: &random))
    #expect(back.filter { $0 == "other" }.count == 200)
    #expect(back.filter { $0 == "name 100" }.count == 30)
  }
}
