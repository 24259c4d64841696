import Testing
import Torch

/// Values of an independent implementation of the two published algorithms, for seeds 0 and 42.
private let references: [[UInt64]] = [
  [
    0x99ec_5f36_cb75_f2b4,
    0xbf6e_1f78_4956_452a,
    0x1a5f_849d_4933_e6e0,
    0x6aa5_94f1_262d_2d2c,
  ],
  [
    0x1578_0b2e_0c2e_c716,
    0x6104_d986_6d11_3a7e,
    0xae17_5332_39e4_99a1,
    0xecb8_ad47_03b3_60a1,
  ],
]

@Suite struct SeededGeneratorTests {
  @Test(arguments: zip([UInt64(0), 42], references))
  func agreesWithTheReference(seed: UInt64, values: [UInt64]) {
    var generator = SeededGenerator(seed: seed)
    #expect(values.map { _ in generator.next() } == values)
  }

  @Test func streamsDependOnSeedAndNumberAlone() {
    var generator = SeededGenerator(seed: 7)
    let before = generator.split(stream: 3)
    _ = generator.next()
    #expect(generator.split(stream: 3) == before)
    var firsts: Set<UInt64> = []
    for stream in 0..<1000 {
      var part = generator.split(stream: UInt64(stream))
      firsts.insert(part.next())
    }
    #expect(firsts.count == 1000)
  }
}
