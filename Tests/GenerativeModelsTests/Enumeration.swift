import Torch

@testable import GenerativeModels

/// All cells of the toy rows' space: atoms, and bins of the continuous part.
struct Enumeration {
  static let bins = 8
  /// One row in the middle of each cell, row-major.
  let values: [Float]
  /// The cell's length on the rank scale: one for atoms.
  let widths: [Double]

  init(variables: [MixedVariable] = ToyRows.variables) {
    var rows: [(values: [Float], width: Double)] = [([], 1)]
    for variable in variables {
      var choices = (0..<variable.atomCount).map { (Float($0), 1.0) }
      if variable.isContinuous {
        choices += (0..<Self.bins).map { bin in
          let rank = (Float(bin) + 0.5) / Float(Self.bins)
          return (Float(variable.atomCount) + rank, 1 / Double(Self.bins))
        }
      }
      rows = rows.flatMap { row in choices.map { (row.values + [$0.0], row.width * $0.1) } }
    }
    values = rows.flatMap(\.values)
    widths = rows.map(\.width)
  }

  var count: Int { widths.count }
  var tensor: Tensor { Tensor(values, [count, values.count / count]) }

  /// How many rows lie in each cell.
  func counts(of drawn: [Float], variables: [MixedVariable] = ToyRows.variables) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for row in stride(from: 0, to: drawn.count, by: variables.count) {
      var cell = 0
      for (offset, variable) in variables.enumerated() {
        let atoms = variable.atomCount
        let value = drawn[row + offset]
        let choice =
          value < Float(atoms)
          ? Int(value)
          : atoms + min(Int((value - Float(atoms)) * Float(Self.bins)), Self.bins - 1)
        cell = cell * (atoms + (variable.isContinuous ? Self.bins : 0)) + choice
      }
      result[cell] += 1
    }
    return result
  }
}

/// How far counts are from what probabilities let expect, in standard deviations of Pearson's
/// statistic: near 0 where they agree, and below about 4 by chance. Cells that expect little are put
/// together.
func excess(of counts: [Double], over probabilities: [Double]) -> Double {
  let total = counts.reduce(0, +)
  var statistic = 0.0
  var cells = 0.0
  var rest = (expected: 0.0, found: 0.0)
  for (count, probability) in zip(counts, probabilities) {
    let expected = probability * total
    guard expected >= 5 else {
      rest = (rest.expected + expected, rest.found + count)
      continue
    }
    statistic += (count - expected) * (count - expected) / expected
    cells += 1
  }
  if rest.expected >= 5 {
    statistic += (rest.found - rest.expected) * (rest.found - rest.expected) / rest.expected
    cells += 1
  } else if rest.found > 30 {
    return .infinity
  }
  let freedom = max(cells - 1, 1)
  return (statistic - freedom) / (2 * freedom).squareRoot()
}
