/// The sentences about a conflict.
struct ConflictWords {
  private let constraints: PortfolioConstraints
  private let segments: TradeSegments
  private let system: RelaxableSystem

  init(_ constraints: PortfolioConstraints, _ segments: TradeSegments, _ system: RelaxableSystem) {
    self.constraints = constraints
    self.segments = segments
    self.system = system
  }

  /// One member a row; bounds of several assets that are alike are one member.
  var members: [ConstraintConflict.Member] {
    let n = system.feasible.variableCount
    var result: [ConstraintConflict.Member] = []
    var bounds: [Bound: [RelaxableSystem.Limit]] = [:]
    var order: [Bound] = []
    for limit in system.limits {
      if limit.entry >= n {
        result.append(row(limit))
      } else if let bound = bound(limit) {
        if bounds[bound] == nil { order.append(bound) }
        bounds[bound, default: []].append(limit)
      }
    }
    for bound in order { result.append(member(bound, bounds[bound] ?? [])) }
    return result
  }

  // MARK: - Rows

  private func row(_ limit: RelaxableSystem.Limit) -> ConstraintConflict.Member {
    let row = limit.entry - system.feasible.variableCount
    let name = system.feasible.rowNames[row]
    let fixed = anchorShare(row)
    let remedy = system.remedy(without: [limit], of: limit).map { value in
      let words = NumberWords.plain(value + fixed)
      return limit.isUpper
        ? "let \"\(name)\" go up to \(words)" : "let \"\(name)\" go down to \(words)"
    }
    return .init(text: name, remedy: remedy)
  }

  /// What the anchors of the segments add to a row.
  private func anchorShare(_ row: Int) -> Double {
    let rows = (constraints.budget == nil ? 0 : 1)
    if row < rows { return segments.anchor.reduce(0, +) }
    guard row - rows < constraints.linear.count else { return 0 }
    return dot(constraints.linear[row - rows].coefficients, segments.anchor)
  }

  // MARK: - Bounds

  private struct Bound: Hashable {
    var value: Double
    var isUpper: Bool
  }

  /// The bound of the asset's weight that a segment's limit stands for; `nil` for an inner limit.
  private func bound(_ limit: RelaxableSystem.Limit) -> Bound? {
    let segment = segments.segments[limit.entry]
    if segments.isIdentity {
      return Bound(value: system.value(limit), isUpper: limit.isUpper)
    }
    guard limit.isUpper else { return nil }
    let isUpper = segment.sign > 0
    let bounds = isUpper ? constraints.upper : constraints.lower
    return Bound(value: bounds[segment.asset], isUpper: isUpper)
  }

  private func member(
    _ bound: Bound, _ limits: [RelaxableSystem.Limit]
  ) -> ConstraintConflict.Member {
    let names = limits.map { constraints.name(segments.segments[$0.entry].asset) }
    let side = bound.isUpper ? "at most" : "at least"
    let value = NumberWords.plain(bound.value)
    let whom =
      names.count <= 3
      ? names.joined(separator: ", ")
      : "\(names.count) assets (\(names.prefix(3).joined(separator: ", ")), …)"
    let text = names.count == 1 ? "\(whom) \(side) \(value)" : "\(whom): \(side) \(value) each"
    return .init(text: text, remedy: remedy(bound, limits, whom))
  }

  /// The common bound with which the conflict goes.
  private func remedy(
    _ bound: Bound, _ limits: [RelaxableSystem.Limit], _ whom: String
  ) -> String? {
    guard segments.isIdentity, let value = commonBound(bound, limits) else { return nil }
    let words = NumberWords.plain(value)
    let each = limits.count == 1 ? "" : " each"
    return bound.isUpper
      ? "allow \(whom) up to \(words)\(each)" : "let \(whom) go down to \(words)\(each)"
  }

  /// The smallest t with xᵢ ≤ t (the largest with xᵢ ≥ t) that leaves something feasible.
  private func commonBound(_ bound: Bound, _ limits: [RelaxableSystem.Limit]) -> Double? {
    let all = RelaxableSystem(system.feasible)
    let dropped = Set(limits)
    let base = all.polyhedron(all.limits.filter { !dropped.contains($0) })
    let n = base.variableCount
    var rows =
      base.rows.elements.isEmpty
      ? [] : (0..<base.rows.rowCount).map { Array(base.rows.row($0)) + [0] }
    var rowLower = base.rowLower
    var rowUpper = base.rowUpper
    for limit in limits {
      var row = [Double](repeating: 0, count: n + 1)
      row[limit.entry] = 1
      row[n] = -1
      rows.append(row)
      rowLower.append(bound.isUpper ? -.infinity : 0)
      rowUpper.append(bound.isUpper ? 0 : .infinity)
    }
    var program = LinearProgram(
      Polyhedron(
        lower: base.lower + [-1e6], upper: base.upper + [1e6], rows: Matrix(rows),
        rowLower: rowLower, rowUpper: rowUpper))
    let objective = [Double](repeating: 0, count: n) + [bound.isUpper ? -1 : 1]
    guard case .optimal(let vertex) = try? program.maximize(objective) else { return nil }
    return vertex.point[n]
  }
}
