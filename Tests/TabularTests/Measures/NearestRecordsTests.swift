import Testing
import Torch

@testable import Tabular

@Suite("Distances between rows")
struct NearestRecordsTests {
  private func sample(_ rows: Int, seed: UInt64) -> Table {
    var generator = SeededGenerator(seed: seed)
    return Table(columns: [
      .numbers(
        "x",
        (0..<rows).map { _ in
          let value = Double.random(in: -1...3, using: &generator)
          return value < -0.8 ? .nan : value
        }),
      .numbers("y", (0..<rows).map { _ in Double.random(in: 0...1000, using: &generator) }),
      Column(
        name: "name", kind: .categorical,
        values: .codes(
          (0..<rows).map { _ in Int32.random(in: -1..<3, using: &generator) },
          levels: ["a", "b", "c"])),
    ])
  }

  /// The definition, for one pair of rows; `ranges` are those of the columns of numbers.
  private func distance(
    _ ranges: [Double], _ a: Table, _ i: Int, _ b: Table, _ j: Int
  ) -> Double {
    var sum = 0.0
    for column in ranges.indices {
      switch (a.columns[column].values, b.columns[column].values) {
      case (.numbers(let a), .numbers(let b)):
        if a[i].isNaN != b[j].isNaN {
          sum += 1
        } else if !a[i].isNaN {
          sum += min(abs(a[i] - b[j]) / ranges[column], 1)
        }
      case (.codes(let a, _), .codes(let b, _)): sum += a[i] == b[j] ? 0 : 1
      default: break
      }
    }
    return sum
  }

  @Test("The two nearest are those of the definition, over block boundaries")
  func definition() {
    let real = sample(4200, seed: 1)
    let queries = sample(70, seed: 2)
    let space = RecordSpace(of: real)
    let found = NearestRecords.search(
      from: space.points(queries, rows: Array(0..<70)),
      among: space.points(real, rows: Array(0..<4200)), threads: 2)
    let ranges = real.columns.map { column -> Double in
      guard case .numbers(let numbers) = column.values else { return 1 }
      let known = numbers.filter { !$0.isNaN }
      return (known.max() ?? 1) - (known.min() ?? 0)
    }
    for row in [0, 33, 63, 64, 69] {
      let all = (0..<4200).map { distance(ranges, queries, row, real, $0) }.sorted()
      #expect(abs(Double(found[row].first) - all[0]) < 1e-5)
      #expect(abs(Double(found[row].second) - all[1]) < 1e-5)
    }
  }

  @Test("A row is at no distance from itself, and does not count when it is left out")
  func itself() {
    let table = sample(300, seed: 3)
    let points = RecordSpace(of: table).points(table, rows: Array(0..<300))
    let found = NearestRecords.search(from: points, among: points, threads: 2)
    #expect(found.allSatisfy { $0.first == 0 && $0.second > 0 })
    let others = NearestRecords.search(
      from: points, among: points, excluding: Array(0..<300), threads: 1)
    for (own, other) in zip(found, others) { #expect(other.first == own.second) }
  }

  @Test("Copies and twins are counted by whole rows")
  func copies() {
    let table = Table(columns: [
      .numbers("x", [0, -0, .nan, .nan, 1]), .names("name", ["a", "a", nil, nil, "a"]),
    ])
    #expect(ExactCopies.shareOfTwins(in: table) == 0.8)
    let copies = ExactCopies(of: table.rows([0, 2]))
    #expect(copies.share(in: table) == 0.8)
    #expect(copies.share(in: table.rows([4])) == 0)
  }

  @Test("The heaviest value and its share")
  func pointMass() {
    let real = Table(columns: [
      .numbers("gain", [0, 0, 0, 5, .nan]), .numbers("void", [.nan, .nan, .nan, .nan, .nan]),
    ])
    let drawn = Table(columns: [.numbers("gain", [0, 1, 2, 3]), .numbers("void", [1, 2, 3, 4])])
    #expect(
      PointMass.measure(real: real, synthetic: drawn)
        == [PointMass(column: "gain", value: 0, realShare: 0.6, syntheticShare: 0.25)])
  }
}
