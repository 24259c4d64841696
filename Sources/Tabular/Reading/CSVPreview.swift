/// The first rows of a CSV text, to find out how it is laid out.
struct CSVPreview: CSVSink {
  /// The cells of the rows that are complete.
  private(set) var rows: [[[UInt8]]] = []
  private var row: [[UInt8]] = []
  private let limit: Int

  /// Reads at most `limit` rows of `bytes`; the last row only when `isWhole`, since it may be cut.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, delimiter: UInt8, skipsSpaces: Bool,
    cellLimit: Int, limit: Int = 200
  ) {
    self.limit = limit
    var scanner = CSVScanner(
      delimiter: delimiter, skipsSpaces: skipsSpaces, cellLimit: cellLimit)
    // What is wrong with the text is reported when it is read in earnest.
    _ = try? scanner.scan(bytes, isLast: isWhole, into: &self)
  }

  mutating func cell(_ bytes: UnsafeBufferPointer<UInt8>, column: Int, line: Int) {
    row.append(Array(bytes))
  }

  mutating func endRow(cells: Int, line: Int) -> Bool {
    rows.append(row)
    row = []
    return rows.count < limit
  }
}
