extension TableSchema {
  /// The constraints that the schema states, with what a table adds to them, such as which value
  /// fixes which.
  ///
  /// - Parameter table: A table read with this schema.
  /// - Returns: The constraints; all rows of the table obey them.
  /// - Throws: `TableError` when a constraint names no column, applies to a column of another sort,
  ///   contradicts another constraint, or is broken by a row.
  public func tableConstraints(for table: Table) throws(TableError) -> TableConstraints {
    var result = TableConstraints()
    let names = table.columns.map(\.name)
    for constraint in constraints {
      for name in constraint.columns where table[name] == nil {
        throw TableError(
          .schema,
          "a constraint of the schema names the column \"\(name)\", which does not exist."
            + suggestion(for: name, in: names))
      }
      switch constraint {
      case .determines(let determinant, let dependent):
        result.dependencies.append(try Self.dependency(determinant, dependent, in: table))
      case .inequality(let inequality):
        for name in [inequality.lower, inequality.upper] where table[name]?.isNumeric != true {
          throw TableError(
            .schema,
            "the constraint \(inequality) needs numbers or dates, and \"\(name)\" holds none.")
        }
        result.inequalities.append(inequality)
      case .unique(let name): result.unique.append(name)
      }
    }
    for rule in columns where rule.minimum != nil || rule.maximum != nil {
      result.ranges.append(
        .init(column: rule.name, minimum: rule.minimum, maximum: rule.maximum))
    }
    try result.refuseCycles()
    try result.check(table)
    return result
  }

  private static func dependency(
    _ determinant: String, _ dependent: String, in table: Table
  ) throws(TableError) -> TableConstraints.Dependency {
    guard let a = table[determinant], let b = table[dependent] else {
      throw TableError(.schema, "there is no column \"\(determinant)\".")
    }
    var mapping: [CellValue: CellValue] = [:]
    var keys: [CellValue] = []
    for row in 0..<table.rowCount {
      let (key, value) = (a[row], b[row])
      if let known = mapping[key] {
        guard known == value else {
          throw TableError(
            .constraint,
            "the constraint that \"\(determinant)\" determines \"\(dependent)\" is broken in row "
              + "\(row + 1): the same \"\(determinant)\" came with another \"\(dependent)\" "
              + "before. Correct the row, or leave the constraint out.")
        }
      } else {
        mapping[key] = value
        keys.append(key)
      }
    }
    return .init(
      determinant: determinant, dependent: dependent, keys: keys,
      values: keys.map { mapping[$0] ?? .missing })
  }

  /// Refuses values outside the ranges and levels of the rules, and puts levels into their order.
  func checked(_ column: Column) throws(TableError) -> Column {
    guard let rule = self[column.name] else { return column }
    switch column.values {
    case .numbers(let numbers):
      let range = TableConstraints.Range(
        column: column.name, minimum: rule.minimum, maximum: rule.maximum)
      let outside = numbers.filter { !$0.isNaN && range.clamped($0) != $0 }
      guard let first = outside.first else { return column }
      let text = NumberText.text(first, column.format)
      throw TableError(
        .value,
        "column \"\(column.name)\": \(outside.count) "
          + "\(outside.count == 1 ? "value is" : "values are") outside the range of the "
          + "schema, the first of them \(text). Correct the values or the "
          + "range, or list the value under missing.")
    case .codes(let codes, let levels):
      guard let allowed = rule.levels else { return column }
      if let odd = levels.first(where: { !allowed.contains($0) }) {
        throw TableError(
          .value,
          "column \"\(column.name)\": \"\(odd)\" is not among the levels of the schema."
            + suggestion(for: odd, in: allowed))
      }
      let order = allowed.filter(levels.contains)
      let positions = levels.map { level in Int32(order.firstIndex(of: level) ?? 0) }
      var result = column
      result.values = .codes(
        codes.map { $0 < 0 ? $0 : positions[Int($0)] }, levels: order)
      return result
    }
  }
}

extension TableConstraints {
  /// Refuses dependencies and inequalities that lead back to where they began.
  func refuseCycles() throws(TableError) {
    try Self.refuseCycle(
      dependencies.map { ($0.determinant, $0.dependent) }, "determines",
      remedy: "State one direction only.")
    try Self.refuseCycle(
      inequalities.map { ($0.lower, $0.upper) }, "is at most", remedy: "Leave one of them out.")
    let dependents = dependencies.map(\.dependent)
    if let twice = dependents.first(where: { name in dependents.count { $0 == name } > 1 }) {
      throw TableError(
        .constraint,
        "two constraints determine the column \"\(twice)\". Leave one of them out.")
    }
  }

  private static func refuseCycle(
    _ arrows: [(String, String)], _ verb: String, remedy: String
  ) throws(TableError) {
    var open = arrows
    while true {
      let targets = Set(open.map(\.1))
      let rest = open.filter { targets.contains($0.0) }
      if rest.count == open.count { break }
      open = rest
    }
    guard let first = open.first else { return }
    throw TableError(
      .constraint,
      "the constraints of the schema lead in a circle: \"\(first.0)\" \(verb) \"\(first.1)\", and "
        + "the other way round by detours. \(remedy)")
  }
}
