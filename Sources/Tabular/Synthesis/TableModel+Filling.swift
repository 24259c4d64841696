internal import GenerativeModels
internal import Torch

extension TableModel {
  /// A table without gaps, and what is to be said about it.
  public struct Filling: Sendable {
    /// The columns of the given table in their order, then those that it lacked.
    public var table: Table
    /// What could not be used or filled, one sentence each.
    public var notes: [String]
  }

  /// Fills in what is missing in a table, row by row given what is present.
  ///
  /// Present values stay as they are, to the last bit. A missing value of a column that the table has
  /// is drawn from the model's distribution given the row's present values and those drawn before
  /// it, and given that there is a value; columns that the table lacks are drawn with the gaps that
  /// the model has learnt for them. Values that constraints fix are looked up: a determined value
  /// from its determinant, a determinant from what follows from it, where that leaves several by
  /// drawing among them. Free text and identifiers of rows that have none stay missing.
  ///
  /// - Parameters:
  ///   - table: The rows. Columns that the model does not know are kept.
  ///   - seed: The seed.
  /// - Returns: The filled table.
  /// - Throws: `TableError` when a column holds another sort of value than the model's, or the model's
  ///   family has no exact conditional distributions.
  public func fill(_ table: Table, seed: UInt64) throws(TableError) -> Filling {
    guard table.rowCount > 0 else { return Filling(table: table, notes: []) }
    let exact = try modelOfExactConditionals(for: "filling in what is missing")
    let codec = card.codec
    let width = codec.variables.count
    var random = SeededGenerator(seed: seed).split(stream: .max)
    var encoding = try PartialEncoding(table, codec: codec, using: &random)
    var notes = encoding.unknown.map { column, count in
      "\(count) values of \"\(column)\" are unknown to the model; they are kept, and the rest of "
        + "their rows was drawn as if they were missing."
    }
    let conditionals = AnyOrderConditionals(exact)
    let restrictions = FillingRestrictions(terms: conditionalTerms, table: table)
    for position in codec.columns.indices {
      var (rows, contradictions) = restrictions.restrictions(ofColumnAt: position)
      rows.removeAll { $0.restrictions.isEmpty }
      contradictions +=
        encoding.draw(rows, conditionals: conditionals, width: width, using: &random).count
      if contradictions > 0 {
        notes.append(
          "In \(contradictions) rows no value of \"\(codec.columns[position].name)\" goes with the "
            + "present ones, by what the model knows; there it was drawn without regard to them.")
      }
    }
    let values = AnyOrderSampler(exact, seed: seed).sample(
      table.rowCount, given: encoding.rows, excluding: encoding.missingAtoms)
    let drawn = withDependencies(codec.decode(values, rows: table.rowCount, using: &random))
    let filled = completed(table, from: drawn)
    return Filling(table: filled, notes: notes + gaps(in: filled, of: table))
  }

  /// The table with the gaps of its columns filled from drawn rows, then the columns that it lacks.
  private func completed(_ table: Table, from drawn: Table) -> Table {
    var columns: [Column] = []
    for column in table.columns {
      guard let other = drawn[column.name], !isIdentifier(column.name) else {
        columns.append(column)
        continue
      }
      columns.append(column.filled(from: other))
    }
    columns += drawn.columns.filter { table[$0.name] == nil }
    // The drawn rows looked determined values up from what the codec makes of the determinants.
    for dependency in card.constraints.ordered {
      let result = Table(columns: columns)
      guard let determinant = result[dependency.determinant],
        let index = result.index(of: dependency.dependent)
      else { continue }
      let given = table[dependency.dependent]
      let mapping = dependency.mapping
      let looked = (0..<table.rowCount).map { mapping[determinant[$0]] }
      columns[index].replace(looked) { given?.isMissing($0) ?? true }
    }
    return Table(columns: columns)
  }

  private func isIdentifier(_ name: String) -> Bool {
    card.columns.contains { $0.name == name && $0.kind == .identifier }
  }

  private func gaps(in filled: Table, of table: Table) -> [String] {
    table.columns.compactMap { column in
      guard let result = filled[column.name] else { return nil }
      let open = (0..<result.count).count { result.isMissing($0) }
      return open == 0
        ? nil
        : "\(open) values of \"\(column.name)\" stay missing, because the model knows none for them."
    }
  }
}

extension Column {
  /// The column with its missing values taken from another.
  fileprivate func filled(from other: Column) -> Column {
    guard (0..<count).contains(where: isMissing) else { return self }
    guard (0..<count).contains(where: { !isMissing($0) }) else { return other }
    var result = self
    result.replace((0..<count).map { other[$0] }, where: isMissing)
    return result
  }

  /// Puts values into rows that fulfil a condition; values of another sort, and none, are passed
  /// over.
  fileprivate mutating func replace(_ new: [CellValue?], where isOpen: (Int) -> Bool) {
    switch values {
    case .numbers(var numbers):
      for row in numbers.indices where isOpen(row) {
        if case .number(let number) = new[row] { numbers[row] = number }
      }
      values = .numbers(numbers)
    case .codes(var codes, var levels):
      var known: [String: Int32] = [:]
      for (code, level) in levels.enumerated() { known[level] = Int32(code) }
      for row in codes.indices where isOpen(row) {
        guard case .text(let text) = new[row] else { continue }
        if known[text] == nil {
          known[text] = Int32(levels.count)
          levels.append(text)
        }
        codes[row] = known[text] ?? codes[row]
      }
      values = .codes(codes, levels: levels)
    }
  }
}
