/// The values that one variable of an any-order model may take.
public struct AllowedValues: Sendable, Equatable {
  /// The atoms, ascending.
  public var atoms: [Int]
  /// Parts of the continuous part, as numbers t of the variable (`atomCount` + rank): ascending,
  /// without overlap, both ends allowed.
  public var ranks: [ClosedRange<Float>]

  /// Makes a set.
  public init(atoms: [Int] = [], ranks: [ClosedRange<Float>] = []) {
    self.atoms = atoms
    self.ranks = ranks
  }

  /// Whether nothing is allowed.
  public var isEmpty: Bool { atoms.isEmpty && ranks.isEmpty }

  /// Whether these are all values that a variable has.
  public func areAll(of variable: MixedVariable) -> Bool {
    guard atoms.count == variable.atomCount else { return false }
    guard variable.isContinuous else { return true }
    let start = Float(variable.atomCount)
    let end = MixedVariable.greatestValue(atomCount: variable.atomCount)
    return ranks.contains { $0.lowerBound <= start && $0.upperBound >= end }
  }

  /// Whether `value` is allowed.
  public func contains(_ value: Float) -> Bool {
    if value == value.rounded(), atoms.contains(Int(value)) { return true }
    return ranks.contains { $0.contains(value) }
  }
}

/// What is known beforehand about one variable of the rows to be drawn.
public struct VariableRestriction: Sendable, Equatable {
  /// Which values are allowed.
  public enum Allowed: Sendable, Equatable {
    /// The same in every row.
    case values(AllowedValues)
    /// Those that go with the atom of another variable; none with an atom that is not listed.
    case given(variable: Int, [Int: AllowedValues])
  }

  /// The variable.
  public var variable: Int
  /// Its values.
  public var allowed: Allowed

  /// Makes a restriction.
  public init(_ variable: Int, _ allowed: Allowed) {
    self.variable = variable
    self.allowed = allowed
  }
}
