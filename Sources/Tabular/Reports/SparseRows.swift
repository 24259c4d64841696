/// Rows of a table as vectors of which most entries are zero: a standardised number takes one
/// entry, a column of names takes one entry a level, of which one is 1.
///
/// Numbers enter by their rank in the real table, so that a few extreme values do not stretch the
/// picture; what is missing is at the mean.
struct SparseRows: Sendable {
  /// What a column of the real table becomes.
  struct Encoding: Sendable {
    fileprivate enum Part: Sendable {
      /// Ascending sample of the column; rank ↦ (rank − mean) / deviation, at one entry.
      case number(quantiles: [Double], mean: Double, deviation: Double, place: Int)
      /// The entry of each level.
      case levels([String: Int])
      /// Says nothing about a distribution.
      case nothing
    }

    fileprivate var parts: [Part] = []
    /// The number of entries of a vector.
    fileprivate(set) var dimensions = 0

    /// Learns from the real table what its columns become.
    ///
    /// - Parameters:
    ///   - table: The real table.
    ///   - levelLimit: The number of the most frequent levels that get an entry of their own.
    init(_ table: Table, levelLimit: Int = 20) {
      for column in table.columns {
        switch column.values {
        case _ where [.identifier, .text, .constant].contains(column.kind): parts.append(.nothing)
        case .numbers(let numbers): parts.append(number(numbers))
        case .codes(let codes, let levels): parts.append(names(codes, levels, levelLimit))
        }
      }
    }

    private mutating func number(_ numbers: [Double]) -> Part {
      let known = numbers.filter { $0.isFinite }
      let step = max(1, known.count / 2000)
      let sorted = stride(from: 0, to: known.count, by: step).map { known[$0] }.sorted()
      guard let first = sorted.first, let last = sorted.last, first < last else { return .nothing }
      let ranks = sorted.map { SparseRows.rank($0, in: sorted) }
      let mean = ranks.reduce(0, +) / Double(ranks.count)
      let variance = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(ranks.count)
      dimensions += 1
      return .number(
        quantiles: sorted, mean: mean, deviation: variance.squareRoot(), place: dimensions - 1)
    }

    private mutating func names(_ codes: [Int32], _ levels: [String], _ limit: Int) -> Part {
      var counts = [Int](repeating: 0, count: levels.count)
      for code in codes where code >= 0 { counts[Int(code)] += 1 }
      let frequent = levels.indices.filter { counts[$0] > 0 }
        .sorted { (counts[$0], $1) > (counts[$1], $0) }.prefix(limit)
      defer { dimensions += frequent.count }
      return .levels(
        Dictionary(uniqueKeysWithValues: zip(frequent.map { levels[$0] }, dimensions...)))
    }
  }

  /// The number of rows.
  let count: Int
  /// The entry that each column of each row takes, or -1: [rows, columns] row-major.
  private(set) var places: [Int32]
  /// Its value.
  private(set) var values: [Double]
  private let width: Int

  /// The chosen rows of `table`, whose columns are those that `encoding` was learnt from.
  init(_ table: Table, rows: [Int], encoding: Encoding) {
    count = rows.count
    width = encoding.parts.count
    places = [Int32](repeating: -1, count: rows.count * width)
    values = [Double](repeating: 0, count: rows.count * width)
    for (index, part) in encoding.parts.enumerated() {
      switch (part, table.columns[index].values) {
      case (.number(let quantiles, let mean, let deviation, let place), .numbers(let numbers)):
        for (at, row) in rows.enumerated() where numbers[row].isFinite {
          places[at * width + index] = Int32(place)
          values[at * width + index] =
            (Self.rank(numbers[row], in: quantiles) - mean) / deviation
        }
      case (.levels(let entries), .codes(let codes, let levels)):
        let entryOfLevel = levels.map { entries[$0] }
        for (at, row) in rows.enumerated() where codes[row] >= 0 {
          guard let place = entryOfLevel[Int(codes[row])] else { continue }
          places[at * width + index] = Int32(place)
          values[at * width + index] = 1
        }
      default: break
      }
    }
  }

  /// The entries of one row that are not zero.
  func forEachEntry(of row: Int, _ body: (_ place: Int, _ value: Double) -> Void) {
    for cell in row * width..<(row + 1) * width where places[cell] >= 0 {
      body(Int(places[cell]), values[cell])
    }
  }

  /// The share of `sorted` below `value`, those equal to it counting half.
  private static func rank(_ value: Double, in sorted: [Double]) -> Double {
    func bound(_ isBelow: (Double) -> Bool) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if isBelow(sorted[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let below = bound { $0 < value }
    let notAbove = bound { $0 <= value }
    return Double(below + notAbove) / Double(2 * sorted.count)
  }
}
