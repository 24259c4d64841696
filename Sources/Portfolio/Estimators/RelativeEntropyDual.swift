import Foundation

/// Σ_t q_t a_t = value, or ≤, or ≥.
struct DualConstraint {
  /// a, one for each scenario.
  let scenarios: [Double]
  let relation: LinearView.Relation
  let value: Double
  /// Whose constraint this is, and of what, in a message.
  let what: String
  let quantity: String

  init(
    _ scenarios: [Double], _ relation: LinearView.Relation, _ value: Double, what: String,
    quantity: String
  ) {
    self.scenarios = scenarios
    self.relation = relation
    self.value = value
    self.what = what
    self.quantity = quantity
  }
}

/// Minimises Σ q log(q / p) under linear constraints, through its smooth dual.
///
/// With multipliers λ the solution is q ∝ p exp(-Σ λ_k a_k), and λ minimises the convex
/// log Σ p exp(-λ·a) + λ·b, with λ ≥ 0 for ≤. Newton steps in as many variables as there are
/// constraints, with a line search along the projection on λ ≥ 0 (Bertsekas, "Projected Newton
/// methods for optimization problems with simple constraints", 1982).
struct RelativeEntropyDual {
  private let prior: [Double]
  private let constraints: [DualConstraint]
  /// a, `[constraints, scenarios]`, shifted by b and scaled to unit deviation, ≥ turned to ≤.
  private var rows: Matrix
  /// The largest relative entropy that any probabilities can have.
  private let bound: Double

