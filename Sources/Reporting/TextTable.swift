/// Rows and columns of text.
public struct TextTable: Codable, Sendable, Equatable {
  /// What the table shows.
  public var caption: String
  /// The heading of each column.
  public var header: [String]
  /// The cells, row by row; each row has as many cells as the header.
  public var rows: [[String]]
  /// The columns that hold numbers and are set flush right.
  public var numericColumns: [Int]

  /// Makes a table.
  ///
  /// - Precondition: every row has as many cells as `header`.
  public init(
    caption: String = "", header: [String], rows: [[String]], numericColumns: [Int] = []
  ) {
    precondition(rows.allSatisfy { $0.count == header.count }, "a row is not as wide as the header")
    self.caption = caption
    self.header = header
    self.rows = rows
    self.numericColumns = numericColumns
  }
}
