import Foundation

/// Finds pairs of columns of which one is never above the other.
struct InequalityFinder {
  private struct Candidate {
    var name: String
    var isDate: Bool
    var numbers: [Double]
    var minimum: Double
    var maximum: Double
    var isComplete: Bool
  }

  private let candidates: [Candidate]

  init(_ table: Table) {
    candidates = table.columns.compactMap { column in
      guard case .numbers(let numbers) = column.values else { return nil }
      let present = numbers.lazy.filter { !$0.isNaN }
      guard let minimum = present.min(), let maximum = present.max(), minimum < maximum else {
        return nil
      }
      return Candidate(
        name: column.name, isDate: column.kind == .dateTime, numbers: numbers, minimum: minimum,
        maximum: maximum, isComplete: !numbers.contains(where: \.isNaN))
    }
  }

  /// The inequalities, without those that follow from two others.
  func inequalities() -> [TableConstraints.Inequality] {
    var isBelow = [[Bool]](
      repeating: Array(repeating: false, count: candidates.count), count: candidates.count)
    var isStrict = isBelow
    for (i, a) in candidates.enumerated() {
      for (j, b) in candidates.enumerated() where i != j && a.isDate == b.isDate {
        // Ranges that only touch say it all already; crossed ranges contradict it.
        guard a.maximum > b.minimum, a.minimum <= b.minimum, a.maximum <= b.maximum,
          let strict = relation(a, b), isNoAccident(a, b)
        else { continue }
        isBelow[i][j] = true
        isStrict[i][j] = strict
      }
    }
    var result: [TableConstraints.Inequality] = []
    for i in candidates.indices {
      for j in candidates.indices where isBelow[i][j] {
        let follows = candidates.indices.contains { k in
          // Where the one between is missing, the two others are bound by nothing.
          k != i && k != j && candidates[k].isComplete && isBelow[i][k] && isBelow[k][j]
            && (!isStrict[i][j] || isStrict[i][k] || isStrict[k][j])
        }
        if follows { continue }
        result.append(
          TableConstraints.Inequality(
            lower: candidates[i].name, upper: candidates[j].name, isStrict: isStrict[i][j]))
      }
    }
    return result
  }

  /// Whether `a` is always less than `b`; `nil` when it is greater somewhere or always equal.
  private func relation(_ a: Candidate, _ b: Candidate) -> Bool? {
    var isStrict = true
    var differs = false
    for (x, y) in zip(a.numbers, b.numbers) {
      if x > y { return nil }
      if x == y { isStrict = false }
      if x < y { differs = true }
    }
    return differs ? isStrict : nil
  }

  /// Whether the inequality would break often enough if the rows of one column were shuffled.
  private func isNoAccident(_ a: Candidate, _ b: Candidate) -> Bool {
    let count = a.numbers.count
    // Shifting by several amounts stands for shuffling, and needs no random numbers.
    let shifts = [1, 7, 61, 509, count / 3, count / 2].filter { $0 > 0 && $0 < count }
    let step = max(1, count / 2000)
    var pairs = 0
    var kept = 0
    for shift in shifts {
      for row in stride(from: 0, to: count, by: step) {
        let (x, y) = (a.numbers[row], b.numbers[(row + shift) % count])
        if x.isNaN || y.isNaN { continue }
        pairs += 1
        if x <= y { kept += 1 }
      }
    }
    guard pairs > 0 else { return false }
    let share = Double(kept) / Double(pairs)
    let both = zip(a.numbers, b.numbers).reduce(0) { $0 + ($1.0.isNaN || $1.1.isNaN ? 0 : 1) }
    return share < 0.95 && Double(both) * log(max(share, 1e-9)) < TableConstraints.logChanceLimit
  }
}