  init(prior: [Double], constraints: [DualConstraint]) throws {
    self.prior = prior
    self.constraints = constraints
    rows = Matrix(rows: constraints.count, columns: prior.count)
    bound = prior.reduce(0) { $1 > 0 ? max($0, -log($1)) : $0 }
    for (index, constraint) in constraints.enumerated() {
      let possible = zip(constraint.scenarios, prior).filter { $0.1 > 0 }.map(\.0)
      let range = (possible.min() ?? 0)...(possible.max() ?? 0)
      try Self.check(constraint, range)
      let mean = dot(constraint.scenarios, prior)
      let variance = zip(constraint.scenarios, prior).reduce(0) {
        $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean)
      }
      // Where all scenarios agree there is nothing to choose, and only rounding to scale.
      if Self.isConstant(range) { continue }
      let scale = variance > 0 ? variance.squareRoot() : 1
      let sign = constraint.relation == .atLeast ? -1.0 : 1.0
      for (scenario, value) in constraint.scenarios.enumerated() {
        rows[index, scenario] = sign * (value - constraint.value) / scale
      }
    }
  }

  /// Refuses a constraint that no probabilities fulfil, or that only one scenario would.
  private static func check(_ constraint: DualConstraint, _ range: ClosedRange<Double>) throws {
    let low = constraint.relation != .atMost && constraint.value >= range.upperBound
    let high = constraint.relation != .atLeast && constraint.value <= range.lowerBound
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    let isMet = isConstant(range) && abs(constraint.value - range.lowerBound) <= 1e-12 * size
    guard low || high, !isMet else { return }
    throw PortfolioError(
      .infeasible,
      "\(constraint.what) asks for \(constraint.quantity) \(constraint.relation.rawValue) "
        + "\(constraint.value) per period, but in these scenarios it lies between "
        + "\(range.lowerBound) and \(range.upperBound), whatever their probabilities. Ask for less, "
        + "or take scenarios that reach further.")
  }

  private static func isConstant(_ range: ClosedRange<Double>) -> Bool {
    let size = max(abs(range.lowerBound), abs(range.upperBound))
    return range.upperBound - range.lowerBound <= 1e-13 * size
  }

  private enum Outcome {
    case found([Double])
    case impossible
    case unfinished
  }

  /// The probabilities.
  ///
  /// - Throws: `PortfolioError` of kind `infeasible`, which names constraints that cannot hold
  ///   together, none of which can be left out of the conflict; of kind `notConverged` where the
  ///   constraints hold at best in the limit.
  func solve() throws -> [Double] {
    switch minimum() {
    case .found(let probabilities): return probabilities
    case .impossible: throw try conflict()
    case .unfinished:
      throw PortfolioError(
        .notConverged,
        "These scenarios fulfil the views barely or not at all: "
          + constraints.map(\.what).joined(separator: "; ")
          + ". Ask for less, or take scenarios that reach further.")
    }
  }

  /// Leaves out one constraint after the other, as long as those that stay are impossible.
  private func conflict() throws -> PortfolioError {
    var conflict = constraints
    for constraint in constraints.indices.reversed() {
      var fewer = conflict
      fewer.remove(at: constraint)
      let rest = try RelativeEntropyDual(prior: prior, constraints: fewer)
      guard case .impossible = rest.minimum() else { continue }
      conflict = fewer
    }
    return PortfolioError(
      .infeasible,
      "No probabilities of these scenarios fulfil all of: "
        + conflict.map(\.what).joined(separator: "; ")
        + ". Any one of them alone can be fulfilled: change one, or take more scenarios.")
  }

  /// Newton's iteration.
  private func minimum() -> Outcome {
    var multipliers = [Double](repeating: 0, count: constraints.count)
    var (value, probabilities) = evaluate(multipliers)
    for _ in 0..<500 {
      // The gradient of what is minimised is b - E[a], and b is 0 here.
      let gradient = rows.times(probabilities).map { -$0 }
      let worst = residual(multipliers, gradient)
      if worst < 1e-13 { return .found(probabilities) }
      let direction = direction(multipliers, gradient, probabilities, near: min(0.01, worst))
      var length = 1.0
      var isMoved = false
      while length > 1e-20 {
        let next = constraints.indices.map {
          let reached = multipliers[$0] + length * direction[$0]
          return constraints[$0].relation == .equal ? reached : max(0, reached)
        }
        let (reached, candidates) = evaluate(next)
        let gain = zip(gradient, zip(next, multipliers)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
        // What the last steps gain is lost in rounding: there the residual decides.
        let isSmaller = gain < 0 && reached <= value + 1e-4 * gain
        let isNearer =
          abs(reached - value) <= 1e-13 * max(1, abs(value))
          && residual(next, rows.times(candidates).map { -$0 }) < worst
        if isSmaller || isNearer {
          isMoved = next != multipliers
          (multipliers, value, probabilities) = (next, reached, candidates)
          break
        }
        length /= 2
      }
      // No probabilities are further from the prior than this, so that there are none.
      if -value > bound * (1 + 1e-9) + 1e-9 { return .impossible }
      guard isMoved else { return worst < 1e-9 ? .found(probabilities) : .unfinished }
    }
    return .unfinished
  }

  /// By how much the multipliers miss optimality: |λ - max(0, λ - g)|, and |g| for equalities.
  private func residual(_ multipliers: [Double], _ gradient: [Double]) -> Double {
    constraints.indices.reduce(0) {
      let step =
        constraints[$1].relation == .equal
        ? gradient[$1] : multipliers[$1] - max(0, multipliers[$1] - gradient[$1])
      return max($0, abs(step))
    }
  }

  /// The dual function and the probabilities that belong to the multipliers.
  private func evaluate(_ multipliers: [Double]) -> (Double, [Double]) {
    let exponents = rows.transposedTimes(multipliers)
    let largest = zip(exponents, prior).reduce(-Double.infinity) { $1.1 > 0 ? max($0, -$1.0) : $0 }
    var probabilities = zip(exponents, prior).map { $1 > 0 ? $1 * exp(-$0 - largest) : 0 }
    let total = probabilities.reduce(0, +)
    for index in probabilities.indices { probabilities[index] /= total }
    return (largest + log(total), probabilities)
  }

  /// Newton's direction; straight down for those multipliers that are at most `near` from zero and
  /// are pushed there. The Hessian is the covariance of a under q.
  private func direction(
    _ multipliers: [Double], _ gradient: [Double], _ probabilities: [Double], near: Double
  ) -> [Double] {
    let free = constraints.indices.filter {
      constraints[$0].relation == .equal || multipliers[$0] > near || gradient[$0] <= 0
    }
    let values = Matrix(
      rows: free.count, columns: probabilities.count, elements: free.flatMap { rows.row($0) }
    ).transposed
    let hessian = WeightedMoments.crossProducts(
      values, centre: WeightedMoments.mean(values, weights: probabilities),
      weights: probabilities, divisor: 1)
    var result = gradient.map { -$0 }
    // Views that are alike make the Hessian singular; the damping lets the multipliers move along
    // what it does not see, where the function is a straight line.
    let eigen = SymmetricEigen(hessian)
    let damping = 1e-10 * max(eigen.values.last ?? 0, 1e-6)
    let projected = eigen.vectors.transposedTimes(free.map { -gradient[$0] })
    let newton = eigen.vectors.times(
      zip(projected, eigen.values).map { $0 / (max(0, $1) + damping) })
    for (index, constraint) in free.enumerated() { result[constraint] = newton[index] }
    return result
  }
}
