extension TableConstraints {
  /// A constraint that some rows of a table break.
  public struct Violation: Codable, Sendable, Equatable {
    /// The constraint in words.
    public var constraint: String
    /// How many rows break it.
    public var count: Int
    /// The first row that breaks it, counted from 0.
    public var firstRow: Int
  }

  /// The constraints that rows of a table break; columns that the table lacks are passed over.
  public func violations(in table: Table) -> [Violation] {
    var result: [Violation] = []
    func note(_ constraint: String, _ isBroken: (Int) -> Bool) {
      var violation = Violation(constraint: constraint, count: 0, firstRow: 0)
      for row in 0..<table.rowCount where isBroken(row) {
        if violation.count == 0 { violation.firstRow = row }
        violation.count += 1
      }
      if violation.count > 0 { result.append(violation) }
    }
    for dependency in dependencies {
      guard let a = table[dependency.determinant], let b = table[dependency.dependent] else {
        continue
      }
      let mapping = dependency.mapping
      note(dependency.description) { mapping[a[$0]] != b[$0] }
    }
    for inequality in inequalities {
      guard case .numbers(let a)? = table[inequality.lower]?.values,
        case .numbers(let b)? = table[inequality.upper]?.values
      else { continue }
      note(inequality.description) { !inequality.holds(a[$0], b[$0]) }
    }
    for range in ranges {
      guard case .numbers(let numbers)? = table[range.column]?.values else { continue }
      note(range.description) { !numbers[$0].isNaN && range.clamped(numbers[$0]) != numbers[$0] }
    }
    for name in unique {
      guard let column = table[name] else { continue }
      var seen: Set<CellValue> = []
      note("\"\(name)\" is unique") { !column.isMissing($0) && !seen.insert(column[$0]).inserted }
    }
    for name in complete {
      guard let column = table[name] else { continue }
      note("\"\(name)\" is never missing") { column.isMissing($0) }
    }
    return result
  }

  /// Refuses a table whose rows break a constraint.
  ///
  /// - Parameter table: The table.
  /// - Throws: `TableError` that names the first broken constraint and the first such row.
  public func check(_ table: Table) throws(TableError) {
    guard let first = violations(in: table).first else { return }
    throw TableError(
      .constraint,
      "the constraint that \(first.constraint) is broken by \(first.count) of \(table.rowCount) "
        + "rows, the first of them row \(first.firstRow + 1). Correct them, or leave the "
        + "constraint out.")
  }
}

extension TableConstraints.Dependency: CustomStringConvertible {
  /// The dependency in words.
  public var description: String { "\"\(determinant)\" determines \"\(dependent)\"" }
}

extension TableConstraints.Inequality: CustomStringConvertible {
  /// The inequality as a formula.
  public var description: String { "\"\(lower)\" \(isStrict ? "<" : "<=") \"\(upper)\"" }
}

extension TableConstraints.Range: CustomStringConvertible {
  /// The range in words.
  public var description: String {
    func text(_ number: Double) -> String { NumberText.text(number, ColumnFormat()) }
    switch (minimum, maximum) {
    case (let low?, let high?):
      return "\"\(column)\" is between \(text(low)) and \(text(high))"
    case (let low?, nil): return "\"\(column)\" is at least \(text(low))"
    case (nil, let high?): return "\"\(column)\" is at most \(text(high))"
    case (nil, nil): return "\"\(column)\" is any number"
    }
  }
}
