/// What the first bytes of a CSV text tell: its layout and the names of its columns.
struct CSVStart {
  /// The layout.
  let dialect: CSVDialect
  /// The names of the columns, all different.
  let names: [String]
  /// How many bytes a byte order mark takes at the start.
  let markLength: Int
  /// About how many rows there are.
  let expectedRows: Int

  /// Looks at the start of `source`, as far as it takes to see a few rows.
  init(_ source: inout some ByteSource, options: CSVOptions) throws(TableError) {
    var bytes: [UInt8] = []
    var isWhole = false
    var wanted = 1 << 18
    while true {
      isWhole = try Self.read(&source, upTo: wanted, into: &bytes)
      let hasRows =
        bytes.lazy.filter { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        .prefix(3).count == 3
      if isWhole || hasRows || wanted >= 1 << 28 { break }
      wanted *= 4
    }
    try Self.refuseOtherFormats(bytes, name: source.name)
    markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = Array(bytes[markLength...])
    guard text.contains(where: { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }) else {
      throw TableError(
        .structure, "\(source.name) is empty. It takes a header and at least one row.")
    }
    var found: Result<CSVDialect, TableError>
    found = text.withUnsafeBufferPointer { bytes in
      do throws(TableError) {
        return .success(try CSVDialect.detect(bytes, isWhole: isWhole, options: options))
      } catch {
        return .failure(error)
      }
    }
    let dialect = try found.get()
    self.dialect = dialect
    let rows = text.withUnsafeBufferPointer { bytes in
      CSVPreview(
        bytes, isWhole: isWhole, delimiter: dialect.delimiterByte,
        skipsSpaces: dialect.skipsSpaces, cellLimit: options.cellLimit
      ).rows
    }
    let width = rows.first?.count ?? 1
    names = try Self.names(rows.first ?? [], dialect: dialect)
    let sampled = max(rows.count, 1)
    let sampledBytes = max(rows.joined().reduce(0) { $0 + $1.count + 1 }, 1)
    // A twentieth more than it looks like: room costs nothing before it is used.
    let estimate = Double(source.byteCount) / Double(sampledBytes) * Double(sampled) * 1.05 + 16
    expectedRows = width > 0 ? Int(min(estimate, 1e9)) : 0
  }

  private static func read(
    _ source: inout some ByteSource, upTo count: Int, into bytes: inout [UInt8]
  ) throws(TableError) -> Bool {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { piece.deallocate() }
    while bytes.count < count {
      let got = try source.read(into: piece)
      if got == 0 { return true }
      bytes.append(contentsOf: piece[..<got])
    }
    return bytes.count == source.byteCount
  }

  private static func names(
    _ first: [[UInt8]], dialect: CSVDialect
  ) throws(TableError) -> [String] {
    var names: [String] = []
    var seen: [String: Int] = [:]
    for (index, cell) in first.enumerated() {
      var name = "column_\(index + 1)"
      if dialect.hasHeader, !cell.isEmpty {
        name = try headerText(cell, column: index, dialect: dialect)
      }
      if let earlier = seen[name] {
        throw TableError(
          .structure,
          "the header has \"\(name)\" twice, in columns \(earlier + 1) and \(index + 1). Rename "
            + "one of them, or pass --no-header if the first line is data.")
      }
      seen[name] = index
      names.append(name)
    }
    return names
  }

  private static func headerText(
    _ cell: [UInt8], column: Int, dialect: CSVDialect
  ) throws(TableError) -> String {
    guard !cell.contains(0) else {
      throw TableError(
        .encoding,
        "line 1, column \(column + 1): the header holds a NUL byte; this is no text, or text in "
          + "UTF-16. Save it as UTF-8.")
    }
    if dialect.encoding == .latin1 {
      return String(String.UnicodeScalarView(cell.map { UnicodeScalar($0) }))
    }
    guard let name = String(validating: cell, as: UTF8.self) else {
      throw TableError(
        .encoding,
        "line 1, column \(column + 1): the header is not UTF-8. Pass --encoding latin1 if the file "
          + "comes from an older program, or save it as UTF-8.")
    }
    return name
  }

  /// Names the formats that are most often taken for CSV.
  private static func refuseOtherFormats(
    _ bytes: [UInt8], name: String
  ) throws(TableError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw TableError(.encoding, "\(name) is text in UTF-16. Save it as UTF-8.")
    }
    if bytes.starts(with: [0x1F, 0x8B]) {
      throw TableError(.encoding, "\(name) is compressed. Unpack it with gunzip first.")
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw TableError(
        .encoding, "\(name) is a spreadsheet or a zip archive. Export the table as CSV first.")
    }
  }
}
