internal import GenerativeModels

/// Turns conditions on the columns of a table into restrictions of a model's variables.
///
/// Two things stand between a drawn row and the model's own vector: columns that others determine
/// are looked up, and two numbers in the wrong order change places. So a condition on a determined
/// column becomes one on its determinant, and a condition on one of two ordered columns becomes two
/// alternatives, for vectors in the right and in the wrong order.
struct ConditionalTerms {
  typealias Term = ConditionNormalForm.Term

  let constraints: TableConstraints
  let codec: TableCodec
  /// All columns, those that are determined by others included.
  let columns: [ColumnDescription]

  /// The restrictions of each alternative; a vector fulfils at most one.
  ///
  /// - Parameter condition: The condition.
  /// - Returns: The alternatives, at least one. Every vector whose row fulfils the condition fulfils
  ///   one of them.
  /// - Throws: `TableError` when no row of the model can fulfil the condition.
  func restrictions(for condition: Condition) throws(TableError) -> [[VariableRestriction]] {
    let form = try condition.normalForm(columns: columns)
    var terms: [Term] = []
    var reason: TableError?
    for term in form.terms {
      do throws(TableError) {
        terms += try orderings(of: try determined(term))
      } catch {
        reason = error
      }
    }
    guard !terms.isEmpty else { throw reason ?? Self.unknown(condition) }
    let disjoint = try ConditionNormalForm(terms: terms).disjoint(columns: codec.columns)
    let result = disjoint.terms.compactMap(restrictions)
    guard !result.isEmpty else { throw Self.unknown(condition) }
    return result
  }

  static func unknown(_ condition: Condition) -> TableError {
    TableError(
      .condition,
      "no row of the model fulfils the condition \(condition): it has never seen such values, or "
        + "no longer releases them because they are rare. Widen the condition.")
  }

  /// What a term leaves to the model's variables; `nil` when it leaves nothing to one.
  func restrictions(_ term: Term) -> [VariableRestriction]? {
    var result: [VariableRestriction] = []
    for (position, range) in codec.variableRanges.enumerated() {
      guard let restriction = term.restrictions[codec.columns[position].name] else { continue }
      guard
        let own = codec.codecs[position].restrictions(restriction, first: range.lowerBound)
      else { return nil }
      result += own
    }
    return result
  }

  /// The term with restrictions of determinants in place of those of the columns they determine.
  ///
  /// - Throws: `TableError` that names the dependency which the term contradicts.
  func determined(_ term: Term) throws(TableError) -> Term {
    var term = term
    let index = ColumnIndex(columns)
    for dependency in constraints.ordered.reversed() {
      guard let wanted = term.restrictions.removeValue(forKey: dependency.dependent) else {
        continue
      }
      let column = try index.column(dependency.determinant)
      let fitting = zip(dependency.keys, dependency.values).filter { wanted.allows($0.1) }
      var allowed = ColumnRestriction(fitting.map(\.0), isNumeric: column.isNumeric)
      // A determinant that is no key leaves the determined column empty.
      if wanted.allowsMissing {
        allowed = allowed.union(
          ColumnRestriction(dependency.keys, isNumeric: column.isNumeric).complement(in: column))
      }
      let joint = term.restrictions[column.name]?.intersection(allowed) ?? allowed
      guard !joint.isEmpty else {
        throw TableError(
          .condition,
          "no row can fulfil the condition, because in every row \(dependency).")
      }
      term.restrictions[column.name] = joint
    }
    return term
  }

  /// The alternatives for vectors whose numbers are in order, and for those that will change places.
  private func orderings(of term: Term) throws(TableError) -> [Term] {
    var terms = [term]
    for group in inequalityGroups where group.contains(where: { touches($0, term) }) {
      var next: [Term] = []
      var reason: TableError?
      for term in terms {
        do throws(TableError) {
          // Consequences for columns that the condition leaves free are tested for afterwards, for
          // hardly a row breaks them; each would be one more column to write combinations out of.
          next += try closed(term, group).map { closed in
            Term(closed.restrictions.filter { term.restrictions[$0.key] != nil })
          }
        } catch {
          reason = error
        }
        // Of three or more ordered columns only vectors in the right order are drawn.
        if group.count == 1, let swapped = swapped(term, group[0]) { next += [swapped] }
      }
      if next.isEmpty, let reason { throw reason }
      terms = next
    }
    return terms
  }

  private func touches(_ inequality: TableConstraints.Inequality, _ term: Term) -> Bool {
    term.restrictions[inequality.lower] != nil || term.restrictions[inequality.upper] != nil
  }

  private func closed(
    _ term: Term, _ group: [TableConstraints.Inequality]
  ) throws(TableError) -> [Term] {
    try TableConstraints(inequalities: group)
      .applied(to: ConditionNormalForm(terms: [term]), columns: codec.columns).terms
  }

  /// What vectors must fulfil in which the greater number stands in the column of the lesser one.
  private func swapped(_ term: Term, _ inequality: TableConstraints.Inequality) -> Term? {
    var result = term
    for (from, to) in [
      (inequality.lower, inequality.upper), (inequality.upper, inequality.lower),
    ] {
      var restriction =
        term.restrictions[from] ?? ColumnRestriction(.numbers(.everything), allowsMissing: true)
      restriction.allowsMissing = false
      if restriction.isEmpty { return nil }
      result.restrictions[to] = restriction
    }
    let reversed = TableConstraints.Inequality(lower: inequality.upper, upper: inequality.lower)
    return try? closed(result, [reversed]).first
  }

  /// The inequalities among learnt columns, in groups that share columns. Drawn rows may have equal
  /// numbers in both columns, so none is strict here.
  private var inequalityGroups: [[TableConstraints.Inequality]] {
    let learnt = Set(codec.columns.map(\.name))
    var groups: [[TableConstraints.Inequality]] = []
    for inequality in constraints.inequalities {
      guard learnt.contains(inequality.lower), learnt.contains(inequality.upper) else { continue }
      let ends = [inequality.lower, inequality.upper]
      let touching = groups.filter {
        $0.contains { ends.contains($0.lower) || ends.contains($0.upper) }
      }
      groups.removeAll { $0.contains { ends.contains($0.lower) || ends.contains($0.upper) } }
      groups.append(
        touching.flatMap { $0 }
          + [.init(lower: inequality.lower, upper: inequality.upper)])
    }
    return groups
  }
}
