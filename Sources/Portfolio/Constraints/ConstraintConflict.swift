/// Why no portfolio fulfils the constraints: a smallest set of them that cannot hold together.
///
/// Every one of the set is needed for the contradiction. It is found by taking constraints away one
/// by one as long as the rest still contradicts itself (the deletion filter of Chinneck and
/// Dravnieks, "Locating minimal infeasible constraint sets in linear programs", 1991), starting from
/// those that the simplex method's proof of infeasibility names.
public struct ConstraintConflict: Sendable, Equatable, Codable {
  /// One constraint of the set, in words, and what would make it harmless.
  public struct Member: Sendable, Equatable, Codable {
    /// The constraint, such as `tech <= 0.4`.
    public var text: String
    /// What it would have to be for the conflict to go, if nothing else moved; `nil` if there is
    /// another conflict besides.
    public var remedy: String?
  }

  /// The constraints that cannot hold together; empty if there is no conflict.
  public private(set) var members: [Member] = []

  /// Looks for a conflict.
  ///
  /// - Parameters:
  ///   - constraints: What is asked for.
  ///   - extra: Further constraints, such as a floor of the return.
  public init(_ constraints: PortfolioConstraints, extra: [LinearConstraint] = []) {
    let segments = TradeSegments(constraints, extra: extra)
    var system = RelaxableSystem(segments.feasible)
    guard let proof = system.proof else { return }
    system.reduce(to: proof)
    members = ConflictWords(constraints, segments, system).members
  }

  /// The conflict as an error.
  var error: PortfolioError {
    let list = members.map(\.text).joined(separator: "; ")
    let remedies = members.compactMap(\.remedy)
    let help =
      switch remedies.count {
      case 0: ""
      case 1: " This would help: \(remedies[0])."
      default: " Any one of these would help: \(remedies.joined(separator: "; "))."
      }
    return PortfolioError(
      .infeasible,
      members.isEmpty
        ? "no portfolio fulfils all constraints."
        : "no portfolio fulfils all constraints; these cannot hold together: \(list).\(help)")
  }
}

/// A polyhedron some of whose limits can be taken away.
struct RelaxableSystem {
  /// One limit of a variable, or of row `entry - variableCount`.
  struct Limit: Hashable {
    var entry: Int
    var isUpper: Bool
  }

  let feasible: Polyhedron
  /// The limits that count.
  private(set) var limits: [Limit]

  init(_ feasible: Polyhedron) {
    self.feasible = feasible
    limits = []
    let lower = feasible.lower + feasible.rowLower
    let upper = feasible.upper + feasible.rowUpper
    for entry in lower.indices {
      if lower[entry].isFinite { limits.append(Limit(entry: entry, isUpper: false)) }
      if upper[entry].isFinite { limits.append(Limit(entry: entry, isUpper: true)) }
    }
  }

  /// The limit's value.
  func value(_ limit: Limit) -> Double {
    let n = feasible.variableCount
    if limit.entry < n {
      return limit.isUpper ? feasible.upper[limit.entry] : feasible.lower[limit.entry]
    }
    return limit.isUpper ? feasible.rowUpper[limit.entry - n] : feasible.rowLower[limit.entry - n]
  }

  /// The polyhedron with `limits` alone.
  func polyhedron(_ limits: some Sequence<Limit>) -> Polyhedron {
    let n = feasible.variableCount
    var lower = [Double](repeating: -.infinity, count: n + feasible.rows.rowCount)
    var upper = [Double](repeating: .infinity, count: n + feasible.rows.rowCount)
    for limit in limits {
      if limit.isUpper {
        upper[limit.entry] = value(limit)
      } else {
        lower[limit.entry] = value(limit)
      }
    }
    return Polyhedron(
      lower: Array(lower[..<n]), upper: Array(upper[..<n]), rows: feasible.rows,
      rowLower: Array(lower[n...]), rowUpper: Array(upper[n...]), rowNames: feasible.rowNames)
  }

  /// The entries that prove that nothing is feasible; `nil` if something is.
  var proof: [Int]? { proof(limits) }

  private func proof(_ limits: [Limit]) -> [Int]? {
    var program = LinearProgram(polyhedron(limits))
    let nothing = [Double](repeating: 0, count: feasible.variableCount)
    if case .infeasible(let proof) = try? program.maximize(nothing) { return proof }
    return nil
  }

  /// Takes limits away until each that is left is needed for the contradiction.
  mutating func reduce(to entries: [Int]) {
    let wanted = Set(entries)
    let named = limits.filter { wanted.contains($0.entry) }
    if proof(named) != nil { limits = named }
    for limit in limits {
      let rest = limits.filter { $0 != limit }
      if proof(rest) != nil { limits = rest }
    }
  }

  /// How far an entry can go if this limit falls and all other limits of the whole system stay:
  /// the least that an upper limit, or the most that a lower limit, would have to be.
  func remedy(without dropped: Set<Limit>, of limit: Limit) -> Double? {
    let rest = RelaxableSystem(feasible).limits.filter { !dropped.contains($0) }
    var program = LinearProgram(polyhedron(rest))
    let n = feasible.variableCount
    var objective = [Double](repeating: 0, count: n)
    if limit.entry < n {
      objective[limit.entry] = 1
    } else {
      objective = Array(feasible.rows.row(limit.entry - n))
    }
    if limit.isUpper { objective = objective.map { -$0 } }
    guard case .optimal(let vertex) = try? program.maximize(objective) else { return nil }
    return limit.isUpper ? -vertex.value : vertex.value
  }
}
