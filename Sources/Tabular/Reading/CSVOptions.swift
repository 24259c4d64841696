/// The encoding of a text file.
public enum TextEncoding: String, Codable, Sendable, CaseIterable {
  /// UTF-8, with or without a byte order mark.
  case utf8
  /// ISO 8859-1: each byte is one character.
  case latin1
}

/// What is known about a CSV file beforehand; what is `nil` is found from the file.
public struct CSVOptions: Sendable {
  /// The delimiter: one ASCII character.
  public var delimiter: Character?
  /// Whether the first row holds the names of the columns.
  public var hasHeader: Bool?
  /// Whether spaces before a cell are dropped.
  public var skipsSpaces: Bool?
  /// Whether numbers have a comma where English has a point.
  public var hasDecimalComma: Bool?
  /// The encoding.
  public var encoding = TextEncoding.utf8
  /// Texts that stand for a missing value, beside the empty cell, NA, NaN, nan, null and NULL.
  public var missing: [String] = []
  /// The types of columns, by name; the others' are found from their values.
  public var types: [String: ColumnKind] = [:]
  /// A cell of so many bytes is refused.
  public var cellLimit = 1_000_000
  /// Of a column with more different texts than this no text is kept.
  public var levelLimit = 2_000_000

  /// Makes options that leave everything to be found.
  public init() {}
}

/// How a CSV file is laid out: what it takes to write another one like it.
public struct CSVDialect: Codable, Sendable, Equatable {
  /// The delimiter: one ASCII character.
  public var delimiter: String
  /// Whether the first row holds the names of the columns.
  public var hasHeader: Bool
  /// Whether spaces before a cell are dropped.
  public var skipsSpaces: Bool
  /// Whether numbers have a comma where English has a point.
  public var hasDecimalComma: Bool
  /// The encoding.
  public var encoding: TextEncoding

  /// Makes a dialect; RFC 4180 in UTF-8 with a header if nothing else is said.
  public init(
    delimiter: String = ",", hasHeader: Bool = true, skipsSpaces: Bool = false,
    hasDecimalComma: Bool = false, encoding: TextEncoding = .utf8
  ) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.skipsSpaces = skipsSpaces
    self.hasDecimalComma = hasDecimalComma
    self.encoding = encoding
  }

  var delimiterByte: UInt8 { delimiter.utf8.first ?? UInt8(ascii: ",") }
  var decimalByte: UInt8 { UInt8(ascii: hasDecimalComma ? "," : ".") }
}
