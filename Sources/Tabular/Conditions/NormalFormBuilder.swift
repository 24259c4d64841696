/// Brings a condition into disjunctive normal form.
struct NormalFormBuilder {
  typealias Term = ConditionNormalForm.Term

  let columns: ColumnIndex
  let limit: Int
  /// A column to which a contradiction left nothing.
  private(set) var conflict: String?

  init(columns: ColumnIndex, limit: Int) {
    self.columns = columns
    self.limit = limit
  }

  /// The alternatives of `condition`, or of its contrary.
  ///
  /// The contrary goes down to the single comparisons (De Morgan), where it keeps excluding
  /// missing values, which is what three-valued logic asks for.
  mutating func terms(
    of condition: Condition, isNegated: Bool
  ) throws(TableError) -> [Term] {
    switch condition {
    case .compare(let name, let comparison, let value):
      let column = try learntColumn(name)
      return atom(column, Condition.allowed(comparison, value, in: column), isNegated)
    case .isIn(let name, let values):
      let column = try learntColumn(name)
      return atom(column, Condition.allowed(values, in: column), isNegated)
    case .isMissing(let name):
      let everything = ColumnRestriction.everything(for: try learntColumn(name))
      var restriction = everything
      if isNegated {
        restriction.allowsMissing = false
      } else {
        restriction.allowed =
          if case .numbers = everything.allowed { .numbers(NumberSet([])) } else { .levels([]) }
      }
      return [Term([name: restriction])]
    case .not(let part): return try terms(of: part, isNegated: !isNegated)
    case .all(let parts):
      return try isNegated ? alternatives(parts, isNegated) : product(parts, isNegated)
    case .any(let parts):
      return try isNegated ? product(parts, isNegated) : alternatives(parts, isNegated)
    }
  }

  private func learntColumn(_ name: String) throws(TableError) -> ColumnDescription {
    let column = try columns.column(name)
    guard column.kind != .identifier, column.kind != .text else {
      throw TableError(
        .condition,
        "column \"\(name)\" is \(column.kind == .text ? "free text" : "an identifier") and never "
          + "learnt, so no condition on it can be kept. Pass --type \(name)=categorical when "
          + "fitting.")
    }
    return column
  }

  private mutating func atom(
    _ column: ColumnDescription, _ allowed: ColumnRestriction.Allowed, _ isNegated: Bool
  ) -> [Term] {
    var restriction = ColumnRestriction(allowed, allowsMissing: isNegated)
    if isNegated { restriction = restriction.complement(in: column) }
    guard !restriction.isEmpty else {
      conflict = column.name
      return []
    }
    return [Term([column.name: restriction])]
  }

  private mutating func alternatives(
    _ parts: [Condition], _ isNegated: Bool
  ) throws(TableError) -> [Term] {
    var result: [Term] = []
    for part in parts {
      for term in try terms(of: part, isNegated: isNegated) { try add(term, to: &result) }
    }
    return result
  }

  private mutating func product(
    _ parts: [Condition], _ isNegated: Bool
  ) throws(TableError) -> [Term] {
    var result = [Term()]
    for part in parts {
      let factors = try terms(of: part, isNegated: isNegated)
      var next: [Term] = []
      for a in result {
        for b in factors {
          if let both = intersection(a, b) { try add(both, to: &next) }
        }
      }
      result = next
    }
    return result
  }

  mutating func intersection(_ a: Term, _ b: Term) -> Term? {
    var both = a
    for (name, restriction) in b.restrictions {
      let joint = both.restrictions[name]?.intersection(restriction) ?? restriction
      guard !joint.isEmpty else {
        conflict = name
        return nil
      }
      both.restrictions[name] = joint
    }
    return both
  }

  /// Adds an alternative, merged with one that differs in a single column, unless it is inside one.
  private func add(_ term: Term, to terms: inout [Term]) throws(TableError) {
    var term = simplified(term)
    var index = 0
    while index < terms.count {
      if contains(terms[index], term) { return }
      if contains(term, terms[index]) {
        terms.remove(at: index)
      } else if let union = merged(terms[index], term) {
        terms.remove(at: index)
        term = simplified(union)
        index = 0
      } else {
        index += 1
      }
    }
    terms.append(term)
    guard terms.count <= limit else {
      throw TableError(
        .condition,
        "the condition takes more than \(limit) alternatives. Split it into several runs, or use "
          + "in (...) instead of or.")
    }
  }

  /// The term without restrictions that restrict nothing.
  private func simplified(_ term: Term) -> Term {
    Term(
      term.restrictions.filter { name, restriction in
        guard let column = try? columns.column(name) else { return true }
        return restriction != ColumnRestriction.everything(for: column)
      })
  }

  /// Whether every row of `inner` is one of `outer`.
  private func contains(_ outer: Term, _ inner: Term) -> Bool {
    outer.restrictions.allSatisfy { name, restriction in
      guard let other = inner.restrictions[name] else { return false }
      return restriction.intersection(other) == other
    }
  }

  private func merged(_ a: Term, _ b: Term) -> Term? {
    guard a.restrictions.count == b.restrictions.count else { return nil }
    var different: String?
    for (name, restriction) in a.restrictions {
      guard let other = b.restrictions[name] else { return nil }
      if restriction == other { continue }
      if different != nil { return nil }
      different = name
    }
    guard let name = different, let x = a.restrictions[name], let y = b.restrictions[name] else {
      return a
    }
    var result = a
    var union = x.union(y)
    if case .numbers(let set) = union.allowed, (try? columns.column(name))?.kind == .integer {
      union.allowed = .numbers(set.wholeNumbers)
    }
    result.restrictions[name] = union
    return result
  }
}
