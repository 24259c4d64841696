internal import GenerativeModels
internal import Torch

/// A table as rows of which the model sees what is present and not what is missing.
struct PartialEncoding {
  /// The rows; values that the model does not know count as not seen.
  private(set) var rows: PartialRows
  /// For each variable of a column that the table has the atom "missing", which filling must not
  /// draw.
  private(set) var missingAtoms: [Int: Int] = [:]
  /// How many values of each column the model does not know.
  private(set) var unknown: [(column: String, count: Int)] = []

  /// Encodes a table.
  ///
  /// - Parameters:
  ///   - table: Some of the codec's columns, and others, which are ignored.
  ///   - codec: The codec.
  ///   - random: Decides the ranks of values that many rows share.
  /// - Throws: `TableError` when a column holds another sort of value than the model's.
  init(
    _ table: Table, codec: TableCodec, using random: inout SeededGenerator
  ) throws(TableError) {
    let width = codec.variables.count
    let count = table.rowCount * width
    rows = PartialRows(
      values: [Float](repeating: 0, count: count), seen: [Bool](repeating: false, count: count))
    for (position, range) in codec.variableRanges.enumerated() where !range.isEmpty {
      let description = codec.columns[position]
      guard let column = table[description.name],
        (0..<column.count).contains(where: { !column.isMissing($0) })
      else { continue }
      switch (codec.codecs[position], column.values) {
      case (.numeric(let numeric), .numbers(let numbers)):
        if numeric.hasMissing { missingAtoms[range.lowerBound] = numeric.atoms.count }
        for (row, number) in numbers.enumerated() where !number.isNaN {
          see(numeric.encode(number, using: &random), at: row * width + range.lowerBound)
        }
      case (.categorical(let categories), .codes(let codes, let levels)):
        let numbers = categories.numbers(for: levels)
        see(codes, numbers, categories, first: range.lowerBound, width)
        let strange = codes.count { $0 >= 0 && numbers[Int($0)] == nil }
        if strange > 0 { unknown.append((description.name, strange)) }
      default:
        throw TableError(
          .schema,
          "column \"\(description.name)\" holds \(column.kind.rawValue) values where the model was "
            + "fitted on \(description.kind.rawValue) ones; pass --type "
            + "\(description.name)=\(description.kind.rawValue)")
      }
    }
  }

  /// Notes categories; `numbers` has one for each level, and last that of "missing".
  private mutating func see(
    _ codes: [Int32], _ numbers: [Int?], _ categories: CategoricalCodec, first: Int, _ width: Int
  ) {
    if categories.base == nil, let missing = numbers.last.flatMap({ $0 }) {
      missingAtoms[first] = missing
    }
    for (row, code) in codes.enumerated() where code >= 0 {
      guard let number = numbers[Int(code)] else { continue }
      if let base = categories.base {
        see(Float(number / base), at: row * width + first)
        see(Float(number % base), at: row * width + first + 1)
      } else {
        see(Float(number), at: row * width + first)
      }
    }
  }

  private mutating func see(_ value: Float, at index: Int) {
    rows.values[index] = value
    rows.seen[index] = true
  }

  /// Draws one column of some rows from what is allowed of it, given what these rows see.
  ///
  /// - Parameters:
  ///   - restrictions: For each row what the column's variables may be.
  ///   - conditionals: The model.
  ///   - width: Variables a row.
  ///   - random: Decides.
  /// - Returns: The rows in which nothing of it can be.
  mutating func draw(
    _ restrictions: [(row: Int, restrictions: [VariableRestriction])],
    conditionals: AnyOrderConditionals, width: Int, using random: inout SeededGenerator
  ) -> [Int] {
    var failed: Set<Int> = []
    for step in 0..<(restrictions.first?.restrictions.count ?? 0) {
      let open = restrictions.filter { !failed.contains($0.row) }
      guard let variable = open.first?.restrictions[step].variable else { break }
      let allowed = open.map { row, restrictions -> AllowedValues in
        switch restrictions[step].allowed {
        case .values(let values): values
        case .given(let other, let table):
          table[Int(rows.values[row * width + other])] ?? AllowedValues()
        }
      }
      var given = PartialRows(values: [], seen: [])
      for (row, _) in open {
        given.values += rows.values[row * width..<(row + 1) * width]
        given.seen += rows.seen[row * width..<(row + 1) * width]
      }
      let drawn = conditionals.draw(variable, from: allowed, given: given, using: &random)
      for ((row, _), value) in zip(open, drawn) {
        if let value {
          see(value, at: row * width + variable)
        } else {
          failed.insert(row)
        }
      }
    }
    return failed.sorted()
  }
}
