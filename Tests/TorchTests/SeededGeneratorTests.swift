import Torch
import Testing


/// Values of an independent implementation of the two published algorithms, for seeds 0 and 42.
private let references: [[UInt64]] = [
  [
    0x99ec5f36cb75f2b4,
    0xbf6e1f784956452a,
    0x1a5f849d4933e6e0,
    0x6aa594f1262d2d2c,
  ],
  [
    0x15780b2e0c2ec716,
    0x6104d9866d113a7e,
    0xae17533239e499a1,
    0xecb8ad4703b360a1,
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
