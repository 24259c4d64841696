import Foundation
import Testing

@testable import Reporting

@Suite struct ThinningTests {
  @Test(arguments: [1, 2, 5, 999, 1000, 1001])
  func spreadKeepsEndsAndOrder(count: Int) {
    let kept = Thinning().spread(1000, over: count)
    #expect(kept.count == min(count, 1000))
    #expect(kept.first == 0)
    #expect(count == 1 || kept.last == 999)
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(arguments: [4, 10, 101, 600])
  func curvesKeepTheirExtremes(count: Int) {
    var heights = (0..<5000).map { sin(Double($0) / 40) }
    heights[1234] = 9
    heights[4321] = -9
    heights[100] = .nan
    let curve = LineChart.Series("c", x: heights.indices.map(Double.init), y: heights)
    let kept = curve.extremes(atMost: count)
    #expect(kept.count <= count)
    #expect(kept.first == 0 && kept.last == 4999)
    #expect(kept.contains(1234) && kept.contains(4321))
  }

  @Test(arguments: [
    0.0, 1, -1, 0.1, 123_456_789, 1.000_004_9, -9.999_96, 1e-12, 6.02e23,
    Double.leastNonzeroMagnitude, 1.7e308, 0.3,
  ])
  func roundingKeepsFiveDigitsAndShortText(value: Double) {
    let rounded = Thinning().rounded(value)
    #expect(abs(rounded - value) <= abs(value) * 0.5e-4)
    guard abs(value) > 1e-15, abs(value) < 1e15 else { return }
    #expect(rounded == Double(String(format: "%.4e", value)))
  }

  @Test func longNamesAreCut() {
    let text = String(repeating: "é", count: 500)
    #expect(Thinning(characters: 10).shortened(text) == String(repeating: "é", count: 9) + "…")
    #expect(Thinning(characters: 500).shortened(text) == text)
  }
}
