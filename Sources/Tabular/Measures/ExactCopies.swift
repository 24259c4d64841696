/// Rows that are in a table already.
struct ExactCopies: Sendable {
  private let known: Set<UInt64>

  /// Notes the rows of a table.
  init(of table: Table) {
    known = Set(Self.fingerprints(table))
  }

  /// The share of the rows of `table` that are equal, in every column, to a noted row.
  ///
  /// - Precondition: names are coded by the levels of the noted table.
  func share(in table: Table) -> Double {
    Double(Self.fingerprints(table).count(where: known.contains)) / Double(table.rowCount)
  }

  /// The share of the rows of `table` that have an equal in another row of it.
  static func shareOfTwins(in table: Table) -> Double {
    var counts: [UInt64: Int] = [:]
    let fingerprints = fingerprints(table)
    for fingerprint in fingerprints { counts[fingerprint, default: 0] += 1 }
    return Double(fingerprints.count { (counts[$0] ?? 0) > 1 }) / Double(table.rowCount)
  }

  /// 64 bits for each row, the same for equal rows; two of a million different rows collide with a
  /// chance of 3 in 100 million.
  private static func fingerprints(_ table: Table) -> [UInt64] {
    var result = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: table.rowCount)
    for column in table.columns {
      for (row, bits) in column.valueBits.enumerated() { result[row] = mixed(result[row], bits) }
    }
    return result
  }

  /// SplitMix64's output function over the sum.
  private static func mixed(_ state: UInt64, _ bits: UInt64) -> UInt64 {
    var z = (state &* 0xD134_2543_DE82_EF95) &+ bits &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
