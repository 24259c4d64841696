import Foundation
import Testing

@testable import Tabular

@Suite struct TableSummaryTests {
  private static let text: String = {
    var text = "id,gain,age,job,day,note\n"
    for row in 0..<1000 {
      let gain = row % 10 == 0 ? row * 7 % 911 + 1 : 0
      let job = ["clerk", "cook", ""][row % 7 == 0 ? 2 : row % 3 == 0 ? 1 : 0]
      let day = "2020-0\(1 + row % 9)-15"
      text += "\(row),\(gain),\(17 + row * 31 % 70),\(job),\(day),n\(row * row)\n"
    }
    return text
  }()

  @Test func columnsAreCounted() throws {
    let table = try readText(Self.text).table
    let summary = TableSummary(table)
    #expect(summary.rowCount == 1000)
    #expect(
      summary.columns.map(\.kind) == [
        .identifier, .integer, .integer, .categorical, .dateTime, .identifier,
      ])
    #expect(summary.columns[1].pointMasses.map(\.value) == ["0"])
    #expect(summary.columns[1].pointMasses[0].share == 0.9)
    #expect(summary.columns[2].pointMasses.isEmpty)
    #expect(summary.columns[2].quartiles?.minimum == "17")
    #expect(summary.columns[2].quartiles?.maximum == "86")
    #expect(summary.columns[3].missingCount == 143)
    #expect(summary.columns[3].topLevels.map(\.value) == ["clerk", "cook"])
    #expect(summary.columns[3].topLevels.map(\.count).reduce(0, +) == 857)
    #expect(summary.columns[4].quartiles?.median == "2020-05-15")
    #expect(summary.columns[5].topLevels.isEmpty)
    #expect(summary.columns[5].distinctCount == 1000)
    let data = try JSONEncoder().encode(summary)
    #expect(try JSONDecoder().decode(TableSummary.self, from: data) == summary)
  }

  @Test func thePageNamesEveryColumn() throws {
    let table = try readText(Self.text).table
    let lines = TableSummary(table).description.split(separator: "\n").map(String.init)
    #expect(lines[0] == "1000 rows, 6 columns")
    for (index, column) in table.columns.enumerated() {
      #expect(lines[2 + index].hasPrefix(column.name + " "))
    }
    #expect(lines[3].hasSuffix("0 in 90 %"))
    #expect(lines[5].contains("14.3 %"))
  }

  @Test func emptyColumnsAreDescribedToo() throws {
    let summary = TableSummary(try readText("a,b\nNA,1\nNA,1\n").table)
    #expect(summary.columns[0].distinctCount == 0)
    #expect(summary.columns[0].missingCount == 2)
    #expect(summary.columns[1].topLevels.map(\.value) == ["1"])
  }
}
