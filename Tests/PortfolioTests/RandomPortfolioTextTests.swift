import CPortfolio
import Foundation
import Testing

@Suite("Text of figures")
struct RandomPortfolioTextTests {
  private func text(_ number: Float) -> String {
    var buffer = [CChar](repeating: 0, count: 80)
    let count = cportfolio_random_csv(1, 1, [1], [1], 0, [number], &buffer)
    let line = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #expect(line.hasPrefix("1,1,1,") && line.hasSuffix("\n"))
    return String(line.dropFirst(6).dropLast())
  }

  @Test(
    "Known numbers",
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (0.5, "0.5"), (0.1, "0.1"), (-0.25, "-0.25"), (100, "100"),
      (1_234_567, "1234567"), (12_345.67, "12345.67"), (0.000_012_345_67, "0.00001234567"),
      (1e-6, "1e-6"), (1.5e-10, "1.5e-10"), (1e7, "1e7"), (2.5e30, "2.5e30"),
      (0.999_999_94, "0.9999999"), (9_999_999, "9999999"), (.infinity, "inf"), (.nan, "nan"),
      (-.infinity, "-inf"),
    ] as [(Float, String)])
  func known(number: Float, expected: String) { #expect(text(number) == expected) }

  @Test("Any number is read back to half a unit of its seventh digit")
  func roundTrip() {
    var bits: UInt32 = 1
    for _ in 0..<20_000 {
      bits = bits &* 1_664_525 &+ 1_013_904_223
      let number = Float(bitPattern: bits)
      guard number.isFinite else { continue }
      let line = text(number)
      let value = Double(line) ?? .nan
      let unit = pow(10, floor(log10(abs(Double(number)))) - 6)
      #expect(abs(value - Double(number)) <= 0.500_001 * unit, "\(number) became \(line)")
      #expect(line.utf8.count < 16)
    }
    var edge: Float = Float.leastNonzeroMagnitude
    while edge.isFinite {
      for number in [edge.nextDown, edge, edge.nextUp] where number > 0 && number.isFinite {
        let value = Double(text(number)) ?? .nan
        let unit = pow(10, floor(log10(Double(number))) - 6)
        #expect(abs(value - Double(number)) <= 0.500_001 * unit)
      }
      edge *= 10
    }
  }
}
