extension TableModel {
  /// Rows drawn for each one of a class that is wanted, at the most.
  private static let drawsPerRow = 32

  /// Rows of one class.
  ///
  /// They are taken from among rows that are drawn under no condition, where that does not take too
  /// many: those follow the orders that the model has learnt best, in which a class of two comes
  /// last and follows from the rest. Of rarer classes rows are drawn given the class.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - level: The class.
  ///   - target: The column of the class.
  ///   - seed: The seed: the same gives the same rows.
  /// - Returns: The rows.
  /// - Throws: `TableError` where the model does not know the class, or a column that is to be unique
  ///   has too few values.
  func rows(
    _ count: Int, ofClass level: String, in target: String, seed: UInt64
  ) throws(TableError) -> Table {
    let isNumeric = columns.first { $0.name == target }?.isNumeric == true
    let value: Condition.Value =
      isNumeric ? Double(level).map { .number($0) } ?? .text(level) : .text(level)
    let condition = Condition.compare(column: target, .equal, value)
    let given = try stream(seed: seed, where: condition)
    var pieces: [Table] = []
    var missing = count
    // Rows that are thrown away would use up the values of a unique column.
    if UniqueValues(self).columns.isEmpty, given.probability * Double(Self.drawsPerRow) >= 1 {
      let all = try stream(seed: seed, where: nil)
      var draws = 2 * Self.drawsPerRow * count
      while missing > 0, draws > 0 {
        let needed = Int(Double(missing) / given.probability)
        let table = try all.next(min(needed, draws, TableDrawing.pieceRows))
        draws -= table.rowCount
        let matches = try condition.matches(in: table)
        let fitting = matches.indices.filter { matches[$0] }.prefix(missing)
        pieces.append(table.rows(Array(fitting)))
        missing -= fitting.count
      }
    }
    while missing > 0 {
      let piece = min(missing, TableDrawing.pieceRows)
      pieces.append(try given.next(piece))
      missing -= piece
    }
    return Table(joining: pieces)
  }
}
