internal import CPortfolio

/// Which variables and rows are held at a limit, and the solution that follows from it, as a
/// function of λ: the machine behind `ParametricQuadraticProgram`.
///
/// While one set is held, the solution of min ½ xᵀQx + cᵀx - λ μᵀx is linear in λ:
/// x(λ) = x₀ + λ x₁, and so are the multipliers of the bounds (the gradient d = Qx + c - λμ - Aᵀy)
/// and of the held rows (y). With Q_FF = L Lᵀ over the free variables F and V = L⁻¹ A_FᵀW over the
/// held rows W, the multipliers of the rows solve (VᵀV) y = b - V…, a system as small as the number
/// of rows. Source: Best, "An algorithm for the solution of the parametric quadratic programming
/// problem", 1996; Markowitz and Todd, "Mean-Variance Analysis", 2000, chapter 13.
final class ActiveSet {
  /// Where a variable or a row is held.
  enum Hold: UInt8 {
    /// Nowhere.
    case free
    /// At its lower limit.
    case lower
    /// At its upper limit.
    case upper
    /// At 0, though it has no limits: a start that the first release leaves.
    case pinned
  }

  let n: Int
  let m: Int
  let quadratic: Matrix
  let linear: [Double]
  /// μ, scaled so that λ is of the order of 1.
  let direction: [Double]
  let rows: Matrix
  /// The limits of the variables, then of the rows.
  let lower: [Double]
  let upper: [Double]
  /// The order of magnitude of gradients.
  let gradientScale: Double

  let factor: FreeSetFactor
  /// Holds of the variables, then of the rows. Plain memory: the checks of exclusive access to an
  /// array of a class would cost as much as the arithmetic.
  let hold: UnsafeMutablePointer<Hold>
  private let savedHold: UnsafeMutablePointer<Hold>
  private(set) var heldRows: [Int] = []

  // The solution of the held set: constants, and rates of change with λ.
  let point0: Vector
  let point1: Vector
  let gradient0: Vector
  let gradient1: Vector
  let activity0: Vector
  let activity1: Vector
  let multiplier0: Vector
  let multiplier1: Vector
  /// Qx + c of the held variables alone.
  private let load: Vector
  /// V, row after row of its transpose.
  private let images: Vector
  /// The Cholesky factor of VᵀV.
  private let small: Vector
  private let correction0: Vector
  private let correction1: Vector
  private let constantSide: Vector
  private let rateSide: Vector
  private var constant: UnsafeMutablePointer<Double> { constantSide.start }
  private var rate: UnsafeMutablePointer<Double> { rateSide.start }

  /// Makes a machine that holds nothing.
  init(_ program: ParametricQuadraticProgram, directionScale: Double, gradientScale: Double) {
    n = program.linear.count
    m = program.feasible.rows.rowCount
    quadratic = program.quadratic
    linear = program.linear
    direction = program.direction.map { $0 * directionScale }
    rows = program.feasible.rows
    lower = program.feasible.lower + program.feasible.rowLower
    upper = program.feasible.upper + program.feasible.rowUpper
    self.gradientScale = gradientScale
    factor = FreeSetFactor(capacity: n)
    hold = .allocate(capacity: n + m)
    hold.initialize(repeating: .free, count: n + m)
    savedHold = .allocate(capacity: n + m)
    savedHold.initialize(repeating: .free, count: n + m)
    point0 = Vector(n)
    point1 = Vector(n)
    gradient0 = Vector(n)
    gradient1 = Vector(n)
    activity0 = Vector(m)
    activity1 = Vector(m)
    multiplier0 = Vector(m)
    multiplier1 = Vector(m)
    load = Vector(n)
    images = Vector(m * n)
    small = Vector(m * m)
    correction0 = Vector(m)
    correction1 = Vector(m)
    constantSide = Vector(n)
    rateSide = Vector(n)
  }

  deinit {
    hold.deallocate()
    savedHold.deallocate()
  }

  /// Whether a variable or row has but one value.
  func isFixed(_ entry: Int) -> Bool { lower[entry] == upper[entry] }

