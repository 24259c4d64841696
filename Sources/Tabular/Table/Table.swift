/// A table of typed columns, all of one length.
public struct Table: Sendable, Equatable {
  /// The columns, in the order of the file.
  public private(set) var columns: [Column]

  /// Makes a table.
  ///
  /// - Precondition: all columns have one length, and no two have one name.
  public init(columns: [Column]) {
    precondition(
      columns.allSatisfy { $0.count == columns[0].count }, "columns of different lengths")
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns with one name")
    self.columns = columns
  }

  /// The number of rows.
  public var rowCount: Int { columns.first?.count ?? 0 }

  /// The index of the column called `name`, or `nil`.
  public func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// The column called `name`, or `nil`.
  public subscript(name: String) -> Column? { index(of: name).map { columns[$0] } }

  /// The rows at `indices`, in that order; an index may occur more than once.
  public func rows(_ indices: [Int]) -> Table {
    Table(columns: columns.map { $0.rows(indices) })
  }
}

extension Column {
  /// The values at `indices`, in that order, with the same levels.
  public func rows(_ indices: [Int]) -> Column {
    var result = self
    switch values {
    case .numbers(let numbers):
      result.values = .numbers(indices.map { numbers[$0] })
    case .codes(let codes, let levels):
      result.values = .codes(indices.map { codes[$0] }, levels: levels)
    }
    return result
  }
}
