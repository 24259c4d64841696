extension ParametricQuadraticProgram {
  /// The solution for λ = 0 alone, from a vertex, by the primal active-set method.
  ///
  /// - Parameter start: The vertex with the largest value of this linear function is the start.
  /// - Returns: The solution, and what is held there.
  /// - Throws: `PortfolioError` when nothing is feasible; `SingularFreeSet` or `UnsettledActiveSet`
  ///   when Q is not positive definite where it has to be.
  func minimum(from start: [Double]) throws -> (point: [Double], held: [LinearProgram.Status]) {
    var linearProgram = LinearProgram(feasible)
    var outcome = try linearProgram.maximize(start)
    if case .unbounded = outcome {
      linearProgram = LinearProgram(feasible)
      outcome = try linearProgram.maximize(start.map { _ in 0 })
    }
    guard case .optimal(let vertex) = outcome else {
      throw PortfolioError(.infeasible, "no portfolio fulfils all constraints.")
    }
    return try settled(from: vertex) { _ in true }
  }

  /// The solution with what is held at a point, from which nothing is released.
  ///
  /// - Throws: As `minimum(from:)`.
  func minimum(
    at point: [Double], holding held: [LinearProgram.Status]
  ) throws -> (point: [Double], held: [LinearProgram.Status]) {
    try settled(
      from: LinearProgram.Vertex(point: point, value: 0, status: held, reducedCosts: [])
    ) { _ in false }
  }

  private func settled(
    from vertex: LinearProgram.Vertex, mayRelease: (Int) -> Bool
  ) throws -> (point: [Double], held: [LinearProgram.Status]) {
    let scale = linear.reduce(quadratic.diagonal.reduce(0, max)) { max($0, abs($1)) }
    let set = ActiveSet(self, directionScale: 0, gradientScale: max(scale, 1e-300))
    try set.begin(vertex)
    var point = vertex.point
    try set.settle(&point, at: 0, mayRelease: mayRelease)
    let held = (0..<set.n + set.m).map { entry -> LinearProgram.Status in
      switch set.hold[entry] {
      case .free: .basic
      case .lower: .lower
      case .upper: .upper
      case .pinned: .zero
      }
    }
    return (point, held)
  }
}
