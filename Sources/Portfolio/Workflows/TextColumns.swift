/// Rows of cells as text whose columns stand below each other.
enum TextColumns {
  /// The first column to the left, all others to the right.
  static func text(_ rows: [[String]], indent: String = "") -> String {
    let count = rows.reduce(0) { max($0, $1.count) }
    let widths = (0..<count).map { column in
      rows.reduce(0) { max($0, column < $1.count ? $1[column].count : 0) }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let gap = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + gap : gap + cell
      }
      return indent + cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
