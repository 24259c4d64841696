internal import CPortfolio

/// Minimises a smooth function over a polyhedron, convex or not: Newton's method with the constraints.
///
/// Each step minimises a quadratic model over the whole polyhedron. Its matrix is that of the second
/// derivatives, with as much of a positive definite one added as makes it so; what equalities fix
/// anyway is added first, since it changes no step. Where much had to be added, a second step within
/// what is held takes the second derivatives as they are, so that the end is quick. A step is shortened
/// until the function falls. Source: Nocedal and Wright, "Numerical Optimization", 2006, chapter 18.
struct SequentialQuadraticProgram<Objective: SmoothObjective> {
  /// The function.
  let objective: Objective
  /// What is allowed.
  let feasible: Polyhedron
  /// A positive definite matrix in which steps are measured.
  let metric: Matrix

  /// Where it ended.
  struct Minimum {
    /// The point.
    var point: [Double]
    /// The function there.
    var value: Double
    /// How far the tangent plane falls below the value within what is allowed, bounds of the missing
    /// ones being ten times the largest weight: 0 where the conditions of Karush, Kuhn and Tucker hold.
    var gap: Double
    /// How many steps it took.
    var iterations: Int
  }

  /// The gap, relative to the size of the function's terms, at which it ends.
  static var tolerance: Double { 1e-11 }

  /// Goes from a point that is allowed to a local minimum.
  ///
  /// - Parameters:
  ///   - start: The point.
  ///   - known: A local minimum; a way that comes to it ends there.
  ///   - stepLimit: The most steps.
  /// - Returns: The local minimum.
  /// - Throws: `PortfolioError` where nothing is allowed or the function falls for ever.
  func run(from start: [Double], known: [Double]? = nil, stepLimit: Int = 200) throws -> Minimum {
    var point = start
    var (value, gradient) = objective.slope(at: point)
    var best = Minimum(point: point, value: value, gap: .infinity, iterations: 0)
    var stress = 0.0
    var idle = 0
    for iteration in 0...stepLimit {
      let gap = try tangentGap(point, gradient)
      // Once the value is at rounding level, the gap alone still tells better points from worse.
      let isLower = value < best.value - 1e-14 * abs(value)
      idle = isLower || gap < 0.5 * best.gap ? 0 : idle + 1
      if isLower || gap < best.gap {
        best = Minimum(point: point, value: value, gap: gap, iterations: iteration)
      }
      best.iterations = iteration
      if gap <= Self.tolerance * size(point, value, gradient) || idle > 4 { break }
      if let known, zip(known, point).allSatisfy({ abs($0 - $1) < 1e-4 }) { break }
      let curvature = objective.curvature(at: point)
      guard let model = try step(from: point, gradient, curvature, &stress) else { break }
      var next = model.point
      guard let length = search(from: point, towards: &next, value, gradient) else { break }
      (point, (value, gradient)) = (next, objective.slope(at: next))
      if length == 1, stress > 0 { refine(&point, &value, &gradient, held: model.held) }
      let largest = point.reduce(0) { max($0, abs($1)) }
      guard largest < 1e7 else {
        throw PortfolioError(
          .unbounded,
          "the value at risk falls the further the weights go; give the weights bounds.")
      }
    }
    return best
  }

  private func size(_ point: [Double], _ value: Double, _ gradient: [Double]) -> Double {
    max(abs(value), zip(point, gradient).reduce(0) { max($0, abs($1.0 * $1.1)) })
  }

  // MARK: - The model

  private func step(
    from point: [Double], _ gradient: [Double], _ curvature: Matrix, _ stress: inout Double
  ) throws -> (point: [Double], held: [LinearProgram.Status])? {
    let unit = curvature.diagonal.reduce(0) { max($0, abs($1)) }
    let length = max(metric.diagonal.reduce(0, max), 1e-300)
    stress = stress < 1e-3 ? 0 : stress / 8
    for _ in 0..<40 {
      var matrix = curvature
      for index in matrix.elements.indices {
        matrix.elements[index] += stress * unit / length * metric.elements[index]
      }
      let program = program(matrix, unit, point, gradient)
      if isDefinite(program.quadratic, unit) {
        if let found = try? program.minimum(from: gradient.map(-)) { return found }
      }
      stress = max(1e-3, 3 * stress)
    }
    return nil
  }

  /// The quadratic model at a point.
  private func program(
    _ matrix: Matrix, _ unit: Double, _ point: [Double], _ gradient: [Double]
  ) -> ParametricQuadraticProgram {
    var matrix = matrix
    let count = point.count
    for row in 0..<feasible.rows.rowCount where feasible.rowLower[row] == feasible.rowUpper[row] {
      let line = Array(feasible.rows.row(row))
      let largest = line.reduce(0) { max($0, $1 * $1) }
      for i in 0..<count where line[i] != 0 {
        for j in 0..<count { matrix[i, j] += unit / largest * line[i] * line[j] }
      }
    }
    let pull = matrix.times(point)
    return ParametricQuadraticProgram(
      quadratic: matrix, linear: zip(gradient, pull).map(-),
      direction: [Double](repeating: 0, count: count), feasible: feasible)
  }

  private func isDefinite(_ matrix: Matrix, _ unit: Double) -> Bool {
    let count = matrix.rowCount
    var factor = matrix.elements
    var workspace = [Double](repeating: 0, count: cportfolio_gram_workspace(count) + 64)
    return cportfolio_cholesky(count, &factor, count, 1e-9 * unit, &workspace) == 0
  }

  // MARK: - Steps

  /// Shortens the way to `next` until the function falls by enough; the length, or nothing.
  private func search(
    from point: [Double], towards next: inout [Double], _ value: Double, _ gradient: [Double]
  ) -> Double? {
    let change = zip(next, point).map(-)
    let fall = dot(gradient, change)
    var length = 1.0
    for _ in 0..<40 {
      if length < 1 { next = zip(point, change).map { $0 + length * $1 } }
      let reached = objective.value(at: next)
      if reached <= value + 1e-4 * length * fall + 1e-14 * abs(value) { return length }
      length *= 0.5
    }
    return nil
  }

  /// One step of Newton's method within what is held, if it does not lead up.
  private func refine(
    _ point: inout [Double], _ value: inout Double, _ gradient: inout [Double],
    held: [LinearProgram.Status]
  ) {
    let curvature = objective.curvature(at: point)
    let unit = curvature.diagonal.reduce(0) { max($0, abs($1)) }
    let program = program(curvature, unit, point, gradient)
    guard let found = try? program.minimum(at: point, holding: held) else { return }
    let (reached, slope) = objective.slope(at: found.point)
    guard reached <= value + 1e-14 * abs(value) else { return }
    (point, value, gradient) = (found.point, reached, slope)
  }

  /// How far the tangent plane falls below the point within what is allowed.
  private func tangentGap(_ point: [Double], _ gradient: [Double]) throws -> Double {
    var box = feasible
    let reach = 10 * point.reduce(1e-9) { max($0, abs($1)) }
    for index in point.indices {
      if box.lower[index] == -.infinity { box.lower[index] = point[index] - reach }
      if box.upper[index] == .infinity { box.upper[index] = point[index] + reach }
    }
    var program = LinearProgram(box)
    guard case .optimal(let vertex) = try program.maximize(gradient.map(-)) else {
      throw PortfolioError(.infeasible, "no portfolio fulfils all constraints.")
    }
    return max(0, dot(gradient, point) + vertex.value)
  }
}
