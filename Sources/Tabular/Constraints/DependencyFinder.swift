import Foundation

/// Finds columns whose value is fixed by that of another column.
struct DependencyFinder {
  private struct Candidate {
    var name: String
    var groups: ColumnGroups
  }

  private let candidates: [Candidate]
  private let rowCount: Int

  init(_ table: Table, valueLimit: Int) {
    rowCount = table.rowCount
    // A determinant that is nearly unique fixes everything and says nothing.
    let limit = min(valueLimit, table.rowCount / 5)
    candidates = table.columns.compactMap { column in
      switch column.kind {
      case .identifier, .text, .constant: return nil
      case .continuous, .integer, .categorical, .boolean, .dateTime:
        guard let groups = ColumnGroups(column, limit: limit), groups.count > 1 else { return nil }
        return Candidate(name: column.name, groups: groups)
      }
    }
  }

  /// One determinant for each column that has any, without cycles.
  ///
  /// A determinant has at least as many values as its dependent. When it has as many, each fixes
  /// the other, and the first of them in the table is kept as the determinant of all the others.
  func dependencies() -> [TableConstraints.Dependency] {
    var result: [TableConstraints.Dependency] = []
    for (index, dependent) in candidates.enumerated() {
      var best: (determinant: Candidate, images: [Int32])?
      for (other, determinant) in candidates.enumerated() where other != index {
        let count = determinant.groups.count
        guard count > dependent.groups.count || (count == dependent.groups.count && other < index)
        else { continue }
        // The nearest determinant: city, not street, for country; the first of equals.
        if let best, best.determinant.groups.count <= count { continue }
        guard let images = images(of: determinant, in: dependent) else { continue }
        guard isNoAccident(determinant, dependent) else { continue }
        best = (determinant, images)
      }
      guard let best else { continue }
      result.append(
        TableConstraints.Dependency(
          determinant: best.determinant.name, dependent: dependent.name,
          keys: best.determinant.groups.values,
          values: best.images.map { dependent.groups.values[Int($0)] }))
    }
    return result
  }

  /// The dependent's group for each group of the determinant; `nil` when one has two.
  private func images(of determinant: Candidate, in dependent: Candidate) -> [Int32]? {
    var images = [Int32](repeating: -1, count: determinant.groups.count)
    for row in 0..<rowCount {
      let group = Int(determinant.groups.groups[row])
      let image = dependent.groups.groups[row]
      if images[group] < 0 {
        images[group] = image
      } else if images[group] != image {
        return nil
      }
    }
    return images
  }

  /// Whether groups of these sizes would hardly agree if the dependent's values were shuffled.
  private func isNoAccident(_ determinant: Candidate, _ dependent: Candidate) -> Bool {
    let shares = dependent.groups.sizes.map { Double($0) / Double(rowCount) }
    var logChance = 0.0
    for size in determinant.groups.sizes where size > 1 {
      // The chance that `size` values drawn by these shares are all the same.
      let chance = shares.reduce(0) { $0 + pow($1, Double(size)) }
      logChance += log(max(chance, 1e-300))
      if logChance < TableConstraints.logChanceLimit { return true }
    }
    return false
  }
}
