import Reporting
import Testing

@Suite struct HistogramTests {
  /// Numbers without pattern, the same in every run.
  static func numbers(_ count: Int, scale: Double, shift: Double, whole: Bool) -> [Double] {
    (0..<count).map { index in
      let number = Double((index * 7919 + 13) % 1009) / 1009 * scale + shift
      return whole ? number.rounded() : number
    }
  }

  @Test(arguments: [
    (1.0, 0.0, false), (1e-9, 5, false), (3e307, -1e307, false), (90, 17, true), (12, -4, true),
    (1e6, 0, true),
  ])
  func everyNumberIsCountedOnceInItsBin(scale: Double, shift: Double, whole: Bool) {
    let real = Self.numbers(700, scale: scale, shift: shift, whole: whole)
    let other = Self.numbers(300, scale: scale / 3, shift: shift, whole: whole)
    let histogram = Histogram(
      of: [("real", real), ("other", other + [.nan, .infinity])], wholeNumbers: whole,
      axis: Axis("x"))
    let edges = histogram.edges
    #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
    #expect(edges.count <= 41)
    for (series, sample) in zip(histogram.series, [real, other]) {
      for bin in series.shares.indices {
        let last = bin == series.shares.count - 1
        let inside = sample.filter {
          $0 >= edges[bin] && (last ? $0 <= edges[bin + 1] : $0 < edges[bin + 1])
        }.count
        // A number on a limit may fall to either side by rounding.
        #expect(abs(series.shares[bin] * Double(sample.count) - Double(inside)) <= 1.001)
      }
      #expect(abs(series.shares.reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test func wholeNumbersShareBinsEvenly() {
    let numbers = (0..<1000).map { Double($0 % 100) }
    let histogram = Histogram(of: [("n", numbers)], bins: 40, wholeNumbers: true, axis: Axis("n"))
    let widths = zip(histogram.edges, histogram.edges.dropFirst()).map { $1 - $0 }
    #expect(widths.allSatisfy { $0 == 3 })
    // All full bins hold three numbers of a hundred.
    #expect(histogram.series[0].shares.dropLast().allSatisfy { abs($0 - 0.03) < 1e-12 })
  }

  @Test(arguments: [[], [.nan], [3, 3, 3], [0], [1e308, -1e308], [1.7e308]] as [[Double]])
  func strangeSamplesHaveABin(sample: [Double]) {
    let histogram = Histogram(of: [("s", sample)], axis: Axis("x"))
    let finite = histogram.edges.allSatisfy { $0.isFinite }
    #expect(finite)
    #expect(histogram.edges[0] < histogram.edges[histogram.edges.count - 1])
    let total = histogram.series[0].shares.reduce(0, +)
    let expected = sample.contains { $0.isFinite } ? 1.0 : 0
    #expect(abs(total - expected) < 1e-9)
  }
}
