/// max cᵀx over a polyhedron, by the revised simplex method for bounded variables.
///
/// Few rows and many variables, as portfolios have: the inverse of the basis is a small dense
/// matrix. Each row gets a logical variable s with A x - s = 0, so that rows and variables are bound
/// in the same way. Source: Maros, "Computational Techniques of the Simplex Method", 2003.
struct LinearProgram {
  /// What a basis says of a variable, or of the logical variable of a row.
  enum Status: UInt8 {
    /// In the basis: between its bounds.
    case basic
    /// At its lower bound.
    case lower
    /// At its upper bound.
    case upper
    /// Unbounded, and 0.
    case zero
  }

  /// How it ended.
  enum Outcome {
    /// An optimal vertex.
    case optimal(Vertex)
    /// No point fulfils the constraints; the entries (variables, then rows) that prove it.
    case infeasible(proof: [Int])
    /// The value grows for ever.
    case unbounded
  }

  /// A vertex and its basis.
  struct Vertex {
    /// The point, `[variables]`.
    var point: [Double]
    /// The value cᵀx.
    var value: Double
    /// One status a variable, then one a row.
    var status: [Status]
    /// The reduced costs c - Aᵀy of the variables, then of the rows; 0 in the basis.
    var reducedCosts: [Double]
  }

  private let feasible: Polyhedron
  private let n: Int
  private let m: Int
  private var lower: [Double]
  private var upper: [Double]
  private var status: [Status]
  private var value: [Double]
  private var basis: [Int]
  private var inverse: Matrix
  private let tolerance = 1e-10

  /// Makes a program.
  init(_ feasible: Polyhedron) {
    self.feasible = feasible
    n = feasible.variableCount
    m = feasible.rows.rowCount
    lower = feasible.lower + feasible.rowLower
    upper = feasible.upper + feasible.rowUpper
    status = []
    value = []
    for index in 0..<n {
      let isLower = lower[index].isFinite
      let isUpper = upper[index].isFinite
      let takesUpper = isUpper && (!isLower || abs(upper[index]) < abs(lower[index]))
      status.append(takesUpper ? .upper : isLower ? .lower : .zero)
      value.append(takesUpper ? upper[index] : isLower ? lower[index] : 0)
    }
    status += [Status](repeating: .basic, count: m)
    basis = Array(n..<n + m)
    inverse = Matrix(diagonal: [Double](repeating: -1, count: m))
    value += [Double](repeating: 0, count: m)
    refreshBasis()
  }

  /// Maximises cᵀx.
  mutating func maximize(_ objective: [Double]) throws(PortfolioError) -> Outcome {
    for index in lower.indices where lower[index] > upper[index] {
      return .infeasible(proof: [index])
    }
    if let proof = try makeFeasible() { return .infeasible(proof: proof) }
    let costs = objective.map { -$0 } + [Double](repeating: 0, count: m)
    let scale = max(1e-300, objective.reduce(0) { max($0, abs($1)) })
    while true {
      let reduced = reducedCosts(costs)
      guard let entering = entering(reduced, tolerance: 1e-11 * scale) else {
        let total = (0..<n).reduce(0) { $0 + objective[$1] * value[$1] }
        return .optimal(
          Vertex(
            point: Array(value[..<n]), value: total, status: status,
            reducedCosts: reduced.map { -$0 }))
      }
      guard try step(entering, isUp: reduced[entering] < 0, isFeasible: true) else {
        return .unbounded
      }
    }
  }

  // MARK: - Phase 1

  /// Minimises the sum of what the basic variables miss their bounds by.
  private mutating func makeFeasible() throws(PortfolioError) -> [Int]? {
    while true {
      var costs = [Double](repeating: 0, count: n + m)
      var missed = 0.0
      for variable in basis {
        let gap = violation(variable)
        if gap < 0 { costs[variable] = -1 } else if gap > 0 { costs[variable] = 1 }
        missed += abs(gap)
      }
      if missed == 0 { return nil }
      let reduced = reducedCosts(costs)
      guard let entering = entering(reduced, tolerance: 1e-11) else {
        // The missed entries, and those that would have to give way.
        var proof = basis.filter { violation($0) != 0 }
        for index in 0..<n + m where status[index] != .basic && abs(reduced[index]) > 1e-11 {
          proof.append(index)
        }
        return proof.sorted()
      }
      guard try step(entering, isUp: reduced[entering] < 0, isFeasible: false) else {
        throw PortfolioError(.notConverged, "the search for a feasible portfolio did not end")
      }
    }
  }

  private func violation(_ variable: Int) -> Double {
    let margin = tolerance * max(1, abs(value[variable]))
    if value[variable] < lower[variable] - margin { return value[variable] - lower[variable] }
    if value[variable] > upper[variable] + margin { return value[variable] - upper[variable] }
    return 0
  }

  // MARK: - Pivots

  private var iterations = 0
  private var idle = 0

  private func column(_ variable: Int, _ row: Int) -> Double {
    variable < n ? feasible.rows[row, variable] : (variable - n == row ? -1 : 0)
  }

