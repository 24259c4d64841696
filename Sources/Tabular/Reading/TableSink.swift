/// Receives the cells of a CSV text and gathers the columns.
struct TableSink: CSVSink {
  var builders: ContiguousArray<ColumnBuilder>
  /// Rows so far, without the header.
  private(set) var rowCount = 0
  private var skipsRow: Bool
  private let hasHeader: Bool

  init(builders: [ColumnBuilder], hasHeader: Bool) {
    self.builders = ContiguousArray(builders)
    self.hasHeader = hasHeader
    skipsRow = hasHeader
  }

  /// Makes ready to receive the same text again.
  mutating func rewind() {
    rowCount = 0
    skipsRow = hasHeader
  }

  mutating func cell(
    _ bytes: UnsafeBufferPointer<UInt8>, column: Int, line: Int
  ) throws(TableError) {
    if skipsRow || column >= builders.count { return }
    try builders[column].append(bytes, line: line)
  }

  mutating func endRow(cells: Int, line: Int) throws(TableError) -> Bool {
    if skipsRow {
      skipsRow = false
      return true
    }
    guard cells == builders.count else {
      let first = hasHeader ? "the header" : "the first row"
      throw TableError(
        .structure,
        "line \(line) has \(cells) \(cells == 1 ? "cell" : "cells") where \(first) has "
          + "\(builders.count). Correct the line, quote a cell that holds the delimiter, or pass "
          + "--delimiter.")
    }
    rowCount += 1
    return true
  }
}
