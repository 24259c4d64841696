import Testing
import Torch

@testable import GenerativeModels
@testable import Tabular

@Suite struct FillingTests {
  /// A table with holes, other decimals than the model's, and a name it does not know.
  static func gappy() -> Table {
    let whole = RandomTableModel.table(seed: 7, rows: 300)
    var random = SeededGenerator(seed: 4)
    var columns = whole.columns.filter { $0.name != "score" }.map { column -> Column in
      var column = column
      switch column.values {
      case .numbers(let numbers):
        column.values = .numbers(
          numbers.map { Double.random(in: 0..<1, using: &random) < 0.3 ? .nan : $0 + 0.123_456_789 }
        )
      case .codes(let codes, let levels):
        column.values = .codes(
          codes.map { Double.random(in: 0..<1, using: &random) < 0.3 ? -1 : $0 },
          levels: column.name == "city" ? ["Atlantis"] + levels.dropFirst() : levels)
      }
      return column
    }
    columns.append(Column(name: "extra", kind: .text, values: columns[0].values))
    return Table(columns: columns)
  }

  @Test func presentValuesStayAndGapsAreFilled() throws {
    let model = try RandomTableModel.make()
    let table = Self.gappy()
    let filling = try model.fill(table, seed: 3)
    let filled = filling.table
    #expect(filled.columns.map(\.name) == table.columns.map(\.name) + ["score"])
    for column in table.columns {
      let result = try #require(filled[column.name])
      for row in 0..<table.rowCount {
        if !column.isMissing(row) {
          #expect(result[row] == column[row])
        } else if !["id", "extra"].contains(column.name) {
          #expect(!result.isMissing(row), "\(column.name)")
        }
      }
    }
    #expect(filling.notes.contains { $0.contains("\"city\" are unknown") })
    #expect(try model.fill(table, seed: 3).table == filled)
    #expect(try model.fill(table, seed: 4).table != filled)
  }

  @Test func filledValuesKeepTheConstraints() throws {
    let model = try RandomTableModel.make()
    let given = Self.gappy()
    let table = Table(columns: ["colour", "shade", "start", "end"].compactMap { given[$0] })
    let filled = try model.fill(table, seed: 1).table
    #expect(RandomTableModel.constraints.violations(in: filled).isEmpty)
    let colours = try #require(filled["colour"])
    var drawn: Set<CellValue> = []
    for row in 0..<table.rowCount where table["colour"]?.isMissing(row) == true {
      // Warm follows from red alone; cold from two colours.
      if table["shade"]?[row] == .text("warm") { #expect(colours[row] == .text("red")) }
      if table["shade"]?[row] == .text("cold") { drawn.insert(colours[row]) }
    }
    #expect(drawn == [.text("green"), .text("blue")])
  }

  /// One gap: the filled value has the model's conditional distribution given that there is one.
  @Test func aGapHasItsConditionalDistribution() throws {
    let model = try RandomTableModel.make(scale: 0.5)
    let codec = model.card.codec
    let position = try #require(codec.columns.firstIndex { $0.name == "colour" })
    let variable = codec.variableRanges[position].lowerBound
    guard case .categorical(let categories) = codec.codecs[position] else {
      Issue.record("colours are categories")
      return
    }
    let whole = RandomTableModel.table()
    let row = try #require(
      (0..<whole.rowCount).first { row in whole.columns.allSatisfy { !$0.isMissing(row) } })
    let rows = 6000
    let repeated = whole.rows([Int](repeating: row, count: rows))
    // The first row keeps its colour, so that the table has the column; nothing says it otherwise.
    var columns = repeated.columns.filter { $0.name != "shade" }
    let place = try #require(columns.firstIndex { $0.name == "colour" })
    columns[place].values = .codes([0] + [Int32](repeating: -1, count: rows - 1), levels: ["red"])
    let table = Table(columns: columns)
    var random = SeededGenerator(seed: 0)
    let encoding = try PartialEncoding(table, codec: codec, using: &random)
    let width = codec.variables.count
    let known = encoding.rows.rows(1..<2, width: width)
    #expect(known.seen.count { $0 } == width - 1)
    let exact = try model.modelOfExactConditionals(for: "tests")
    let shares = AnyOrderConditionals(exact).probabilities(of: variable, given: known)
    let present = categories.levels.indices.filter { categories.levels[$0] != nil }
    let sum = present.reduce(0) { $0 + shares[$1] }
    #expect(sum < 0.9999)
    let filled = try #require(try model.fill(table, seed: 6).table["colour"])
    for atom in present {
      let count = (1..<rows).count { filled[$0] == .text(categories.levels[atom] ?? "") }
      #expect(abs(Double(count) / Double(rows - 1) - Double(shares[atom] / sum)) < 0.01)
    }
  }

  @Test func wrongKindsAreRefused() throws {
    let model = try RandomTableModel.make()
    let table = Table(columns: [
      Column(name: "age", kind: .categorical, values: .codes([0], levels: ["old"]))
    ])
    let error = #expect(throws: TableError.self) { _ = try model.fill(table, seed: 0) }
    #expect(error?.message.contains("--type age=integer") == true)
  }
}
