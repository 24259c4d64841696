public import Foundation

/// A table as it was read, and what was found on the way.
public struct TableReading: Sendable {
  /// The table.
  public var table: Table
  /// How the file is laid out.
  public var dialect: CSVDialect
  /// Remarks for the user, one sentence each.
  public var notes: [String]
}

/// Reads CSV files into tables.
///
/// The file is read in pieces, and once only unless the first values of a column misled; numbers
/// take 8 bytes a cell and names 4, so that ten million rows of forty columns fit into 4 GB.
public enum CSVReader {
  /// Reads the file at `url`.
  ///
  /// - Parameters:
  ///   - url: A regular file.
  ///   - options: What is known about the file; the rest is found.
  ///   - schema: What is known about the columns.
  ///   - progress: Called now and then with the part done, from 0 to 1.
  /// - Returns: The table, the layout of the file, and remarks.
  /// - Throws: `TableError` when the file cannot be read or is no table.
  public static func read(
    _ url: URL, options: CSVOptions = CSVOptions(), schema: TableSchema? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws(TableError) -> TableReading {
    var source = try FileBytes(url)
    return try read(&source, options: options, schema: schema, progress: progress)
  }

  /// Reads CSV text in memory.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - options: What is known about the text; the rest is found.
  ///   - schema: What is known about the columns.
  /// - Returns: The table, the layout of the text, and remarks.
  /// - Throws: `TableError` when the text is no table.
  public static func read(
    bytes: [UInt8], options: CSVOptions = CSVOptions(), schema: TableSchema? = nil
  ) throws(TableError) -> TableReading {
    var source = MemoryBytes(bytes)
    return try read(&source, options: options, schema: schema) { _ in }
  }

  private static func read(
    _ source: inout some ByteSource, options: CSVOptions, schema: TableSchema?,
    progress: (Double) -> Void
  ) throws(TableError) -> TableReading {
    let start = try CSVStart(&source, options: options)
    let dialect = start.dialect
    try checkNames(in: schema, options: options, against: start.names)
    var builders = start.names.map {
      ColumnBuilder(
        name: $0, rule: schema?[$0], options: options, decimal: dialect.decimalByte)
    }
    for index in builders.indices { builders[index].expect(rows: start.expectedRows) }
    var sink = TableSink(builders: builders, hasHeader: dialect.hasHeader)
    builders = []

    let size = Double(max(source.byteCount, 1))
    var passes = 1.0
    func scan(after done: Double) throws(TableError) {
      try source.rewind()
      var scanner = CSVScanner(
        delimiter: dialect.delimiterByte, skipsSpaces: dialect.skipsSpaces,
        cellLimit: options.cellLimit)
      try scanner.scan(&source, skipping: start.markLength, into: &sink) { bytes in
        progress(min((done + Double(bytes) / size) / passes, 1))
      }
    }
    try scan(after: 0)
    guard sink.rowCount > 0 else {
      throw TableError(
        .structure,
        "\(source.name) has a header and no rows; there is nothing to learn from. If the first "
          + "line is data, pass --no-header.")
    }
    if sink.builders.contains(where: { $0.form == .contradicted }) {
      passes = 2
      for index in sink.builders.indices {
        let rule = schema?[sink.builders[index].name]
        sink.builders[index].prepareSecondPass(options: options, rule: rule)
      }
      sink.rewind()
      try scan(after: 1)
    }
    var notes: [String] = []
    var columns: [Column] = []
    for index in sink.builders.indices {
      let column = try sink.builders[index].column(rowCount: sink.rowCount, notes: &notes)
      columns.append(try schema?.checked(column) ?? column)
    }
    progress(1)
    return TableReading(table: Table(columns: columns), dialect: dialect, notes: notes)
  }

  private static func checkNames(
    in schema: TableSchema?, options: CSVOptions, against names: [String]
  ) throws(TableError) {
    let wanted = options.types.keys.sorted() + (schema?.columns.map(\.name) ?? [])
    for name in wanted where !names.contains(name) {
      throw TableError(
        .schema, "there is no column \"\(name)\".\(suggestion(for: name, in: names))")
    }
  }
}

extension Table {
  /// Reads a CSV file.
  ///
  /// - Parameters:
  ///   - url: A regular file.
  ///   - options: What is known about the file; the rest is found.
  ///   - schema: What is known about the columns.
  ///   - progress: Called now and then with the part done, from 0 to 1.
  /// - Returns: The table.
  /// - Throws: `TableError` when the file cannot be read or is no table.
  public static func read(
    csv url: URL, options: CSVOptions = CSVOptions(), schema: TableSchema? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws(TableError) -> Table {
    try CSVReader.read(url, options: options, schema: schema, progress: progress).table
  }
}