  private func reducedCosts(_ costs: [Double]) -> [Double] {
    var prices = [Double](repeating: 0, count: m)
    for position in 0..<m where costs[basis[position]] != 0 {
      for row in 0..<m { prices[row] += costs[basis[position]] * inverse[position, row] }
    }
    let products = feasible.rows.transposedTimes(prices)
    var reduced = [Double](repeating: 0, count: n + m)
    for index in 0..<n { reduced[index] = costs[index] - products[index] }
    for row in 0..<m { reduced[n + row] = costs[n + row] + prices[row] }
    for variable in basis { reduced[variable] = 0 }
    return reduced
  }

  /// The variable that improves most; the first one that improves once the steps have no length.
  private func entering(_ reduced: [Double], tolerance: Double) -> Int? {
    var best: Int?
    var size = tolerance
    for index in 0..<n + m where abs(reduced[index]) > size && lower[index] < upper[index] {
      let isUp = reduced[index] < 0
      switch status[index] {
      case .basic: continue
      case .lower where !isUp: continue
      case .upper where isUp: continue
      default: break
      }
      if idle > 20 { return index }
      best = index
      size = abs(reduced[index])
    }
    return best
  }

  /// Moves one variable as far as the others allow; `false` if nothing stops it.
  private mutating func step(
    _ entering: Int, isUp: Bool, isFeasible: Bool
  ) throws(PortfolioError) -> Bool {
    iterations += 1
    guard iterations < 200 * (n + m) + 1000 else {
      throw PortfolioError(.notConverged, "the search for the best vertex did not end")
    }
    let sign = isUp ? 1.0 : -1.0
    var change = [Double](repeating: 0, count: m)
    for position in 0..<m {
      for row in 0..<m { change[position] -= sign * inverse[position, row] * column(entering, row) }
    }
    var length = upper[entering] - lower[entering]
    var leaving: (position: Int, toUpper: Bool)?
    var size = 0.0
    for position in 0..<m where abs(change[position]) > 1e-11 {
      let variable = basis[position]
      guard let stop = stop(variable, rate: change[position], isFeasible: isFeasible) else {
        continue
      }
      let distance = max(0, (stop.at - value[variable]) / change[position])
      // Of equally near stops the largest pivot keeps the basis well conditioned.
      let isNearer = distance < length - 1e-12
      if isNearer || (distance <= length + 1e-12 && abs(change[position]) > size) {
        length = min(length, distance)
        leaving = (position, stop.isUpper)
        size = abs(change[position])
      }
    }
    guard length.isFinite else { return false }
    idle = length > 1e-13 ? 0 : idle + 1
    value[entering] += sign * length
    for position in 0..<m { value[basis[position]] += length * change[position] }
    guard let leaving else {
      status[entering] = isUp ? .upper : .lower
      value[entering] = isUp ? upper[entering] : lower[entering]
      return true
    }
    let variable = basis[leaving.position]
    status[variable] = leaving.toUpper ? .upper : .lower
    value[variable] = leaving.toUpper ? upper[variable] : lower[variable]
    status[entering] = .basic
    basis[leaving.position] = entering
    exchange(leaving.position, entering)
    return true
  }

  /// Where a basic variable has to stop, and whether that is its upper bound.
  private func stop(
    _ variable: Int, rate: Double, isFeasible: Bool
  ) -> (at: Double, isUpper: Bool)? {
    let gap = isFeasible ? 0 : violation(variable)
    if rate > 0 {
      if gap < 0 { return (lower[variable], false) }
      return gap == 0 && upper[variable].isFinite ? (upper[variable], true) : nil
    }
    if gap > 0 { return (upper[variable], true) }
    return gap == 0 && lower[variable].isFinite ? (lower[variable], false) : nil
  }

  private mutating func exchange(_ position: Int, _ entering: Int) {
    var pivotColumn = [Double](repeating: 0, count: m)
    for row in 0..<m {
      for index in 0..<m { pivotColumn[row] += inverse[row, index] * column(entering, index) }
    }
    let pivot = pivotColumn[position]
    for index in 0..<m { inverse[position, index] /= pivot }
    for row in 0..<m where row != position && pivotColumn[row] != 0 {
      for index in 0..<m { inverse[row, index] -= pivotColumn[row] * inverse[position, index] }
    }
    if iterations % 32 == 0 { refreshBasis() }
  }

  /// Computes the inverse and the values of the basic variables anew.
  private mutating func refreshBasis() {
    var matrix = Matrix(rows: m, columns: m)
    for position in 0..<m {
      for row in 0..<m { matrix[row, position] = column(basis[position], row) }
    }
    if let fresh = matrix.inverse { inverse = fresh }
    var load = feasible.rows.times((0..<n).map { status[$0] == .basic ? 0 : value[$0] })
    for row in 0..<m where status[n + row] != .basic { load[row] -= value[n + row] }
    for (position, solution) in inverse.times(load).enumerated() {
      value[basis[position]] = -solution
    }
  }
}
