extension CSVDialect {
  /// Finds the layout from the first bytes of a text, as far as `options` leave it open.
  static func detect(
    _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, options: CSVOptions
  ) throws(TableError) -> CSVDialect {
    var dialect = CSVDialect(encoding: options.encoding)
    if let delimiter = options.delimiter {
      guard let byte = delimiter.asciiValue, !"\"\r\n".utf8.contains(byte) else {
        throw TableError(
          .schema, "the delimiter \"\(delimiter)\" is not one ASCII character. Pass , ; | or a tab."
        )
      }
      dialect.delimiter = String(delimiter)
    } else {
      dialect.delimiter = detectedDelimiter(bytes, isWhole: isWhole, options: options)
    }
    func preview(skipsSpaces: Bool) -> CSVPreview {
      CSVPreview(
        bytes, isWhole: isWhole, delimiter: dialect.delimiterByte, skipsSpaces: skipsSpaces,
        cellLimit: options.cellLimit)
    }
    dialect.skipsSpaces =
      options.skipsSpaces ?? startsWithSpaces(preview(skipsSpaces: false).rows)
    let rows = preview(skipsSpaces: dialect.skipsSpaces).rows
    dialect.hasDecimalComma =
      options.hasDecimalComma ?? (dialect.delimiter != "," && hasDecimalComma(rows))
    guard !dialect.hasDecimalComma || dialect.delimiter != "," else {
      throw TableError(
        .schema, "a comma cannot be both the delimiter and the decimal sign. Pass --delimiter ';'.")
    }
    dialect.hasHeader =
      options.hasHeader ?? hasHeader(rows, decimal: dialect.decimalByte, missing: options.missing)
    return dialect
  }

  /// The delimiter that cuts all rows into the same number of cells.
  private static func detectedDelimiter(
    _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, options: CSVOptions
  ) -> String {
    var best = (delimiter: ",", share: 0.0)
    // Comma last: `1,5;2,5` is as regular cut at commas as it is cut at semicolons.
    for delimiter in ["\t", ";", "|", ","] {
      let rows = CSVPreview(
        bytes, isWhole: isWhole, delimiter: UInt8(ascii: delimiter.unicodeScalars.first ?? ","),
        skipsSpaces: true, cellLimit: options.cellLimit
      ).rows
      var counts: [Int: Int] = [:]
      for row in rows where row.count > 1 { counts[row.count, default: 0] += 1 }
      guard let most = counts.values.max() else { continue }
      let share = Double(most) / Double(rows.count)
      if share > best.share { best = (delimiter, share) }
    }
    return best.delimiter
  }

  /// Whether nearly all cells behind a delimiter begin with a space, as in UCI's files.
  private static func startsWithSpaces(_ rows: [[[UInt8]]]) -> Bool {
    let cells = rows.flatMap { $0.dropFirst() }
    let count = cells.count { $0.first == 0x20 }
    return count > 0 && Double(count) >= 0.9 * Double(cells.count)
  }

  private static func hasDecimalComma(_ rows: [[[UInt8]]]) -> Bool {
    var commas = 0
    var points = 0
    for cell in rows.joined() {
      if cell.contains(UInt8(ascii: ",")), isNumber(cell, decimal: UInt8(ascii: ",")) {
        commas += 1
      }
      if cell.contains(UInt8(ascii: ".")), isNumber(cell, decimal: UInt8(ascii: ".")) {
        points += 1
      }
    }
    return commas > points
  }

  /// Whether the first row names the columns.
  ///
  /// It does when it has a text above numbers or dates, and does not when it has none there. In a
  /// table of texts alone it does unless one of its cells comes again below.
  private static func hasHeader(
    _ rows: [[[UInt8]]], decimal: UInt8, missing: [String]
  ) -> Bool {
    guard let first = rows.first else { return true }
    var tokens = MissingTokens(additional: missing)
    func isMissing(_ cell: [UInt8]) -> Bool { cell.withUnsafeBufferPointer { tokens.matches($0) } }
    func isValue(_ cell: [UInt8]) -> Bool {
      isNumber(cell, decimal: decimal) || cell.withUnsafeBufferPointer { DateText($0) != nil }
    }
    let below = rows.dropFirst()
    guard !below.isEmpty else { return !first.contains(where: isValue) }
    var valueColumns = 0
    var comesAgain = false
    for (column, cell) in first.enumerated() {
      let others = below.compactMap { $0.count > column ? $0[column] : nil }
        .filter { !isMissing($0) }
      guard !others.isEmpty else { continue }
      if others.count(where: isValue) * 10 >= others.count * 9 {
        valueColumns += 1
        if !isValue(cell), !isMissing(cell) { return true }
      } else if others.contains(cell), !cell.isEmpty {
        comesAgain = true
      }
    }
    return valueColumns == 0 && !comesAgain
  }

  private static func isNumber(_ cell: [UInt8], decimal: UInt8) -> Bool {
    var parser = NumberParser(decimal: decimal)
    return cell.withUnsafeBufferPointer { parser.parse($0) } != .text
  }
}
