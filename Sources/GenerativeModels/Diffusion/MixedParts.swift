import Foundation

/// Mixed variables as a diffusion sees them: *names*, which are masked, and *scores*, which get
/// Gaussian noise.
///
/// A variable with atoms has a name: the atom, or that the value is continuous. A variable with a
/// continuous part has a score: the normal score of its rank.
struct MixedParts: Sendable {
  let variables: [MixedVariable]
  /// The variables that have a name.
  let named: [Int]
  /// The variables that have a score.
  let scored: [Int]
  /// For each name a variable of atoms alone; of a variable with both the last one says that the
  /// value is continuous.
  let names: [MixedVariable]

  /// The ranks that have scores; at 0 and 1 they are infinite.
  private static let ranks = 2e-5...(1 - 2e-5)

  init(_ variables: [MixedVariable]) {
    self.variables = variables
    named = variables.indices.filter { variables[$0].atomCount > 0 }
    scored = variables.indices.filter { variables[$0].isContinuous }
    names = named.map { index in
      var name = variables[index]
      guard name.isContinuous else { return name }
      name.atomShares.append(name.continuousShare)
      name.scale?.atomRanks.append(.nan)
      name.scale?.atomValues.append(.nan)
      name.scale?.curve = []
      name.continuousShare = 0
      return name
    }
  }

  /// The names of rows, row-major, `[rows, named]`.
  func names(of values: [Float], rows: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(rows * named.count)
    for row in 0..<rows {
      for variable in named {
        let value = values[row * variables.count + variable]
        result.append(min(value, Float(variables[variable].atomCount)).rounded(.down))
      }
    }
    return result
  }

  /// The scores of rows, row-major, `[rows, scored]`; NaN where a value is an atom.
  func scores(of values: [Float], rows: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(rows * scored.count)
    for row in 0..<rows {
      for variable in scored {
        let rank = Double(
          values[row * variables.count + variable] - Float(variables[variable].atomCount))
        let inside = min(max(rank, Self.ranks.lowerBound), Self.ranks.upperBound)
        result.append(rank < 0 ? .nan : Float(NormalScore.quantile(inside)))
      }
    }
    return result
  }

  /// Flags of variables as flags of names or scores.
  func flags(_ seen: [Bool], of part: [Int], rows: Int) -> [Bool] {
    (0..<rows).flatMap { row in part.map { seen[row * variables.count + $0] } }
  }

  /// The rows that names and scores stand for.
  func values(names: [Float], scores: [Float], rows: Int) -> [Float] {
    var result = [Float](repeating: .nan, count: rows * variables.count)
    for row in 0..<rows {
      for (position, variable) in named.enumerated() {
        result[row * variables.count + variable] = names[row * named.count + position]
      }
      for (position, variable) in scored.enumerated() {
        let index = row * variables.count + variable
        let atoms = Float(variables[variable].atomCount)
        guard atoms == 0 || result[index] >= atoms else { continue }
        let score = Double(scores[row * scored.count + position])
        let rank = 0.5 * erfc(-score / 2.0.squareRoot())
        result[index] = atoms + min(Float(rank), 0.999_99)
      }
    }
    return result
  }
}
