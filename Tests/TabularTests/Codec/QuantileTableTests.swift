import Testing
import Torch

@testable import Tabular

@Suite("Tables of quantiles")
struct QuantileTableTests {
  private func numbers(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var random = SeededGenerator(seed: seed)
    // Skewed, with heavy single values in between.
    return (0..<count).map { _ in
      let uniform = Double.random(in: 0..<1, using: &random)
      return uniform < 0.2 ? 10 : uniform < 0.3 ? 250 : 1000 * uniform * uniform * uniform
    }.sorted()
  }

  @Test(
    "Quantiles rise, stay in the range and come near to the data's", arguments: [20, 300, 5000])
  func quantiles(count: Int) {
    let sorted = numbers(count)
    let table = QuantileTable(sorted: sorted, minimumCount: 5, points: 200)
    let values = (0...1000).map { table.value(at: Double($0) / 1000) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0.0 <= $0.1 })
    #expect(values.allSatisfy { $0 >= sorted[0] && $0 <= sorted[count - 1] })
    let tolerance = count < 100 ? 300.0 : count < 1000 ? 30 : 8
    for position in stride(from: 5, to: 95, by: 1) {
      let rank = (Double(position) + 0.5) / 100
      let real = sorted[Int(rank * Double(count))]
      let near = abs(table.value(at: rank) - real) < tolerance
      // Where a run of equal values ends, quantiles jump.
      let jumps =
        abs(
          sorted[min(count - 1, Int((rank + 0.02) * Double(count)))]
            - sorted[max(0, Int((rank - 0.02) * Double(count)))]) > tolerance
      #expect(near || jumps)
    }
  }

  @Test("The number of pieces is bounded", arguments: [1, 5, 50])
  func bounded(minimumCount: Int) {
    var random = SeededGenerator(seed: 2)
    // Many values that many rows share, and many that none share.
    let values = (0..<40_000).map { _ in
      Bool.random(using: &random)
        ? Double(Int.random(in: 0..<3000, using: &random))
        : Double.random(in: 0..<3000, using: &random)
    }.sorted()
    let table = QuantileTable(sorted: values, minimumCount: minimumCount, points: 100)
    #expect(table.lower.count <= 400)
    #expect(table.ranks.count == table.lower.count + 1 && table.upper.count == table.lower.count)
    #expect(table.ranks.first == 0 && abs((table.ranks.last ?? 0) - 1) < 1e-12)
  }

  @Test("Values that many rows share are kept exactly, with their shares")
  func levels() {
    let sorted = numbers(4000)
    let table = QuantileTable(sorted: sorted, minimumCount: 5, points: 200)
    for value in [10.0, 250] {
      let range = table.ranks(of: value)
      let share = Double(sorted.filter { $0 == value }.count) / 4000
      #expect(abs(range.upperBound - range.lowerBound - share) < 1e-9)
      #expect(table.value(at: (range.lowerBound + range.upperBound) / 2) == value)
    }
  }

  @Test("Rank and value are inverse to each other between the level pieces")
  func inverse() {
    let table = QuantileTable(sorted: numbers(4000), minimumCount: 5, points: 200)
    for step in 1..<500 {
      let rank = Double(step) / 500
      let back = table.ranks(of: table.value(at: rank))
      #expect(back.lowerBound - 1e-9 <= rank && rank <= back.upperBound + 1e-9)
    }
    #expect(table.ranks(of: -1e9) == 0...0)
    #expect(table.ranks(of: 1e9) == 1...1)
  }

  @Test(
    "No value that fewer rows have is in the table", arguments: [2, 5, 10], [12, 60, 700])
  func release(minimumCount: Int, count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<20 {
      // Runs of all lengths, single rows between frequent values among them.
      var values: [Double] = []
      while values.count < count {
        let value = Double.random(in: 0..<1000, using: &random)
        let length = Bool.random(using: &random) ? 1 : Int.random(in: 1..<15, using: &random)
        values += [Double](repeating: value, count: length)
      }
      values.sort()
      var counts: [Double: Int] = [:]
      for value in values { counts[value, default: 0] += 1 }
      let table = QuantileTable(sorted: values, minimumCount: minimumCount, points: 100)
      for value in table.lower + table.upper {
        #expect(counts[value].map { $0 >= minimumCount } ?? true, "\(value)")
      }
    }
  }
}
