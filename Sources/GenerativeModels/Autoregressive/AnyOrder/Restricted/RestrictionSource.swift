internal import Torch

/// A term's joint distribution, exact or by a pool.
enum RestrictionSource {
  case table(RestrictionTable)
  case pool(RestrictedTerm, ImportancePool)

  var term: RestrictedTerm {
    switch self {
    case .table(let table): table.term
    case .pool(let term, _): term
    }
  }

  var weights: [Double] {
    switch self {
    case .table(let table): table.weights
    case .pool(_, let pool): pool.weights
    }
  }

  var hasBins: Bool {
    if case .table(let table) = self { table.hasBins } else { false }
  }

  var effectiveSize: Double? {
    if case .pool(_, let pool) = self { pool.effectiveSize } else { nil }
  }

  func draw(
    _ cells: [Int], _ conditionals: AnyOrderConditionals, using random: inout SeededGenerator
  ) -> (values: [Float], ratios: [Double]) {
    switch self {
    case .table(let table):
      table.draw(cells: cells, conditionals: conditionals, using: &random)
    case .pool(_, let pool):
      (pool.values(of: cells), [Double](repeating: 1, count: cells.count))
    }
  }
}