  /// The value at which a variable or row is held.
  func heldValue(_ entry: Int) -> Double {
    switch hold[entry] {
    case .lower: lower[entry]
    case .upper: upper[entry]
    case .free, .pinned: 0
    }
  }

  // MARK: - Holding and releasing

  /// Takes over the basis of a vertex.
  ///
  /// - Throws: `SingularFreeSet` when the free variables' covariances are singular.
  func begin(_ vertex: LinearProgram.Vertex) throws(SingularFreeSet) {
    factor.removeAll()
    heldRows.removeAll()
    for entry in 0..<n + m {
      switch vertex.status[entry] {
      case .basic: hold[entry] = .free
      case .lower: hold[entry] = .lower
      case .upper: hold[entry] = .upper
      case .zero: hold[entry] = .pinned
      }
      if entry >= n, hold[entry] != .free { heldRows.append(entry - n) }
    }
    for variable in 0..<n where hold[variable] == .free { try append(variable) }
    refreshLoad()
  }

  /// Holds a variable or a row.
  func bind(_ entry: Int, at limit: Hold) {
    hold[entry] = limit
    guard entry < n else {
      heldRows.append(entry - n)
      return
    }
    if let position = factor.order.firstIndex(of: entry) { factor.remove(at: position) }
    addToLoad(entry, heldValue(entry))
  }

  /// Releases a variable or a row.
  ///
  /// - Throws: `SingularFreeSet` when the free variables' covariances become singular.
  func release(_ entry: Int) throws(SingularFreeSet) {
    let value = heldValue(entry)
    hold[entry] = .free
    guard entry < n else {
      heldRows.removeAll { $0 == entry - n }
      return
    }
    addToLoad(entry, -value)
    try append(entry)
  }

  /// Remembers what is held, for `restore()`.
  func save() { savedHold.update(from: hold, count: n + m) }

  /// Goes back to what was held at the last `save()`.
  ///
  /// - Throws: `SingularFreeSet` when the free variables' covariances are singular.
  func restore() throws(SingularFreeSet) {
    hold.update(from: savedHold, count: n + m)
    heldRows = (0..<m).filter { hold[n + $0] != .free }
    factor.removeAll()
    for variable in 0..<n where hold[variable] == .free { try append(variable) }
    refreshLoad()
  }

  /// Factors the covariances of the free variables anew.
  ///
  /// - Throws: `SingularFreeSet` when they are singular.
  func refresh() throws(SingularFreeSet) {
    let order = factor.order
    factor.removeAll()
    for variable in order { try append(variable) }
    refreshLoad()
  }

  private func append(_ variable: Int) throws(SingularFreeSet) {
    let isRegular = quadratic.elements.withUnsafeBufferPointer { elements in
      elements.baseAddress.map {
        factor.append(variable, row: $0 + variable * n, tolerance: 1e-13)
      } ?? false
    }
    if !isRegular { throw SingularFreeSet() }
  }

