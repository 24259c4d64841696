internal import Torch

/// Weighted draws of a term's variables, for terms of too many combinations to write out.
///
/// Each variable is drawn from what is allowed of its conditional distribution; the product of the
/// allowed probabilities is the weight that makes up for it. Drawing from the pool by weight is
/// sampling/importance resampling (Rubin 1987): it comes close to the conditional distribution as
/// the pool grows, and the effective size says how close.
struct ImportancePool {
  /// Row-major, `[pool, steps]`.
  let values: [Float]
  /// Their sum is the estimated probability of the term.
  let weights: [Double]

  init(
    _ term: RestrictedTerm, size: Int, conditionals: AnyOrderConditionals,
    using random: inout SeededGenerator
  ) {
    let count = term.steps.count
    var values = [Float](repeating: 0, count: size * count)
    var weights = [Double](repeating: 1 / Double(size), count: size)
    for position in 0..<count {
      let uniforms = random.stratifiedDoubles(size)
      let before = (0..<size).flatMap { values[$0 * count..<$0 * count + position] }
      conditionals.forEach(
        variable: term.steps[position].variable, seen: term.variables(first: position),
        values: before, count: size
      ) { row, probabilities in
        let own = before[row * position..<(row + 1) * position]
        guard let allowed = term.allowed(at: position, after: own), allowed.count > 0 else {
          weights[row] = 0
          return
        }
        weights[row] *= allowed.mass(probabilities)
        let (index, fraction) = allowed.invert(uniforms[row], probabilities)
        values[row * count + position] = allowed.value(index, at: fraction)
      }
    }
    self.values = values
    self.weights = weights
  }

  /// How many independent draws the pool is worth (Kish 1965): (Σ w)² / Σ w².
  var effectiveSize: Double {
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    let sum = weights.reduce(0, +)
    return squares > 0 ? sum * sum / squares : 0
  }

  /// The values of the rows at `cells`, `[cells, steps]`.
  func values(of cells: [Int]) -> [Float] {
    guard !weights.isEmpty else { return [] }
    let count = values.count / weights.count
    return cells.flatMap { values[$0 * count..<($0 + 1) * count] }
  }
}
