/// Follows the solutions of a parametric quadratic program from corner to corner.
struct PathFollower {
  private let program: ParametricQuadraticProgram
  private let ridge: Double
  private let scale: Double
  /// Real λ over the λ of the active set, whose direction is scaled.
  private let lambdaScale: Double

  init(_ program: ParametricQuadraticProgram, ridge: Double, scale: Double) {
    var program = program
    if ridge > 0 {
      for index in program.linear.indices { program.quadratic[index, index] += ridge }
    }
    self.program = program
    self.ridge = ridge
    self.scale = scale
    let mean = program.direction.reduce(0, +) / Double(max(1, program.direction.count))
    let spread = program.direction.reduce(0) { max($0, abs($1 - mean)) }
    lambdaScale = spread > 1e-14 * abs(mean) ? scale / spread : scale / max(abs(mean), 1e-300)
  }

  /// The path from the largest λ down to `end`.
  func follow(downTo end: Double) throws -> ParametricQuadraticProgram.Path {
    var linearProgram = LinearProgram(program.feasible)
    switch try linearProgram.maximize(program.direction) {
    case .infeasible:
      throw PortfolioError(.infeasible, "no portfolio fulfils all constraints.")
    case .optimal(let vertex):
      let set = activeSet(sign: 1)
      try set.begin(vertex)
      var point = vertex.point
      let size = vertex.reducedCosts.reduce(0) { max($0, abs($1)) }
      try set.settle(&point, at: 0) { abs(vertex.reducedCosts[$0]) <= 1e-9 * size }
      return try path(set, from: .infinity, to: end / lambdaScale, point)
    case .unbounded:
      return try ascend(from: end)
    }
  }

  /// The path where the return has no limit: from `end` up to the last change.
  private func ascend(from end: Double) throws -> ParametricQuadraticProgram.Path {
    var linearProgram = LinearProgram(program.feasible)
    let origin = [Double](repeating: 0, count: program.linear.count)
    guard case .optimal(let vertex) = try linearProgram.maximize(origin) else {
      throw PortfolioError(.infeasible, "no portfolio fulfils all constraints.")
    }
    let set = activeSet(sign: -1)
    try set.begin(vertex)
    var point = vertex.point
    try set.settle(&point, at: -end / lambdaScale)
    var path = try path(set, from: -end / lambdaScale, to: -.infinity, point)
    path.corners = path.corners.reversed().map {
      ParametricQuadraticProgram.Corner(lambda: -$0.lambda, point: $0.point)
    }
    path.ray = set.point1.elements.map { -$0 / lambdaScale }
    return path
  }

  private func activeSet(sign: Double) -> ActiveSet {
    ActiveSet(program, directionScale: sign * lambdaScale, gradientScale: scale)
  }

  /// Follows events downwards; `lambda` and `end` are those of the active set.
  private func path(
    _ set: ActiveSet, from start: Double, to end: Double, _ point: [Double]
  ) throws -> ParametricQuadraticProgram.Path {
    var corners: [ParametricQuadraticProgram.Corner] = []
    func record(_ lambda: Double, _ point: [Double]) {
      corners.append(.init(lambda: lambda * lambdaScale, point: point))
    }
    func solution(_ lambda: Double) -> [Double] {
      [Double](unsafeUninitializedCapacity: set.n) { point, count in
        for index in 0..<set.n { point[index] = set.point0[index] + lambda * set.point1[index] }
        count = set.n
      }
    }
    if start.isFinite { record(start, point) }
    var lambda = start
    var idle = 0
    var stall = 1e-9
    for _ in 0..<1000 * (set.n + set.m) {
      guard let event = set.nextEvent(below: lambda), event.lambda > end else {
        if end.isFinite { record(end, solution(end)) }
        return .init(corners: corners, ray: nil, ridge: ridge)
      }
      let isStep = !(event.lambda >= lambda - 1e-12 * max(1, abs(lambda)))
      idle = isStep || !lambda.isFinite ? 0 : idle + 1
      var here = solution(event.lambda)
      if isStep || !lambda.isFinite {
        record(event.lambda, here)
        stall = 1e-9
      }
      lambda = event.lambda
      set.save()
      try set.apply(event)
      if set.factor.removals > 64 + set.factor.count { try set.refresh() }
      if idle > 20 || !set.solve() {
        // Several events fall together: start again a little below them.
        try set.restore()
        lambda = max(end, lambda - stall * max(1e-3, abs(lambda)))
        stall *= 10
        idle = 0
        try set.settle(&here, at: lambda)
        record(lambda, here)
        if lambda <= end { return .init(corners: corners, ray: nil, ridge: ridge) }
      }
    }
    throw UnsettledActiveSet()
  }
}