  private func addToLoad(_ variable: Int, _ value: Double) {
    guard value != 0 else { return }
    quadratic.elements.withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      cportfolio_axpy(n, value, base + variable * n, load.start)
    }
  }

  private func refreshLoad() {
    for index in 0..<n { load[index] = linear[index] }
    for variable in 0..<n where hold[variable] != .free {
      addToLoad(variable, heldValue(variable))
    }
  }

  // MARK: - The solution

  /// Computes the solution of what is held.
  ///
  /// - Returns: Whether the held rows are independent over the free variables.
  func solve() -> Bool {
    let order = factor.order
    let held = heldRows.count
    for (index, row) in heldRows.enumerated() {
      let image = images.start + index * n
      for position in order.indices { image[position] = rows[row, order[position]] }
      factor.solveLower(image)
    }
    guard factorRows() else { return false }
    for variable in 0..<n where hold[variable] != .free {
      point0[variable] = heldValue(variable)
      point1[variable] = 0
    }
    for (position, variable) in order.enumerated() {
      point0[variable] = 0
      point1[variable] = 0
      constant[position] = -load[variable]
      rate[position] = direction[variable]
    }
    for (index, row) in heldRows.enumerated() {
      multiplier0[index] = 0
      multiplier1[index] = 0
      var base = 0.0
      for variable in 0..<n where hold[variable] != .free {
        base += rows[row, variable] * heldValue(variable)
      }
      correction0[index] = heldValue(n + row) - base
      correction1[index] = 0
    }
    addSolution(order)
    // Where the covariances are nearly singular, the first solution has lost digits; each further
    // one is the solution of what the last one left.
    for _ in 0..<3 where residual(order) > 1e-13 {
      for (position, variable) in order.enumerated() {
        constant[position] = -gradient0[variable]
        rate[position] = -gradient1[variable]
      }
      for index in 0..<held {
        correction0[index] = heldValue(n + heldRows[index]) - activity0[heldRows[index]]
        correction1[index] = -activity1[heldRows[index]]
      }
      addSolution(order)
    }
    return true
  }

  /// What the solution misses the conditions of optimality by, relative to their size.
  private func residual(_ order: [Int]) -> Double {
    var worst = 0.0
    for variable in order {
      worst = max(worst, abs(gradient0[variable]), abs(gradient1[variable]))
    }
    worst /= gradientScale
    for row in heldRows {
      worst = max(worst, abs(heldValue(n + row) - activity0[row]), abs(activity1[row]))
    }
    return worst
  }

  /// Solves for the right-hand sides in `constant`, `rate` and the corrections, and adds the result.
  private func addSolution(_ order: [Int]) {
    let k = order.count
    let held = heldRows.count
    factor.solveLower(constant)
    factor.solveLower(rate)
    for i in 0..<held {
      correction0[i] -= cportfolio_dot(k, images.start + i * n, constant)
      correction1[i] -= cportfolio_dot(k, images.start + i * n, rate)
    }
    for correction in [correction0, correction1] {
      for i in 0..<held {
        for j in 0..<i { correction[i] -= small[i * m + j] * correction[j] }
        correction[i] /= small[i * m + i]
      }
      for i in stride(from: held - 1, through: 0, by: -1) {
        for j in i + 1..<max(held, i + 1) { correction[i] -= small[j * m + i] * correction[j] }
        correction[i] /= small[i * m + i]
      }
    }
    for i in 0..<held {
      cportfolio_axpy(k, correction0[i], images.start + i * n, constant)
      cportfolio_axpy(k, correction1[i], images.start + i * n, rate)
      multiplier0[i] += correction0[i]
      multiplier1[i] += correction1[i]
    }
    factor.solveUpper(constant)
    factor.solveUpper(rate)
    for (position, variable) in order.enumerated() {
      point0[variable] += constant[position]
      point1[variable] += rate[position]
    }
    solveGradient(order)
  }

  /// Factors VᵀV, the small matrix of the held rows.
  private func factorRows() -> Bool {
    let k = factor.count
    for i in 0..<heldRows.count {
      for j in 0...i {
        var sum = cportfolio_dot(k, images.start + i * n, images.start + j * n)
        let size = sum
        for index in 0..<j { sum -= small[i * m + index] * small[j * m + index] }
        if j < i {
          small[i * m + j] = sum / small[j * m + j]
        } else {
          guard sum > 1e-11 * size, size > 0 else { return false }
          small[i * m + i] = sum.squareRoot()
        }
      }
    }
    return true
  }

  private func solveGradient(_ order: [Int]) {
    for index in 0..<n {
      gradient0[index] = load[index]
      gradient1[index] = -direction[index]
    }
    quadratic.elements.withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      for variable in order {
        cportfolio_axpy(n, point0[variable], base + variable * n, gradient0.start)
        cportfolio_axpy(n, point1[variable], base + variable * n, gradient1.start)
      }
    }
    rows.elements.withUnsafeBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      for (index, row) in heldRows.enumerated() {
        cportfolio_axpy(n, -multiplier0[index], base + row * n, gradient0.start)
        cportfolio_axpy(n, -multiplier1[index], base + row * n, gradient1.start)
      }
      cportfolio_matvec(m, n, base, n, point0.start, activity0.start)
      cportfolio_matvec(m, n, base, n, point1.start, activity1.start)
    }
  }
}

/// The covariances of the free variables are singular: the problem needs a ridge.
struct SingularFreeSet: Error {}
