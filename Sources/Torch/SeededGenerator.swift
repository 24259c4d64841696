/// A random number generator whose whole sequence follows from a seed: xoshiro256**.
///
/// The state is filled from the seed by SplitMix64, so that near seeds give unrelated sequences.
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable, Codable {
  private let seed: UInt64
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// Makes a generator.
  public init(seed: UInt64) {
    self.seed = seed
    var counter = seed
    func word() -> UInt64 {
      counter &+= 0x9E37_79B9_7F4A_7C15
      return Self.mixed(counter)
    }
    a = word()
    b = word()
    c = word()
    d = word()
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotated(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = Self.rotated(d, by: 45)
    return result
  }

  /// A generator for one of several independent purposes, such as one column or one thread.
  ///
  /// It depends on the seed and on `stream` alone, not on how many numbers were drawn before, so
  /// that parts of a run can be reordered without changing each other's numbers.
  public func split(stream: UInt64) -> SeededGenerator {
    SeededGenerator(seed: Self.mixed(Self.mixed(seed) &+ (stream &+ 1) &* 0xD134_2543_DE82_EF95))
  }

  /// The output function of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}
