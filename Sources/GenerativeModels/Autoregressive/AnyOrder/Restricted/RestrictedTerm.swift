/// Restrictions that hold together, in the order in which their variables are drawn.
struct RestrictedTerm: Sendable {
  /// One variable and what it may be.
  struct Step: Sendable {
    enum Allowed: Sendable {
      case outcomes(AllowedOutcomes)
      /// By the atom of the variable at an earlier position.
      case given(position: Int, [Int: AllowedOutcomes])
    }

    var variable: Int
    var allowed: Allowed

    /// How many outcomes there are at the most, over all values of the other variable.
    var count: Int {
      switch allowed {
      case .outcomes(let outcomes): outcomes.count
      case .given(_, let table): table.values.reduce(0) { $0 + $1.count }
      }
    }

    /// Whether an outcome may be a bin, inside which values differ.
    var hasBins: Bool {
      switch allowed {
      case .outcomes(let outcomes): outcomes.outcomes.indices.contains { outcomes.isBin($0) }
      case .given(_, let table):
        table.values.contains { part in part.outcomes.indices.contains { part.isBin($0) } }
      }
    }
  }

  /// A restricted variable with those that are restricted given its value.
  private struct Unit {
    var steps: [VariableRestriction]
    var count: Int
    var hasBins: Bool
  }

  let steps: [Step]
  /// How many combinations there are of what all variables but the last may be.
  let contextCount: Int

  /// Orders restrictions, so that the fewest combinations come before the last variable; where no
  /// more than `limit` result, variables with bins stand behind those of atoms alone.
  init(
    _ restrictions: [VariableRestriction], variables: [MixedVariable], bins: Int, limit: Int
  ) {
    let units = Self.units(restrictions, variables: variables, bins: bins)
    let atomsFirst = units.sorted {
      $0.hasBins != $1.hasBins ? $1.hasBins : $0.count < $1.count
    }
    let contexts = Self.contexts(atomsFirst, variables: variables, bins: bins)
    let chosen = contexts <= limit ? atomsFirst : units.sorted { $0.count < $1.count }
    contextCount = Self.contexts(chosen, variables: variables, bins: bins)
    steps = Self.steps(chosen.flatMap(\.steps), variables: variables, bins: bins)
  }

  private static func steps(
    _ restrictions: [VariableRestriction], variables: [MixedVariable], bins: Int
  ) -> [Step] {
    var positions: [Int: Int] = [:]
    for (position, restriction) in restrictions.enumerated() {
      positions[restriction.variable] = position
    }
    return restrictions.map { restriction in
      let variable = variables[restriction.variable]
      switch restriction.allowed {
      case .values(let values):
        return Step(
          variable: restriction.variable,
          allowed: .outcomes(AllowedOutcomes(values, of: variable, bins: bins)))
      case .given(let other, let table):
        guard let position = positions[other] else {
          preconditionFailure("a variable restricted given one that is not")
        }
        return Step(
          variable: restriction.variable,
          allowed: .given(
            position: position,
            table.mapValues { AllowedOutcomes($0, of: variable, bins: bins) }))
      }
    }
  }

  private static func units(
    _ restrictions: [VariableRestriction], variables: [MixedVariable], bins: Int
  ) -> [Unit] {
    restrictions.compactMap { leading -> Unit? in
      guard case .values = leading.allowed else { return nil }
      let group =
        [leading]
        + restrictions.filter {
          if case .given(leading.variable, _) = $0.allowed { true } else { false }
        }
      let steps = steps(group, variables: variables, bins: bins)
      return Unit(
        steps: group, count: steps.last?.count ?? 1, hasBins: steps.contains { $0.hasBins })
    }
  }

  private static func contexts(
    _ units: [Unit], variables: [MixedVariable], bins: Int
  ) -> Int {
    guard let last = units.last else { return 1 }
    var product = 1.0
    for unit in units.dropLast() { product *= Double(unit.count) }
    let leading = steps(Array(last.steps.dropLast()), variables: variables, bins: bins)
    for step in leading { product *= Double(step.count) }
    return Int(min(product, 1e15))
  }

  /// What the variable at `position` may be, given the values before it.
  func allowed(at position: Int, after values: ArraySlice<Float>) -> AllowedOutcomes? {
    switch steps[position].allowed {
    case .outcomes(let outcomes): outcomes
    case .given(let other, let table): table[Int(values[values.startIndex + other])]
    }
  }

  /// The variables of the first `count` steps.
  func variables(first count: Int) -> [Int] { steps.prefix(count).map(\.variable) }
}
