extension Condition {
  /// Understands the text of a condition on the columns of a table or a model.
  ///
  /// - Parameters:
  ///   - text: The condition, such as `income = '>50K' and age >= 40`.
  ///   - columns: The columns.
  /// - Throws: `TableError` that names the word that is not understood, the column that does not
  ///   exist or the value that the column cannot have.
  public init(parsing text: String, columns: [ColumnDescription]) throws(TableError) {
    self = try ConditionParser.parse(text).bound(to: ColumnIndex(columns))
  }

  /// The condition with values of the types of their columns.
  func bound(to columns: ColumnIndex) throws(TableError) -> Condition {
    switch self {
    case .compare(let name, let comparison, let value):
      let column = try columns.column(name)
      let isOrder = comparison != .equal && comparison != .notEqual
      if isOrder, !column.isNumeric, !column.hasNumericLevels {
        throw TableError(
          .condition,
          "column \"\(name)\" holds names, which have no order; \"\(comparison.rawValue)\" does "
            + "not apply to it. Use = or in.")
      }
      return .compare(
        column: name, comparison, try column.value(value, mustOccur: !isOrder))
    case .isIn(let name, let values):
      let column = try columns.column(name)
      var bound: [Value] = []
      for value in values { bound.append(try column.value(value, mustOccur: true)) }
      return .isIn(column: name, bound)
    case .isMissing(let name):
      _ = try columns.column(name)
      return self
    case .all(let parts): return .all(try Self.bound(parts, to: columns))
    case .any(let parts): return .any(try Self.bound(parts, to: columns))
    case .not(let part): return .not(try part.bound(to: columns))
    }
  }

  private static func bound(
    _ parts: [Condition], to columns: ColumnIndex
  ) throws(TableError) -> [Condition] {
    var bound: [Condition] = []
    for part in parts { bound.append(try part.bound(to: columns)) }
    return bound
  }
}

/// Finds columns by name.
struct ColumnIndex {
  let columns: [ColumnDescription]
  private let positions: [String: Int]

  init(_ columns: [ColumnDescription]) {
    self.columns = columns
    positions = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func column(_ name: String) throws(TableError) -> ColumnDescription {
    guard let position = positions[name] else {
      throw TableError(
        .condition,
        "there is no column \"\(name)\".\(suggestion(for: name, in: columns.map(\.name)))")
    }
    return columns[position]
  }
}

extension ColumnDescription {
  /// Whether the names are all numbers, as those of a boolean column of 0 and 1 are.
  var hasNumericLevels: Bool {
    !levels.isEmpty && levels.count <= 1000 && levels.allSatisfy { Self.number($0) != nil }
  }

  /// A constant of a condition as a value of this column.
  func value(
    _ value: Condition.Value, mustOccur: Bool
  ) throws(TableError) -> Condition.Value {
    guard case .text(let text) = value else { return value }
    if kind == .dateTime {
      guard let seconds = date(text) else {
        throw TableError(
          .condition,
          "column \"\(name)\" holds dates, and \"\(text)\" is none; write one as 2020-12-31 or as "
            + "\(format.datePattern ?? "yyyy-MM-dd").")
      }
      return .date(seconds)
    }
    if isNumeric {
      guard let number = Self.number(text) else {
        throw TableError(
          .condition, "column \"\(name)\" holds numbers, and \"\(text)\" is no finite number.")
      }
      return .number(number)
    }
    if levels.contains(text) { return value }
    if hasNumericLevels, let number = Self.number(text) {
      if let level = levels.first(where: { Self.number($0) == number }) { return .text(level) }
      if !mustOccur { return .number(number) }
    }
    throw TableError(
      .condition,
      "column \"\(name)\" has no value \"\(text)\"."
        + (suggestion(for: text, in: levels).isEmpty
          ? " It has \(Self.listing(levels))." : suggestion(for: text, in: levels)))
  }

  static func number(_ text: String) -> Double? {
    var parser = NumberParser()
    let bytes = Array(text.utf8)
    let outcome = bytes.withUnsafeBufferPointer { parser.parse($0) }
    return outcome == .number ? parser.value : nil
  }

  /// Reads a date in the column's own order of day and month, or in ISO order.
  private func date(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    guard let date = bytes.withUnsafeBufferPointer({ DateText($0) }) else { return nil }
    if date.pattern.order == .yearMonthDay { return date.seconds(.yearMonthDay) }
    let order = format.datePattern.flatMap { DatePattern(text: $0)?.order }
    return date.seconds(order == .monthDayYear ? .monthDayYear : .dayMonthYear)
  }

  private static func listing(_ levels: [String]) -> String {
    if levels.isEmpty { return "no values at all" }
    let shown = levels.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
    return levels.count > 6 ? "\(shown) and \(levels.count - 6) more" : shown
  }
}
