extension TableConstraints {
  /// A condition together with what follows from it by the constraints.
  ///
  /// Restricting `education-num` restricts `education`, a start after a date puts the end after it
  /// as well, and nobody is older than the range of ages. A sampler that draws column by column
  /// needs these consequences, or it would run into values it cannot complete.
  ///
  /// - Parameters:
  ///   - form: The condition.
  ///   - columns: The columns that it was understood for.
  /// - Returns: The condition with its consequences.
  /// - Throws: `TableError` that names the constraint which the condition contradicts.
  public func applied(
    to form: ConditionNormalForm, columns: [ColumnDescription]
  ) throws(TableError) -> ConditionNormalForm {
    let index = ColumnIndex(columns)
    var terms: [ConditionNormalForm.Term] = []
    var conflict: String?
    for term in form.terms {
      var closure = ConstraintClosure(term: term, columns: index, complete: Set(complete))
      if try closure.close(under: self) {
        terms.append(closure.term)
      } else {
        conflict = conflict ?? closure.conflict
      }
    }
    guard !terms.isEmpty else {
      throw TableError(
        .condition,
        "no row can fulfil the condition, because in every row \(conflict ?? "another rule holds")."
      )
    }
    return ConditionNormalForm(terms: terms)
  }
}

/// Draws consequences from the restrictions of one term until nothing new follows.
private struct ConstraintClosure {
  var term: ConditionNormalForm.Term
  let columns: ColumnIndex
  let complete: Set<String>
  var conflict: String?

  /// Whether something is left to every column.
  mutating func close(under constraints: TableConstraints) throws(TableError) -> Bool {
    for (name, restriction) in term.restrictions where complete.contains(name) {
      var present = restriction
      present.allowsMissing = false
      guard !present.isEmpty else {
        conflict = "\"\(name)\" has a value"
        return false
      }
      term.restrictions[name] = present
    }
    // Each round settles at least one more link of a chain.
    for _ in 0...(constraints.dependencies.count + constraints.inequalities.count + 1) {
      let before = term
      for range in constraints.ranges where term.restrictions[range.column] != nil {
        let interval = NumberSet.Interval(lower: range.minimum, upper: range.maximum)
        guard try restrict(range.column, to: NumberSet([interval]), because: "\(range)") else {
          return false
        }
      }
      for inequality in constraints.inequalities {
        guard try apply(inequality) else { return false }
      }
      for dependency in constraints.dependencies {
        guard try apply(dependency) else { return false }
      }
      if term == before { break }
    }
    return true
  }

  private mutating func apply(
    _ inequality: TableConstraints.Inequality
  ) throws(TableError) -> Bool {
    // A missing value on either side sets the inequality aside.
    if let restriction = term.restrictions[inequality.upper], !restriction.allowsMissing,
      case .numbers(let set) = restriction.allowed, let last = set.intervals.last,
      let upper = last.upper
    {
      let interval = NumberSet.Interval(
        upper: upper, includesUpper: last.includesUpper && !inequality.isStrict)
      guard
        try restrict(inequality.lower, to: NumberSet([interval]), because: "\(inequality)")
      else { return false }
    }
    if let restriction = term.restrictions[inequality.lower], !restriction.allowsMissing,
      case .numbers(let set) = restriction.allowed, let first = set.intervals.first,
      let lower = first.lower
    {
      let interval = NumberSet.Interval(
        lower: lower, includesLower: first.includesLower && !inequality.isStrict)
      return try restrict(inequality.upper, to: NumberSet([interval]), because: "\(inequality)")
    }
    return true
  }

  private mutating func apply(
    _ dependency: TableConstraints.Dependency
  ) throws(TableError) -> Bool {
    let determinant = term.restrictions[dependency.determinant]
    let dependent = term.restrictions[dependency.dependent]
    if determinant == nil, dependent == nil { return true }
    var keys: [CellValue] = []
    var values: [CellValue] = []
    for (key, value) in zip(dependency.keys, dependency.values)
    where (determinant?.allows(key) ?? true) && (dependent?.allows(value) ?? true) {
      keys.append(key)
      values.append(value)
    }
    guard !keys.isEmpty else {
      conflict = "\(dependency)"
      return false
    }
    term.restrictions[dependency.determinant] = ColumnRestriction(
      keys, isNumeric: try columns.column(dependency.determinant).isNumeric)
    term.restrictions[dependency.dependent] = ColumnRestriction(
      values, isNumeric: try columns.column(dependency.dependent).isNumeric)
    return true
  }

  private mutating func restrict(
    _ name: String, to set: NumberSet, because reason: String
  ) throws(TableError) -> Bool {
    let column = try columns.column(name)
    let current = term.restrictions[name] ?? .everything(for: column)
    let numbers = column.kind == .integer ? set.wholeNumbers : set
    let next = current.intersection(
      ColumnRestriction(.numbers(numbers), allowsMissing: !complete.contains(name)))
    guard !next.isEmpty else {
      conflict = reason
      return false
    }
    term.restrictions[name] = next
    return true
  }
}

extension ColumnRestriction {
  /// The restriction to single values.
  init(_ values: [CellValue], isNumeric: Bool) {
    var numbers: [NumberSet.Interval] = []
    var levels: Set<String> = []
    var allowsMissing = false
    for value in values {
      switch value {
      case .missing: allowsMissing = true
      case .number(let number): numbers.append(.init(lower: number, upper: number))
      case .text(let text): levels.insert(text)
      }
    }
    self.init(
      isNumeric ? .numbers(NumberSet(numbers)) : .levels(levels), allowsMissing: allowsMissing)
  }

  /// Whether a value is allowed.
  public func allows(_ value: CellValue) -> Bool {
    switch (value, allowed) {
    case (.missing, _): allowsMissing
    case (.number(let number), .numbers(let set)): set.contains(number)
    case (.text(let text), .levels(let set)): set.contains(text)
    default: false
    }
  }
}
