import Reporting
import Torch

/// Real and synthetic rows in the plane in which the real ones differ most.
enum ProjectionFigure {
  /// A scatter plot of a random part of both tables, or `nil` where the rows do not differ in two
  /// directions.
  ///
  /// - Parameters:
  ///   - real: The real table, from which the plane is found.
  ///   - synthetic: The synthetic table, with the same columns.
  ///   - rows: The number of rows of each table.
  ///   - seed: The seed of the part.
  /// - Returns: The figure.
  static func figure(
    real: Table, synthetic: Table, rows: Int = 2500, seed: UInt64 = 0
  ) -> Figure? {
    func chosen(_ table: Table, _ stream: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed).split(stream: stream)
      guard table.rowCount > rows else { return Array(0..<table.rowCount) }
      var picked: Set<Int> = []
      while picked.count < rows {
        picked.insert(.random(in: 0..<table.rowCount, using: &generator))
      }
      return picked.sorted()
    }
    let encoding = SparseRows.Encoding(real)
    let realRows = SparseRows(real, rows: chosen(real, 0), encoding: encoding)
    let drawnRows = SparseRows(synthetic, rows: chosen(synthetic, 1), encoding: encoding)
    let components = PrincipalComponents(realRows, dimensions: encoding.dimensions)
    guard components.directions.count == 2 else { return nil }
    let points = [
      (ColumnFigures.names.real, components.project(realRows)),
      (ColumnFigures.names.synthetic, components.project(drawnRows)),
    ]
    func axis(_ name: String, _ component: Int) -> Axis {
      let share = NumberFormat.percent(decimals: 0).text(components.explained[component])
      return Axis("\(name) component, \(share) of the variance")
    }
    return Figure(
      "Real and synthetic rows, seen from the same side",
      caption: "Each point is a row. The plane is the one in which the real rows differ most "
        + "(principal components of numbers by rank and of names as indicators). Where one "
        + "colour stands alone, rows were invented or forgotten.",
      isWide: true,
      plot: .scatter(
        ScatterPlot(
          series: points.map { .init($0.0, x: $0.1[0], y: $0.1[1]) }, x: axis("first", 0),
          y: axis("second", 1))))
  }
}
