/// What a table looks like: its columns, and what holds in every row.
public struct TableSummary: Codable, Sendable, Equatable {
  /// How many rows there are.
  public var rowCount: Int
  /// The columns, in the order of the table.
  public var columns: [ColumnSummary]
  /// What holds in every row.
  public var constraints: TableConstraints

  /// Describes a table.
  public init(_ table: Table) {
    rowCount = table.rowCount
    columns = table.columns.map { ColumnSummary($0) }
    constraints = TableConstraints.found(in: table)
  }
}

extension TableSummary: CustomStringConvertible {
  /// The summary as plain text: a line for each column, then the constraints.
  public var description: String {
    let head = ["column", "type", "missing", "different", "values"]
    let lines = columns.map { column in
      [
        column.name, column.kind.rawValue, Self.percent(column.missingCount, of: rowCount),
        "\(column.distinctCount)", Self.values(column),
      ]
    }
    let rows = [head] + lines
    let widths = (0..<4).map { index in min(rows.map { $0[index].count }.max() ?? 0, 40) }
    var text = "\(rowCount) rows, \(columns.count) columns\n\n"
    for row in rows {
      for (index, width) in widths.enumerated() {
        let cell = Self.shortened(row[index], to: 40)
        let space = String(repeating: " ", count: max(0, width - cell.count))
        // Numbers to the right, names to the left.
        text += (index >= 2 ? space + cell : cell + space) + "  "
      }
      text += row[4] + "\n"
    }
    let rules =
      constraints.dependencies.map(\.description) + constraints.inequalities.map(\.description)
    if !rules.isEmpty {
      text += "\nin every row\n" + rules.map { "  \($0)\n" }.joined()
    }
    return text
  }

  private static func values(_ column: ColumnSummary) -> String {
    var parts: [String] = []
    if let quartiles = column.quartiles {
      parts.append("\(quartiles.minimum) to \(quartiles.maximum), median \(quartiles.median)")
    }
    for point in column.pointMasses.prefix(2) {
      parts.append("\(point.value) in \(percent(point.count, share: point.share))")
    }
    for level in column.topLevels.prefix(3) {
      parts.append("\(shortened(level.value, to: 30)) \(percent(level.count, share: level.share))")
    }
    if column.topLevels.count > 3 { parts.append("...") }
    return parts.joined(separator: ", ")
  }

  private static func percent(_ count: Int, of total: Int) -> String {
    percent(count, share: Double(count) / Double(max(total, 1)))
  }

  /// A share in percent; never 0 for something that is there, nor 100 for less than all.
  private static func percent(_ count: Int, share: Double) -> String {
    if count == 0 { return "0 %" }
    let tenths = (share * 1000).rounded()
    if tenths == 0 { return "<0.1 %" }
    if tenths == 1000, share < 1 { return ">99.9 %" }
    return NumberText.text(tenths / 10, ColumnFormat(fractionDigits: 1)) + " %"
  }

  private static func shortened(_ text: String, to count: Int) -> String {
    let line = text.replacing("\n", with: " ")
    return line.count > count ? line.prefix(count - 3) + "..." : line
  }
}
