internal import Torch

/// The joint distribution of a term's variables, all but the last of them written out.
///
/// A cell is one combination of outcomes of all variables but the last. Its weight is their
/// probability by the chain rule times that of the last variable's allowed values given them, so the
/// weights sum up to the probability of the term, and drawing a cell and then the last variable from
/// what is allowed of its conditional distribution gives the joint distribution exactly.
///
/// A bin among the outcomes of a cell stands for all its values, and the weight was worked out for
/// the middle one. Then `draw` says by how much the density at the drawn values differs from what
/// the cell promised, for the caller to correct.
struct RestrictionTable {
  let term: RestrictedTerm
  /// For each cell the indices of its outcomes, `[cells, steps - 1]`.
  private(set) var picks: [Int32] = []
  /// For each cell the middle values of its outcomes, likewise.
  private(set) var values: [Float] = []
  /// For each cell its probability together with what is allowed of the last variable.
  private(set) var weights: [Double] = [1]
  /// Whether a cell stands for different values.
  private(set) var hasBins = false

  private var depth: Int { max(term.steps.count - 1, 0) }

  init(_ term: RestrictedTerm, conditionals: AnyOrderConditionals) {
    self.term = term
    for position in 0..<depth { expand(position, conditionals) }
    guard let last = term.steps.last else { return }
    let depth = depth
    var masses = weights
    let (values, term) = (values, term)
    conditionals.forEach(
      variable: last.variable, seen: term.variables(first: depth), values: values,
      count: weights.count
    ) { cell, probabilities in
      let context = values[cell * depth..<(cell + 1) * depth]
      masses[cell] *= term.allowed(at: depth, after: context)?.mass(probabilities) ?? 0
    }
    weights = masses
  }

  /// Adds one variable to all cells.
  private mutating func expand(_ position: Int, _ conditionals: AnyOrderConditionals) {
    var next = (picks: [Int32](), values: [Float](), weights: [Double]())
    var foundBins = hasBins
    let (picks, values, weights, term) = (picks, values, weights, term)
    conditionals.forEach(
      variable: term.steps[position].variable, seen: term.variables(first: position),
      values: values, count: weights.count
    ) { cell, probabilities in
      let before = cell * position..<(cell + 1) * position
      guard let allowed = term.allowed(at: position, after: values[before]) else { return }
      for index in allowed.outcomes.indices {
        let weight =
          weights[cell] * Double(probabilities[allowed.outcomes[index]]) * allowed.shares[index]
        guard weight > 0 else { continue }
        next.picks += picks[before]
        next.picks.append(Int32(index))
        next.values += values[before]
        next.values.append(allowed.value(index, at: 0.5))
        next.weights.append(weight)
        foundBins = foundBins || allowed.isBin(index)
      }
    }
    (self.picks, self.values, self.weights) = next
    hasBins = foundBins
  }

  /// Draws values of the term's variables inside given cells.
  ///
  /// - Parameters:
  ///   - cells: One cell a row.
  ///   - conditionals: The model.
  ///   - random: Decides.
  /// - Returns: The values, `[rows, steps]`, and each row's density over what its cell promised:
  ///   one where no variable but the last has bins.
  func draw(
    cells: [Int], conditionals: AnyOrderConditionals, using random: inout SeededGenerator
  ) -> (values: [Float], ratios: [Double]) {
    let ratios = [Double](repeating: 1, count: cells.count)
    guard !term.steps.isEmpty else { return ([], ratios) }
    guard hasBins else {
      // Rows of one cell share its last conditional distribution.
      var rows: [Int: [Int]] = [:]
      for (row, cell) in cells.enumerated() { rows[cell, default: []].append(row) }
      let distinct = rows.keys.sorted()
      let contexts = distinct.flatMap { values[$0 * depth..<($0 + 1) * depth] }
      let groups = distinct.map { rows[$0] ?? [] }
      let drawn = last(
        contexts: contexts, groups: groups, count: cells.count, conditionals, using: &random)
      return (drawn.values, ratios)
    }
    let contexts = contexts(of: cells, using: &random)
    let drawn = last(
      contexts: contexts, groups: cells.indices.map { [$0] }, count: cells.count, conditionals,
      using: &random)
    let chances = chances(of: cells, contexts: contexts, conditionals)
    return (
      drawn.values,
      cells.indices.map { chances[$0] * drawn.masses[$0] / weights[cells[$0]] }
    )
  }

  /// Values of all variables but the last inside the outcomes of their cells.
  private func contexts(of cells: [Int], using random: inout SeededGenerator) -> [Float] {
    var contexts: [Float] = []
    contexts.reserveCapacity(cells.count * depth)
    for (row, cell) in cells.enumerated() {
      for position in 0..<depth {
        let allowed = term.allowed(at: position, after: contexts[(row * depth)...])
        contexts.append(
          allowed?.value(
            Int(picks[cell * depth + position]), at: Double.random(in: 0..<1, using: &random)) ?? 0)
      }
    }
    return contexts
  }

  /// The probabilities of the cells' outcomes given the values that were really drawn.
  private func chances(
    of cells: [Int], contexts: [Float], _ conditionals: AnyOrderConditionals
  ) -> [Double] {
    var chances = [Double](repeating: 1, count: cells.count)
    for position in 0..<depth {
      let before = cells.indices.flatMap { contexts[$0 * depth..<$0 * depth + position] }
      conditionals.forEach(
        variable: term.steps[position].variable, seen: term.variables(first: position),
        values: before, count: cells.count
      ) { row, probabilities in
        let own = before[row * position..<(row + 1) * position]
        guard let allowed = term.allowed(at: position, after: own) else { return }
        let index = Int(picks[cells[row] * depth + position])
        chances[row] *= Double(probabilities[allowed.outcomes[index]]) * allowed.shares[index]
      }
    }
    return chances
  }

  /// Draws the last variable for groups of rows with one context each.
  private func last(
    contexts: [Float], groups: [[Int]], count: Int, _ conditionals: AnyOrderConditionals,
    using random: inout SeededGenerator
  ) -> (values: [Float], masses: [Double]) {
    let steps = term.steps.count
    var values = [Float](repeating: 0, count: count * steps)
    var masses = [Double](repeating: 0, count: count)
    let uniforms = random.stratifiedDoubles(count)
    conditionals.forEach(
      variable: term.steps[depth].variable, seen: term.variables(first: depth), values: contexts,
      count: groups.count
    ) { group, probabilities in
      let context = contexts[group * depth..<(group + 1) * depth]
      guard let allowed = term.allowed(at: depth, after: context), allowed.count > 0 else { return }
      let mass = allowed.mass(probabilities)
      for row in groups[group] {
        let (index, fraction) = allowed.invert(uniforms[row], probabilities)
        for (position, value) in context.enumerated() { values[row * steps + position] = value }
        values[row * steps + depth] = allowed.value(index, at: fraction)
        masses[row] = mass
      }
    }
    return (values, masses)
  }
}

extension SeededGenerator {
  /// One number in each of `count` equal parts of [0, 1), in random order.
  mutating func stratifiedDoubles(_ count: Int) -> [Double] {
    var numbers = (0..<count).map { index in
      (Double(index) + Double.random(in: 0..<1, using: &self)) / Double(count)
    }
    numbers.shuffle(using: &self)
    return numbers
  }
}
