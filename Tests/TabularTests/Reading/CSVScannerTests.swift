import Testing

@testable import Tabular

/// Collects rows as texts.
private struct Rows: CSVSink {
  var rows: [[String]] = [[]]
  var lines: [Int] = []

  mutating func cell(_ bytes: UnsafeBufferPointer<UInt8>, column: Int, line: Int) {
    rows[rows.count - 1].append(String(decoding: bytes, as: UTF8.self))
  }

  mutating func endRow(cells: Int, line: Int) -> Bool {
    rows.append([])
    lines.append(line)
    return true
  }
}

private func scan(_ text: String, piece: Int, skipsSpaces: Bool = false) throws -> Rows {
  var rows = Rows()
  var scanner = CSVScanner(delimiter: UInt8(ascii: ","), skipsSpaces: skipsSpaces, cellLimit: 1000)
  var rest: [UInt8] = []
  let bytes = Array(text.utf8)
  for start in stride(from: 0, to: bytes.count, by: piece) {
    rest += bytes[start..<min(start + piece, bytes.count)]
    let done = try rest.withUnsafeBufferPointer { try scanner.scan($0, isLast: false, into: &rows) }
    rest.removeFirst(done)
  }
  _ = try rest.withUnsafeBufferPointer { try scanner.scan($0, isLast: true, into: &rows) }
  rows.rows.removeLast()
  return rows
}

@Suite struct CSVScannerTests {
  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,\n,b\n,", [["a", ""], ["", "b"], ["", ""]]),
    ("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
    ("\"\"\na\n", [[""], ["a"]]),
    ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
    ("\"a\nb\r\nc\",d\r\n", [["a\nb\r\nc", "d"]]),
    ("\"\"\"\",\"\"\"\"\"\"", [["\"", "\"\""]]),
    ("a\"b,c\n", [["a\"b", "c"]]),
    ("\"a\"b,\"c\" ,d\n", [["ab", "c", "d"]]),
    ("ä,🙂\n", [["ä", "🙂"]]),
  ])
  func rowsDoNotDependOnThePieces(text: String, rows: [[String]]) throws {
    for piece in 1...max(2, text.utf8.count) {
      #expect(try scan(text, piece: piece).rows == rows, "pieces of \(piece)")
    }
  }

  @Test func linesAreCountedThroughQuotes() throws {
    let rows = try scan("a\r\n\"b\nc\"\n\nd\n", piece: 3)
    #expect(rows.lines == [1, 2, 5])
  }

  @Test func spacesAreSkippedWhenAsked() throws {
    #expect(try scan("a, b,  \"c\"\n", piece: 2, skipsSpaces: true).rows == [["a", "b", "c"]])
    #expect(try scan("a, b\n", piece: 2).rows == [["a", " b"]])
  }

  @Test func openQuoteAndLongCellAreRefused() {
    #expect(throws: TableError.self) { try scan("a\n\"b\nc\n", piece: 4) }
    let long = String(repeating: "x", count: 1000)
    for text in [long, "\"\(long)\"", "\"\(long)"] {
      #expect(throws: TableError.self) { try scan(text, piece: 7) }
    }
  }
}
