/// An active set that does not become optimal: rounding has the upper hand.
struct UnsettledActiveSet: Error {}

extension ActiveSet {
  /// Goes from a feasible point to the optimum at one λ, by the primal active-set method.
  ///
  /// Used where the parametric steps cannot start or go on: at the vertex of largest return when
  /// several assets share it, and where several events fall together.
  ///
  /// - Parameters:
  ///   - point: A feasible point that keeps what is held; the optimum afterwards.
  ///   - lambda: λ.
  ///   - mayRelease: Which variables and rows may be released.
  /// - Throws: `SingularFreeSet`, or `UnsettledActiveSet`.
  func settle(
    _ point: inout [Double], at lambda: Double, mayRelease: (Int) -> Bool = { _ in true }
  ) throws {
    var idle = 0
    for _ in 0..<100 * (n + m) + 100 {
      if factor.removals > 64 + factor.count { try refresh() }
      guard solve() else { throw UnsettledActiveSet() }
      if let block = advance(&point, at: lambda) {
        idle = block.length > 1e-12 ? 0 : idle + 1
        bind(block.entry, at: block.limit)
      } else {
        guard let entry = wanting(at: lambda, mayRelease, isFirst: idle > 20) else { return }
        try release(entry)
      }
    }
    throw UnsettledActiveSet()
  }

  /// Moves towards the solution of the held set until something is in the way.
  private func advance(
    _ point: inout [Double], at lambda: Double
  ) -> (entry: Int, limit: Hold, length: Double)? {
    var length = 1.0
    var block: (entry: Int, limit: Hold, size: Double)?
    func consider(_ entry: Int, value: Double, change: Double) {
      guard abs(change) > 1e-13 else { return }
      let limit = change < 0 ? lower[entry] : upper[entry]
      guard limit.isFinite else { return }
      let distance = max(0, (limit - value) / change)
      if distance < length - 1e-14
        || (block != nil && distance <= length + 1e-14 && abs(change) > block?.size ?? 0)
      {
        length = min(length, distance)
        block = (entry, change < 0 ? .lower : .upper, abs(change))
      }
    }
    let target = (0..<n).map { point0[$0] + lambda * point1[$0] }
    for variable in factor.order {
      consider(variable, value: point[variable], change: target[variable] - point[variable])
    }
    let activity = rows.times(point)
    for row in 0..<m where hold[n + row] == .free {
      let goal = activity0[row] + lambda * activity1[row]
      consider(n + row, value: activity[row], change: goal - activity[row])
    }
    for variable in 0..<n {
      point[variable] =
        hold[variable] == .free
        ? point[variable] + length * (target[variable] - point[variable]) : target[variable]
    }
    return block.map { ($0.entry, $0.limit, length) }
  }

  /// What is held against its multiplier: the worst one, or the first one.
  private func wanting(
    at lambda: Double, _ mayRelease: (Int) -> Bool, isFirst: Bool
  ) -> Int? {
    var worst: Int?
    var size = 1e-10 * gradientScale
    func consider(_ entry: Int, _ multiplier: Double) {
      let wish =
        switch hold[entry] {
        case .free: 0.0
        case .lower: -multiplier
        case .upper: multiplier
        case .pinned: abs(multiplier)
        }
      guard wish > size, !isFixed(entry), mayRelease(entry), !(isFirst && worst != nil) else {
        return
      }
      worst = entry
      size = wish
    }
    for variable in 0..<n where hold[variable] != .free {
      consider(variable, gradient0[variable] + lambda * gradient1[variable])
    }
    for (index, row) in heldRows.enumerated() {
      consider(n + row, multiplier0[index] + lambda * multiplier1[index])
    }
    return worst
  }
}
