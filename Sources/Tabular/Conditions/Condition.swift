/// A condition on the values of a row, such as `income = '>50K' and age >= 40`.
///
/// As in SQL, comparing a missing value is neither true nor false, and a row fulfils a condition
/// only when it is true: neither `age < 40` nor `not age < 40` takes rows without an age.
public indirect enum Condition: Codable, Sendable, Equatable {
  /// A column's value compared with a constant.
  case compare(column: String, Comparison, Value)
  /// A column's value is one of several.
  case isIn(column: String, [Value])
  /// A column's value is missing.
  case isMissing(column: String)
  /// All of several conditions.
  case all([Condition])
  /// At least one of several conditions.
  case any([Condition])
  /// The contrary.
  case not(Condition)

  /// How two values are compared.
  public enum Comparison: String, Codable, Sendable, CaseIterable {
    /// `=`
    case equal = "="
    /// `!=`
    case notEqual = "!="
    /// `<`
    case less = "<"
    /// `<=`
    case lessOrEqual = "<="
    /// `>`
    case greater = ">"
    /// `>=`
    case greaterOrEqual = ">="
  }

  /// A constant.
  public enum Value: Codable, Sendable, Equatable, Hashable {
    /// A number.
    case number(Double)
    /// A point in time, in seconds since 1970 UTC.
    case date(Double)
    /// A name.
    case text(String)
  }
}

extension Condition: CustomStringConvertible {
  /// The condition as text that reads back to the same condition.
  public var description: String {
    switch self {
    case .compare(let column, let comparison, let value):
      "\(Self.quoted(column)) \(comparison.rawValue) \(value)"
    case .isIn(let column, let values):
      "\(Self.quoted(column)) in (\(values.map(\.description).joined(separator: ", ")))"
    case .isMissing(let column): "\(Self.quoted(column)) is missing"
    case .all(let parts): parts.map(\.enclosed).joined(separator: " and ")
    case .any(let parts): parts.map(\.enclosed).joined(separator: " or ")
    case .not(let part): "not \(part.enclosed)"
    }
  }

  private var enclosed: String {
    switch self {
    case .all, .any: "(\(description))"
    default: description
    }
  }

  private static func quoted(_ column: String) -> String { quoted(column, by: "\"") }

  /// `text` in quotes, with the quotes in it doubled.
  fileprivate static func quoted(_ text: String, by quote: Unicode.Scalar) -> String {
    // By scalars: a quote before a combining accent is no character of its own.
    var result = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars {
      if scalar == quote { result.append(quote) }
      result.append(scalar)
    }
    result.append(quote)
    return String(result)
  }
}

extension Condition.Value: CustomStringConvertible {
  /// The value as it stands in a condition.
  public var description: String {
    switch self {
    case .number(let number): return NumberText.text(number, ColumnFormat())
    case .date(let seconds):
      let time: DatePattern.Time = seconds == seconds.rounded() ? .seconds : .fraction(6)
      let pattern = DatePattern(order: .yearMonthDay, separator: UInt8(ascii: "-"), time: time)
      var bytes: [UInt8] = []
      pattern.append(seconds, to: &bytes)
      return "'\(String(decoding: bytes, as: UTF8.self))'"
    case .text(let text): return Condition.quoted(text, by: "'")
    }
  }
}
