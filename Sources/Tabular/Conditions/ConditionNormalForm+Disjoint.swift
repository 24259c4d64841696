extension ConditionNormalForm {
  /// The same rows as alternatives of which each row fulfils at most one.
  ///
  /// With these the probability of the condition is the sum of those of the terms, and rows can be
  /// drawn by choosing a term first.
  ///
  /// - Parameters:
  ///   - columns: The columns that the condition was understood for.
  ///   - limit: How many terms there may be.
  /// - Returns: The same condition with disjoint terms.
  /// - Throws: `TableError` when it takes more terms than `limit`.
  public func disjoint(
    columns: [ColumnDescription], limit: Int = 256
  ) throws(TableError) -> ConditionNormalForm {
    let index = ColumnIndex(columns)
    var builder = NormalFormBuilder(columns: index, limit: limit)
    var result: [Term] = []
    for term in terms {
      var pieces = [term]
      for earlier in result {
        var rest: [Term] = []
        for piece in pieces {
          rest += try Self.difference(piece, earlier, index, &builder)
          guard result.count + rest.count <= limit else {
            throw TableError(
              .condition,
              "the alternatives of the condition overlap too much. Split it into several runs.")
          }
        }
        pieces = rest
      }
      result += pieces
    }
    return ConditionNormalForm(terms: result)
  }

  /// The rows of `a` that are not in `b`, cut along one column of `b` after the other.
  private static func difference(
    _ a: Term, _ b: Term, _ columns: ColumnIndex, _ builder: inout NormalFormBuilder
  ) throws(TableError) -> [Term] {
    guard builder.intersection(a, b) != nil else { return [a] }
    var pieces: [Term] = []
    var inside = a
    for (name, restriction) in b.restrictions.sorted(by: { $0.key < $1.key }) {
      let outside = restriction.complement(in: try columns.column(name))
      if let piece = builder.intersection(inside, Term([name: outside])) { pieces.append(piece) }
      guard let rest = builder.intersection(inside, Term([name: restriction])) else { break }
      inside = rest
    }
    return pieces
  }
}
