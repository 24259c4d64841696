internal import GenerativeModels

/// What the present values of a row say, by the constraints, about a missing one.
///
/// A determined value that is present leaves its missing determinant the values it follows from; a
/// present number leaves a missing one that is ordered after it the numbers not below it. Of a column
/// that is two variables, which cannot rule "missing" out each by itself, all names are left.
struct FillingRestrictions {
  let terms: ConditionalTerms
  let table: Table

  /// What the missing values of a column may be.
  ///
  /// - Parameter position: The column's place in the codec.
  /// - Returns: The restrictions of rows that have any, and how many rows have present values that
  ///   contradict each other.
  func restrictions(
    ofColumnAt position: Int
  ) -> (rows: [(row: Int, restrictions: [VariableRestriction])], contradictions: Int) {
    let name = terms.codec.columns[position].name
    let sources = dependents(of: name)
    let inequalities = terms.constraints.inequalities.filter {
      $0.lower == name ? table[$0.upper] != nil : $0.upper == name && table[$0.lower] != nil
    }
    let column = table[name]
    let isPair = column != nil && terms.codec.variableRanges[position].count > 1
    guard !sources.isEmpty || !inequalities.isEmpty || isPair else { return ([], 0) }
    var known: [[CellValue]: [VariableRestriction]?] = [:]
    var result: [(row: Int, restrictions: [VariableRestriction])] = []
    var contradictions = 0
    for row in 0..<table.rowCount where column?.isMissing(row) ?? true {
      let key =
        sources.map { table[$0]?[row] ?? .missing }
        + inequalities.map { table[$0.lower == name ? $0.upper : $0.lower]?[row] ?? .missing }
      if !isPair, key.allSatisfy({ $0 == .missing }) { continue }
      let found: [VariableRestriction]?
      if let old = known[key] {
        found = old
      } else {
        found = restrictions(
          terms.codec.columns[position], sources: sources, inequalities: inequalities, key: key)
        known[key] = .some(found)
      }
      if let found { result.append((row, found)) } else { contradictions += 1 }
    }
    return (result, contradictions)
  }

  /// The columns of the table that follow from `name`, directly or through others.
  private func dependents(of name: String) -> [String] {
    var names = [name]
    for dependency in terms.constraints.ordered where names.contains(dependency.determinant) {
      names.append(dependency.dependent)
    }
    return names.dropFirst().filter { table[$0] != nil }
  }

  private func restrictions(
    _ description: ColumnDescription, sources: [String],
    inequalities: [TableConstraints.Inequality],
    key: [CellValue]
  ) -> [VariableRestriction]? {
    let name = description.name
    var term = ConditionNormalForm.Term()
    for (source, value) in zip(sources, key) where value != .missing {
      let isNumeric = if case .number = value { true } else { false }
      term.restrictions[source] = ColumnRestriction([value], isNumeric: isNumeric)
    }
    guard var determined = try? terms.determined(term) else { return nil }
    for (inequality, value) in zip(inequalities, key.dropFirst(sources.count)) {
      guard case .number(let number) = value else { continue }
      let interval =
        inequality.lower == name
        ? NumberSet.Interval(upper: number, includesUpper: !inequality.isStrict)
        : NumberSet.Interval(lower: number, includesLower: !inequality.isStrict)
      let own = ColumnRestriction(.numbers(NumberSet([interval])), allowsMissing: false)
      determined.restrictions[name] = determined.restrictions[name]?.intersection(own) ?? own
    }
    let isPresent = ColumnRestriction.everything(for: description)
    determined.restrictions[name] = determined.restrictions[name] ?? isPresent
    determined.restrictions[name]?.allowsMissing = false
    determined.restrictions = determined.restrictions.filter { $0.key == name }
    return terms.restrictions(determined)
  }
}
