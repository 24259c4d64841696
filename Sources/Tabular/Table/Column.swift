/// What a column of a table holds, found from its values or given by the user.
public enum ColumnKind: String, Codable, Sendable, CaseIterable {
  /// Real numbers.
  case continuous
  /// Whole numbers.
  case integer
  /// One of a set of names.
  case categorical
  /// One of two names, such as `yes` and `no`.
  case boolean
  /// A date, or a date and a time of day.
  case dateTime
  /// A different value in every row, such as a customer number. Never learnt, never released.
  case identifier
  /// One value in every row that has one.
  case constant
  /// Free text. Never learnt, never released.
  case text
}

/// One named column, stored by column so that ten million rows stay affordable.
///
/// Numbers (`continuous`, `integer`, `dateTime`) are `Double`s, 8 bytes a row; everything else is
/// an `Int32` code into a list of levels, 4 bytes a row.
public struct Column: Sendable, Equatable {
  /// The values of a column.
  public enum Values: Sendable, Equatable {
    /// One number a row; NaN where the value is missing. `dateTime`: seconds since 1970 UTC.
    case numbers([Double])
    /// One code a row, an index into `levels`; -1 where the value is missing.
    case codes([Int32], levels: [String])

    /// Whether the values are the same; missing numbers are alike.
    public static func == (a: Values, b: Values) -> Bool {
      switch (a, b) {
      case (.numbers(let x), .numbers(let y)):
        x.elementsEqual(y) { $0 == $1 || ($0.isNaN && $1.isNaN) }
      case (.codes(let x, let names), .codes(let y, let others)): x == y && names == others
      default: false
      }
    }
  }

  /// The column's name, as in the header.
  public var name: String
  /// What the column holds.
  public var kind: ColumnKind
  /// The values.
  public var values: Values
  /// How a value is written back as text.
  public var format: ColumnFormat

  /// Makes a column.
  public init(
    name: String, kind: ColumnKind, values: Values, format: ColumnFormat = ColumnFormat()
  ) {
    self.name = name
    self.kind = kind
    self.values = values
    self.format = format
  }

  /// The number of rows.
  public var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .codes(let codes, _): codes.count
    }
  }

  /// Whether the values are numbers; else they are codes into levels.
  public var isNumeric: Bool {
    if case .numbers = values { true } else { false }
  }

  /// Whether the value in `row` is missing.
  public func isMissing(_ row: Int) -> Bool {
    switch values {
    case .numbers(let numbers): numbers[row].isNaN
    case .codes(let codes, _): codes[row] < 0
    }
  }
}

/// How the values of a column are written as text.
public struct ColumnFormat: Sendable, Equatable, Codable {
  /// Digits behind the decimal point, at the most; `nil` for the shortest text that reads back
  /// exactly.
  public var fractionDigits: Int?
  /// Digits behind the decimal point, at the least; zeros fill them up, as in `36.0`.
  public var minimumFractionDigits: Int
  /// The date pattern of a `dateTime` column, such as `yyyy-MM-dd`.
  public var datePattern: String?
  /// What a missing value is written as.
  public var missing: String

  /// Makes a format.
  public init(
    fractionDigits: Int? = nil, minimumFractionDigits: Int = 0, datePattern: String? = nil,
    missing: String = ""
  ) {
    self.fractionDigits = fractionDigits
    self.minimumFractionDigits = minimumFractionDigits
    self.datePattern = datePattern
    self.missing = missing
  }
}
