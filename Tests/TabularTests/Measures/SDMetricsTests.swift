import Testing

@testable import Tabular

@Suite("Column shapes and pair trends")
struct SDMetricsTests {
  let golden: MeasuresGolden.Compared
  let real: Table
  let synthetic: Table

  init() throws {
    golden = try MeasuresGolden.load().sdmetrics
    let tables = try ComparedTables(
      real: Table(columns: golden.real.map(\.column)),
      synthetic: Table(columns: golden.synthetic.map(\.column)), holdout: nil)
    real = tables.real
    synthetic = tables.synthetic
  }

  @Test("Shapes equal SDMetrics column by column")
  func shapes() throws {
    let shapes = ColumnShapes.measure(real: real, synthetic: synthetic, threads: 2)
    #expect(shapes.count == golden.shapes.count)
    for (ours, theirs) in zip(shapes, golden.shapes) {
      #expect(ours.column == theirs.column)
      expectEqual(ours.score, theirs.score, ours.column)
    }
    let scores = shapes.compactMap(\.score)
    #expect(abs(scores.reduce(0, +) / Double(scores.count) - golden.shape) < 1e-9)
  }

  @Test("Trends equal SDMetrics pair by pair")
  func trends() throws {
    let trends = PairTrends.measure(real: real, synthetic: synthetic, threads: 2)
    #expect(trends.count == golden.pairs.count)
    for (ours, theirs) in zip(trends, golden.pairs) {
      let pair = "\(ours.first), \(ours.second)"
      #expect(ours.first == theirs.first && ours.second == theirs.second)
      expectEqual(ours.score, theirs.score, pair)
      expectEqual(ours.scoreWithRealEdges, theirs.realEdges, "real edges of \(pair)")
      expectEqual(ours.realCorrelation, theirs.real, "real correlation of \(pair)")
      expectEqual(ours.syntheticCorrelation, theirs.synthetic, "correlation of \(pair)")
    }
    let scores = trends.compactMap(\.score)
    #expect(abs(scores.reduce(0, +) / Double(scores.count) - golden.trend) < 1e-9)
  }

  @Test("Counting in a list of cells equals counting in a sorted list of keys")
  func sparseCounts() {
    let many = 40_000
    let a = BinnedColumn(
      real: (0..<300).map { Int32($0 * 7919 % 50) }, synthetic: (0..<200).map { Int32($0 % 45) },
      count: 50)
    let b = BinnedColumn(
      real: (0..<300).map { Int32($0 * 31 % 20) }, synthetic: (0..<200).map { Int32($0 % 17) },
      count: 20)
    let wide = BinnedColumn(real: b.real, synthetic: b.synthetic, count: many)
    let dense = ContingencyTable.distance(a, b)
    #expect(dense > 0.1)
    #expect(abs(ContingencyTable.distance(a, wide) - dense) < 1e-12)
  }

  @Test("A table against itself is perfect, on one thread or three")
  func itself() {
    for threads in [1, 3] {
      let shapes = ColumnShapes.measure(real: real, synthetic: real, threads: threads)
      #expect(shapes.allSatisfy { $0.score == 1 })
      let trends = PairTrends.measure(real: real, synthetic: real, threads: threads)
      #expect(trends.contains { $0.score == nil })
      #expect(trends.compactMap(\.score).allSatisfy { $0 == 1 })
      #expect(trends.compactMap(\.scoreWithRealEdges).allSatisfy { $0 == 1 })
    }
  }

  @Test("One outlier moves the trend over own bins, not the trend over real edges")
  func outlier() throws {
    var numbers = (0..<500).map { Double($0 % 50) }
    let names = Column.names("name", (0..<500).map { $0 % 50 < 25 ? "low" : "high" })
    let real = Table(columns: [.numbers("number", numbers), names])
    numbers[0] = 5000
    let synthetic = Table(columns: [.numbers("number", numbers), names])
    let trend = try #require(
      PairTrends.measure(real: real, synthetic: synthetic, threads: 1).first)
    #expect(try #require(trend.score) < 0.5)
    #expect(try #require(trend.scoreWithRealEdges) > 0.99)
  }

  private func expectEqual(_ ours: Double?, _ theirs: Double?, _ what: String) {
    switch (ours, theirs) {
    case (nil, nil): break
    case (let ours?, let theirs?): #expect(abs(ours - theirs) < 1e-9, "\(what)")
    default: Issue.record("\(what): \(ours as Any) is not \(theirs as Any)")
    }
  }
}
