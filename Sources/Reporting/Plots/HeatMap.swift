/// A matrix as colours, such as the trend error of each pair of columns.
public struct HeatMap: Codable, Sendable, Equatable {
  /// How values become colours.
  public enum Colours: String, Codable, Sendable, CaseIterable {
    /// From none to much.
    case sequential
    /// From one extreme over a neutral middle to the other.
    case diverging
  }

  /// The names of the rows, from top to bottom.
  public var rows: [String]
  /// The names of the columns, from left to right.
  public var columns: [String]
  /// The values, row by row; NaN where there is none.
  public var values: [[Double]]
  /// What the values are, how they are written, and which values have the outermost colours.
  public var axis: Axis
  /// How values become colours.
  public var colours: Colours

  /// Makes a heat map.
  ///
  /// - Precondition: `values` has a row for each of `rows` and a value for each of `columns`.
  public init(
    rows: [String], columns: [String], values: [[Double]], axis: Axis,
    colours: Colours = .sequential
  ) {
    precondition(
      values.count == rows.count && values.allSatisfy { $0.count == columns.count },
      "values are not rows by columns")
    self.rows = rows
    self.columns = columns
    self.values = values
    self.axis = axis
    self.colours = colours
  }
}
