/// Writes the values of one column as CSV cells.
struct ColumnWriter {
  let column: Column
  private let dialect: CSVDialect
  private let missing: [UInt8]
  private let pattern: DatePattern
  /// The cell of each level, unless there are more levels than rows.
  private let cells: [[UInt8]]

  init(_ column: Column, dialect: CSVDialect) {
    self.column = column
    self.dialect = dialect
    missing = Self.quoted(Array(column.format.missing.utf8), dialect: dialect)
    pattern =
      column.format.datePattern.flatMap { DatePattern(text: $0) }
      ?? DatePattern(order: .yearMonthDay, separator: UInt8(ascii: "-"))
    guard case .codes(let codes, let levels) = column.values, levels.count <= codes.count,
      let encoded = try? levels.map({ try Self.cell($0, column: column.name, dialect: dialect) })
    else {
      cells = []
      return
    }
    cells = encoded
  }

  /// Appends the cell in `row`.
  func append(_ row: Int, to bytes: inout [UInt8]) throws(TableError) {
    switch column.values {
    case .numbers(let numbers):
      let number = numbers[row]
      if number.isNaN {
        bytes.append(contentsOf: missing)
      } else if column.kind == .dateTime {
        pattern.append(number, to: &bytes)
      } else {
        try append(number, to: &bytes)
      }
    case .codes(let codes, let levels):
      let code = Int(codes[row])
      if code < 0 {
        bytes.append(contentsOf: missing)
      } else if cells.isEmpty {
        try append(text: levels[code], to: &bytes)
      } else {
        bytes.append(contentsOf: cells[code])
      }
    }
  }

  /// Appends a text as a cell.
  func append(text: String, to bytes: inout [UInt8]) throws(TableError) {
    bytes.append(contentsOf: try Self.cell(text, column: column.name, dialect: dialect))
  }

  private func append(_ number: Double, to bytes: inout [UInt8]) throws(TableError) {
    guard number.isFinite else {
      throw TableError(.value, "column \"\(column.name)\" holds an infinite number.")
    }
    let decimal = dialect.decimalByte
    guard decimal == dialect.delimiterByte else {
      return NumberText.append(number, column.format, decimal: decimal, to: &bytes)
    }
    var text: [UInt8] = []
    NumberText.append(number, column.format, decimal: decimal, to: &text)
    bytes.append(contentsOf: Self.quoted(text, dialect: dialect))
  }

  private static func cell(
    _ text: String, column: String, dialect: CSVDialect
  ) throws(TableError) -> [UInt8] {
    guard dialect.encoding == .latin1 else { return quoted(Array(text.utf8), dialect: dialect) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else {
        throw TableError(
          .encoding,
          "column \"\(column)\": \"\(text)\" has no form in latin1. Pass --encoding utf8.")
      }
      bytes.append(byte)
    }
    return quoted(bytes, dialect: dialect)
  }

  /// `text` in quotes where it would be read as something else without.
  private static func quoted(_ text: [UInt8], dialect: CSVDialect) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let space = UInt8(ascii: " ")
    let isPlain =
      text.first != space && text.last != space
      && !text.contains { $0 == dialect.delimiterByte || $0 == quote || $0 == 0x0A || $0 == 0x0D }
    if isPlain { return text }
    var result = [quote]
    for byte in text {
      if byte == quote { result.append(quote) }
      result.append(byte)
    }
    result.append(quote)
    return result
  }
}
