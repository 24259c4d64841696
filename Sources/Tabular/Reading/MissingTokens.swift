/// The texts that stand for a missing value in a column, and how often each was met.
struct MissingTokens {
  /// What stands for a missing value in every table.
  static let common = ["", "NA", "NaN", "nan", "null", "NULL"]

  private let tokens: [[UInt8]]
  private let names: [String]
  private var begins: [Bool]
  private var counts: [Int]

  init(additional: [String]) {
    names = Self.common + additional.filter { !Self.common.contains($0) }
    tokens = names.map { Array($0.utf8) }
    begins = Array(repeating: false, count: 256)
    counts = Array(repeating: 0, count: names.count)
    for token in tokens {
      if let first = token.first { begins[Int(first)] = true }
    }
    begins[0x20] = true
  }

  /// Whether `cell` stands for a missing value; if so, it is counted.
  mutating func matches(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = cell.first else {
      counts[0] += 1
      return true
    }
    return begins[Int(first)] && matchesToken(cell)
  }

  private mutating func matchesToken(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    for (index, token) in tokens.enumerated()
    where token.count == cell.count && token.elementsEqual(cell) {
      counts[index] += 1
      return true
    }
    // A cell of spaces alone holds no value either.
    guard cell.allSatisfy({ $0 == 0x20 }) else { return false }
    counts[0] += 1
    return true
  }

  /// How many values are missing.
  var total: Int { counts.reduce(0, +) }

  /// What is written for a missing value: the text met most often.
  var mostFrequent: String {
    var best = 0
    for index in counts.indices where counts[index] > counts[best] { best = index }
    return names[best]
  }
}
