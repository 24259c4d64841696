extension Condition {
  /// The values of `column` for which a comparison is true; a missing value is none of them.
  static func allowed(
    _ comparison: Comparison, _ value: Value, in column: ColumnDescription
  ) -> ColumnRestriction.Allowed {
    switch value {
    case .number(let number), .date(let number):
      let set = numbers(comparison, number)
      if column.isNumeric {
        return .numbers(column.kind == .integer ? set.wholeNumbers : set)
      }
      return .levels(levels(in: column, where: set))
    case .text(let text):
      switch comparison {
      case .equal: return .levels([text])
      case .notEqual: return .levels(Set(column.levels).subtracting([text]))
      default:
        return .levels(
          levels(in: column, where: numbers(comparison, ColumnDescription.number(text) ?? .nan)))
      }
    }
  }

  /// The values of `column` that are among `values`.
  static func allowed(
    _ values: [Value], in column: ColumnDescription
  ) -> ColumnRestriction.Allowed {
    guard column.isNumeric else {
      return .levels(
        Set(
          values.compactMap { value in
            if case .text(let text) = value { text } else { nil }
          }))
    }
    let points = values.compactMap { value -> NumberSet.Interval? in
      switch value {
      case .number(let number), .date(let number): .init(lower: number, upper: number)
      case .text: nil
      }
    }
    let set = NumberSet(points)
    return .numbers(column.kind == .integer ? set.wholeNumbers : set)
  }

  private static func numbers(_ comparison: Comparison, _ number: Double) -> NumberSet {
    switch comparison {
    case .equal: NumberSet([.init(lower: number, upper: number)])
    case .notEqual: NumberSet([.init(lower: number, upper: number)]).complement
    case .less: NumberSet([.init(upper: number, includesUpper: false)])
    case .lessOrEqual: NumberSet([.init(upper: number)])
    case .greater: NumberSet([.init(lower: number, includesLower: false)])
    case .greaterOrEqual: NumberSet([.init(lower: number)])
    }
  }

  private static func levels(in column: ColumnDescription, where set: NumberSet) -> Set<String> {
    Set(column.levels.filter { ColumnDescription.number($0).map(set.contains) ?? false })
  }
}
