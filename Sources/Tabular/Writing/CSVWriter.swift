public import Foundation

/// Writes tables to a CSV file, as many pieces as there are, without holding them all.
///
/// The file appears under its name in `finish()` only.
public final class CSVWriter {
  private let file: OutputFile
  private let dialect: CSVDialect
  private var names: [String]?
  private var bytes: [UInt8] = []

  /// Rows written so far.
  public private(set) var rowCount = 0

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - url: Where the file is to be.
  ///   - dialect: How it is laid out.
  ///   - overwrites: Whether a file that is there may be replaced.
  /// - Throws: `TableError` when there is such a file already, or when none can be made there.
  public init(
    _ url: URL, dialect: CSVDialect = CSVDialect(), overwrites: Bool = false
  ) throws(TableError) {
    file = try OutputFile(url, overwrites: overwrites)
    self.dialect = dialect
  }

  init(file: OutputFile, dialect: CSVDialect = CSVDialect()) {
    self.file = file
    self.dialect = dialect
  }

  /// Appends the rows of a table.
  ///
  /// - Parameter table: Rows with the same columns as those before.
  /// - Throws: `TableError` when they cannot be written; the file is then gone.
  public func append(_ table: Table) throws(TableError) {
    let columns = table.columns.map { ColumnWriter($0, dialect: dialect) }
    if let names {
      precondition(names == table.columns.map(\.name), "pieces of different tables")
    } else {
      names = table.columns.map(\.name)
      if dialect.hasHeader { try appendHeader(columns) }
    }
    let delimiter = dialect.delimiterByte
    for row in 0..<table.rowCount {
      let start = bytes.count
      for (index, column) in columns.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        try column.append(row, to: &bytes)
      }
      try endRow(from: start)
    }
    rowCount += table.rowCount
  }

  /// Completes the file and gives it its name.
  ///
  /// - Throws: `TableError` when that fails; the file is then gone.
  public func finish() throws(TableError) {
    try flush()
    try file.finish()
  }

  private func appendHeader(_ columns: [ColumnWriter]) throws(TableError) {
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(dialect.delimiterByte) }
      try column.append(text: column.column.name, to: &bytes)
    }
    try endRow(from: 0)
  }

  private func endRow(from start: Int) throws(TableError) {
    // An empty line would not be read as a row.
    if bytes.count == start { bytes.append(contentsOf: "\"\"".utf8) }
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count >= 1 << 20 { try flush() }
  }

  private func flush() throws(TableError) {
    let result = bytes.withUnsafeBytes { bytes -> Result<Void, TableError> in
      do throws(TableError) {
        return .success(try file.append(bytes))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    bytes.removeAll(keepingCapacity: true)
  }
}

extension Table {
  /// Writes the table to a CSV file.
  ///
  /// - Parameters:
  ///   - url: Where the file is to be.
  ///   - dialect: How it is laid out.
  ///   - overwrites: Whether a file that is there may be replaced.
  /// - Throws: `TableError` when it cannot be written; nothing is left behind then.
  public func write(
    csv url: URL, dialect: CSVDialect = CSVDialect(), overwrites: Bool = false
  ) throws(TableError) {
    let writer = try CSVWriter(url, dialect: dialect, overwrites: overwrites)
    try writer.append(self)
    try writer.finish()
  }
}
