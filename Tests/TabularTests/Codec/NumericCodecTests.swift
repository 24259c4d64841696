import GenerativeModels
import Testing
import Torch

@testable import Tabular

@Suite("The codec of numbers")
struct NumericCodecTests {
  private func uniform(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: -5..<5, using: &random) }
  }

  private func codec(
    _ values: [Double], unit: Double? = nil, minimumCount: Int = 5
  )
    -> NumericCodec
  {
    NumericCodec(values, unit: unit, options: CodecOptions(minimumCount: minimumCount))
  }

  @Test("Few different values come back exactly, and so does what is missing")
  func discrete() {
    var random = SeededGenerator(seed: 1)
    let values = (0..<900).map { $0 % 10 == 0 ? Double.nan : Double($0 % 7) * 1.1 }
    let codec = codec(values)
    #expect(codec.atoms.count == 7 && codec.hasMissing && codec.quantiles == nil)
    for value in values {
      let back = codec.decode(codec.encode(value, using: &random))
      #expect(back == value || (back.isNaN && value.isNaN))
    }
    #expect(abs(codec.variable.atomShares.reduce(0, +) - 1) < 1e-5)
  }

  @Test("Heavy values of a continuous column are atoms, the others come back nearly")
  func mixed() {
    var random = SeededGenerator(seed: 1)
    var values = uniform(3000)
    for row in stride(from: 0, to: 3000, by: 2) { values[row] = 0 }
    for row in stride(from: 1, to: 3000, by: 30) { values[row] = .nan }
    let codec = codec(values)
    #expect(codec.atoms == [0] && codec.hasMissing)
    #expect(abs(codec.variable.atomShares[0] - 0.5) < 0.01)
    let sorted = values.filter { !$0.isNaN }.sorted()
    for value in values {
      let back = codec.decode(codec.encode(value, using: &random))
      if value.isNaN {
        #expect(back.isNaN)
      } else if value == 0 {
        #expect(back == 0)
      } else {
        #expect(abs(back - value) < 0.1)
        #expect(back >= sorted[0] && back <= sorted[sorted.count - 1])
      }
    }
    let shares = codec.variable.atomShares.reduce(0, +) + codec.variable.continuousShare
    #expect(abs(shares - 1) < 1e-5)
  }

  @Test("Ranks of the training rows are uniform")
  func ranks() {
    var random = SeededGenerator(seed: 1)
    let values = uniform(4000).map { $0 * $0 * $0 }
    let codec = codec(values)
    var counts = [Int](repeating: 0, count: 10)
    for value in values {
      let rank = codec.encode(value, using: &random) - Float(codec.variable.atomCount)
      #expect(rank >= 0 && rank < 1)
      counts[Int(rank * 10)] += 1
    }
    #expect(counts.allSatisfy { abs($0 - 400) < 20 }, "\(counts)")
  }

  @Test(
    "Whatever number a model gives, the value is in the range and a multiple of the unit",
    arguments: [1, 0.01])
  func range(unit: Double) {
    let perUnit = (1 / unit).rounded()
    let values = uniform(2000).map { ($0 * 1000 * perUnit).rounded() / perUnit }
    let codec = codec(values, unit: unit)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    for step in 0..<2000 {
      let number = Float(codec.variable.atomCount) + Float(step) / 2000
      let value = codec.decode(number)
      #expect(value >= low && value <= high)
      #expect((value * perUnit).rounded() / perUnit == value)
    }
  }

  @Test("A column with fewer present values than may be told is missing")
  func tooFew() {
    var random = SeededGenerator(seed: 1)
    var values = [Double](repeating: .nan, count: 50)
    values[3] = 123.25
    values[7] = 99.5
    let codec = codec(values)
    #expect(codec.atoms.isEmpty && codec.quantiles == nil)
    for value in values {
      #expect(codec.decode(codec.encode(value, using: &random)).isNaN)
    }
  }

  @Test("Values that the training table lacked are encoded all the same")
  func unseen() {
    var random = SeededGenerator(seed: 1)
    for codec in [codec(uniform(500)), codec((0..<500).map { Double($0 % 4) })] {
      for value in [-1e300, -7, 0.123, 7, 1e300, .nan, .infinity, -.infinity] {
        let number = codec.encode(value, using: &random)
        let end = Float(codec.variable.atomCount) + (codec.variable.isContinuous ? 1 : 0)
        #expect(number >= 0 && number < end)
        #expect(codec.decode(number).isFinite)
      }
    }
  }
}
