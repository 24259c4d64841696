import Testing
import Torch

@testable import Tabular

@Suite struct PrincipalComponentsTests {
  /// The rows with all their entries, [rows][dimensions].
  private func dense(_ rows: SparseRows, _ dimensions: Int) -> [[Double]] {
    (0..<rows.count).map { row in
      var vector = [Double](repeating: 0, count: dimensions)
      rows.forEachEntry(of: row) { vector[$0] += $1 }
      return vector
    }
  }

  @Test func directionsAreEigenvectorsOfTheCovariance() {
    let table = MixedTable.table(rows: 500, seed: 5)
    let encoding = SparseRows.Encoding(table)
    let dimensions = encoding.dimensions
    // Three numbers, three levels and two; the constant and the identifier say nothing.
    #expect(dimensions == 8)
    let rows = SparseRows(table, rows: Array(0..<500), encoding: encoding)
    let components = PrincipalComponents(rows, dimensions: dimensions, iterations: 300)
    let points = dense(rows, dimensions)
    let mean = (0..<dimensions).map { place in points.map { $0[place] }.reduce(0, +) / 500 }
    let centred = points.map { zip($0, mean).map { $0 - $1 } }
    let total = centred.joined().reduce(0) { $0 + $1 * $1 } / 500
    #expect(components.directions.count == 2)
    for (direction, explained) in zip(components.directions, components.explained) {
      let coordinates = centred.map { zip($0, direction).reduce(0) { $0 + $1.0 * $1.1 } }
      for place in 0..<dimensions {
        let image = zip(centred, coordinates).reduce(0) { $0 + $1.0[place] * $1.1 } / 500
        #expect(abs(image - explained * total * direction[place]) < 1e-6 * total)
      }
      let variance = coordinates.reduce(0) { $0 + $1 * $1 } / 500
      #expect(abs(variance - explained * total) < 1e-9)
      #expect(abs(direction.reduce(0) { $0 + $1 * $1 } - 1) < 1e-9)
    }
    // No direction at random has more variance than the first.
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<50 {
      let other = (0..<dimensions).map { _ in Double.random(in: -1...1, using: &generator) }
      let norm = other.reduce(0) { $0 + $1 * $1 }
      let variance = centred.reduce(0) { sum, row in
        let coordinate = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
        return sum + coordinate * coordinate / norm / 500
      }
      #expect(variance <= components.explained[0] * total + 1e-9)
    }
    let projected = components.project(rows)
    #expect(projected.map(\.count) == [500, 500])
    #expect(abs(projected[0].reduce(0, +)) < 1e-6)
  }

  @Test func levelsAreMatchedByName() {
    let first = Table(columns: [
      Column(name: "a", kind: .categorical, values: .codes([0, 1, 1], levels: ["x", "y"]))
    ])
    let second = Table(columns: [
      Column(name: "a", kind: .categorical, values: .codes([1, 0, 2], levels: ["y", "x", "new"]))
    ])
    let encoding = SparseRows.Encoding(first)
    let rows = dense(SparseRows(first, rows: [0, 1], encoding: encoding), 2)
    let others = dense(SparseRows(second, rows: [0, 1, 2], encoding: encoding), 2)
    #expect(Array(others.prefix(2)) == rows)
    #expect(others[2] == [0, 0])
  }

  @Test func rowsWithoutDifferenceHaveNoDirection() {
    let table = Table(columns: [
      Column(name: "a", kind: .categorical, values: .codes([0, 0], levels: ["x"]))
    ])
    #expect(ProjectionFigure.figure(real: table, synthetic: table) == nil)
  }
}
