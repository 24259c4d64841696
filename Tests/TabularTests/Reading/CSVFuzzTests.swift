import Foundation
import Testing
import Torch

@testable import Tabular

@Suite struct CSVFuzzTests {
  /// A text that round trips: nothing that reads as a missing value.
  private static func word(using generator: inout SeededGenerator) -> String {
    let letters: [Character] = Array("abcXYZ ,;\"'\n\r\t|0.é🙂-")
    let count = Int.random(in: 1...6, using: &generator)
    return "w" + String((0..<count).compactMap { _ in letters.randomElement(using: &generator) })
  }

  private static func randomTable(using generator: inout SeededGenerator) -> Table {
    let rows = Int.random(in: 3...40, using: &generator)
    var columns: [Column] = []
    for index in 0..<Int.random(in: 1...6, using: &generator) {
      func isMissing() -> Bool { Int.random(in: 0..<6, using: &generator) == 0 }
      let name = "c\(index)" + word(using: &generator)
      let format = ColumnFormat(missing: ["", "NA", "null"].randomElement(using: &generator) ?? "")
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        let numbers = (0..<rows).map { _ in
          isMissing() ? .nan : Double(bitPattern: generator.next()).finite
        }
        columns.append(
          Column(name: name, kind: .continuous, values: .numbers(numbers), format: format))
      case 1:
        let numbers = (0..<rows).map { _ in
          isMissing() ? .nan : Double(Int.random(in: -1_000_000...1_000_000, using: &generator))
        }
        columns.append(
          Column(name: name, kind: .integer, values: .numbers(numbers), format: format))
      case 2:
        let days = (0..<rows).map { _ in
          isMissing()
            ? .nan : Double(Int.random(in: -400_000...400_000, using: &generator)) * 86_400
        }
        columns.append(
          Column(name: name, kind: .dateTime, values: .numbers(days), format: format))
      default:
        let levels = Array(Set((0..<4).map { _ in word(using: &generator) })).sorted()
        let codes = (0..<rows).map { _ in
          isMissing() ? -1 : Int32.random(in: 0..<Int32(levels.count), using: &generator)
        }
        columns.append(
          Column(
            name: name, kind: .categorical, values: .codes(codes, levels: levels), format: format))
      }
    }
    return Table(columns: columns)
  }

  @Test func whatIsWrittenIsRead() throws {
    var generator = SeededGenerator(seed: 11)
    try inNewFolder { url in
      for _ in 0..<150 {
        let table = Self.randomTable(using: &generator)
        let dialect = CSVDialect(
          delimiter: [",", ";", "\t", "|"].randomElement(using: &generator) ?? ",",
          hasDecimalComma: Bool.random(using: &generator))
        try table.write(csv: url, dialect: dialect, overwrites: true)
        var options = CSVOptions()
        options.hasHeader = true
        options.delimiter = dialect.delimiter.first
        options.skipsSpaces = false
        if dialect.delimiter != "," { options.hasDecimalComma = dialect.hasDecimalComma }
        if dialect.delimiter == ",", dialect.hasDecimalComma { continue }
        for column in table.columns { options.types[column.name] = column.kind }
        let read = try Table.read(csv: url, options: options)
        for (a, b) in zip(table.columns, read.columns) {
          #expect(a.name == b.name)
          for row in 0..<a.count where a[row] != b[row] {
            Issue.record("\(a.name), row \(row): \(a[row]) became \(b[row])")
          }
        }
      }
    }
  }

  @Test func mutatedTextsNeverTrap() {
    var generator = SeededGenerator(seed: 12)
    let seeds = [
      "age,job,born,flag\n17,cook,2020-01-02,yes\n,\"a \"\"b\"\"\",2021-12-31,no\n1e5,NA,,\n",
      "39, State-gov, 77516, Bachelors\r\n50, Private, 83311, ?\r\n", "\u{FEFF}a;b\n1,5;\"x\ny\"\n",
      "d\n31/12/2020 23:59:59.5\n01/02/2020 00:00:00.25\n", "x\n007\n12345678901234567890\n-0\n",
    ].map { Array($0.utf8) }
    let pieces: [[UInt8]] = [
      [0], [0xFF], [0xC3], [0x22], [0x2C], [0x0A], [0x0D], [0x0D, 0x0A], Array("1e999".utf8),
      Array("-".utf8), Array("99999999999999999999".utf8), Array("2020-02-30".utf8),
      [0xEF, 0xBB, 0xBF],
    ]
    var accepted = 0
    for round in 0..<6000 {
      var text = seeds[round % seeds.count]
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        let at = Int.random(in: 0...text.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
          text.removeSubrange(at..<min(text.count, at + Int.random(in: 0...8, using: &generator)))
        case 1: text.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: at)
        case 2 where at < text.count: text[at] = UInt8.random(in: 0...255, using: &generator)
        default: text.insert(contentsOf: text[..<min(at, 20)], at: at)
        }
      }
      var options = CSVOptions()
      options.cellLimit = 64
      if round % 3 == 0 { options.encoding = .latin1 }
      if let reading = try? CSVReader.read(bytes: text, options: options) {
        accepted += 1
        let counts = Set(reading.table.columns.map(\.count))
        #expect(counts == [reading.table.rowCount])
        if round % 20 == 0 { _ = TableSummary(reading.table).description }
      }
    }
    // Neither everything nor nothing is taken.
    #expect(accepted > 600 && accepted < 5900, "\(accepted)")
  }

  @Test func numbersAgreeWithTheStandardLibrary() {
    var generator = SeededGenerator(seed: 13)
    var parser = NumberParser()
    for round in 0..<20_000 {
      let number = Double(bitPattern: generator.next()).finite
      let text =
        switch round % 3 {
        case 0: "\(number)"
        case 1: "\(Int.random(in: -10_000_000...10_000_000, using: &generator))"
        default:
          "\(Int64.random(in: 0..<1 << 40, using: &generator))"
            + ".\(UInt32.random(in: 0...9999, using: &generator))"
        }
      let outcome = Array(text.utf8).withUnsafeBufferPointer { parser.parse($0) }
      #expect(outcome == .number && parser.value == Double(text), "\(text)")
    }
  }
}

extension Double {
  /// The number, or zero in the place of an infinite one.
  fileprivate var finite: Double { isFinite ? self : 0 }
}
