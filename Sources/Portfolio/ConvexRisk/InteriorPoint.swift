internal import CPortfolio
import Foundation

/// Mehrotra's predictor-corrector method with an infeasible start, for a `ScenarioProgram`.
///
/// Mehrotra, "On the implementation of a primal-dual interior point method", SIAM Journal on
/// Optimization 2 (1992). With the exponential tail the same steps are Newton steps for the
/// conditions of optimality, shortened until their residuals fall.
struct InteriorPoint {
  var program: ScenarioProgram
  /// The variables of the program and the multipliers of its equalities.
  var z: [Double] = []
  var y: [Double] = []
  /// The slack and the multiplier of each inequality.
  var slacks: [Double] = []
  var duals: [Double] = []
  private(set) var iterations = 0
  /// The largest relative residual of the conditions of optimality.
  private(set) var residual = Double.infinity
  private let limits: [Double]
  /// What the product of each slack and its multiplier is to be: 0, or the weight of a logarithmic
  /// barrier that stays.
  let aims: [Double]

  /// A floor of the mean near the largest one takes more than a hundred over many scenarios.
  static let iterationLimit = 300
  static let tolerance = 1e-10
  /// The size below which an objective counts as 0, in units in which a usual return is 1.
  static let leastObjective = 1e-6

  /// Starts in the middle, or beside a portfolio that is `near` the one sought.
  init(_ program: ScenarioProgram, near portfolio: [Double]? = nil) {
    self.program = program
    limits = program.limits
    aims = [Double](repeating: 0, count: program.constraintCount)
    start(near: portfolio)
  }

  /// Takes a program whose lower bounds are barriers: the objective less the sum of
  /// barrier · log(x - lower bound).
  ///
  /// - Precondition: every variable has a lower bound and one barrier, and `point` lies above.
  init(_ program: ScenarioProgram, barriers: [Double], from point: [Double]) {
    precondition(program.lowerBounded.count == barriers.count, "not one barrier a lower bound")
    self.program = program
    limits = program.limits
    aims =
      barriers
      + [Double](repeating: 0, count: program.constraintCount - barriers.count)
    start(near: point)
    for (row, barrier) in barriers.enumerated() {
      slacks[row] = point[row] - program.polyhedron.lower[row]
      duals[row] = barrier / slacks[row]
    }
  }

  private struct Residuals {
    var dual: [Double]
    var primal: [Double]
    var equality: [Double]
    var complementarity: Double
    /// The largest of the others, relative to the sizes of the terms.
    var largest: Double
    /// The objective.
    var objective: Double

    /// The largest of all, where an objective counts as 0 that is smaller than `least`.
    func worst(least: Double) -> Double {
      max(largest, complementarity / max(abs(objective), least))
    }
  }

  private func residuals() -> Residuals {
    var dual = program.gradient(z)
    var size = 1.0
    for value in dual[0..<program.columnCount] { size = max(size, abs(value)) }
    let pull = program.transposedConstraints(duals)
    for index in dual.indices { dual[index] -= pull[index] }
    let rows = program.equalities.transposedTimes(y)
    for index in rows.indices { dual[index] -= rows[index] }
    var primal = program.constraints(z)
    var primalSize = 1.0
    for index in primal.indices {
      primal[index] -= slacks[index] + limits[index]
    }
    let x = Array(z[0..<program.weightCount])
    for value in x { primalSize = max(primalSize, abs(value)) }
    let equality = zip(program.equalities.times(x), program.equalityLimits).map { $0 - $1 }
    return Residuals(
      dual: dual, primal: primal, equality: equality, complementarity: missed(slacks, duals),
      largest: max(
        0.1 * largest(dual) / size, largest(primal) / primalSize, largest(equality) / primalSize),
      objective: program.objective(z))
  }

  /// How far the products of slacks and multipliers are from what they are to be, in sum.
  private func missed(_ slacks: [Double], _ duals: [Double]) -> Double {
    var sum = 0.0
    for index in slacks.indices { sum += abs(slacks[index] * duals[index] - aims[index]) }
    return sum
  }

  private func largest(_ values: [Double]) -> Double {
    var result = 0.0
    for value in values where !(abs(value) <= result) { result = abs(value) }
    return result
  }

  /// Runs until the conditions hold, or until they get no better, and keeps the best iterate.
  mutating func run(to tolerance: Double = tolerance) {
    var current = residuals()
    var best = (z: z, y: y, slacks: slacks, duals: duals, residual: current)
    var least = current.worst(least: Self.leastObjective)
    var sinceBest = 0
    let count = Double(max(1, program.constraintCount))
    while iterations < Self.iterationLimit {
      let worst = current.worst(least: Self.leastObjective)
      if worst <= tolerance || !worst.isFinite { break }
      if sinceBest > (least < 1e-8 ? 3 : 15) { break }
      iterations += 1
      program.factor(z, weights: zip(duals, slacks).map { $0 / $1 }, regularization: 1e-11)
      let mu = current.complementarity / count

      var target = slacks.indices.map { slacks[$0] * duals[$0] - aims[$0] }
      let affine = direction(current, target)
      let affinePrimal = boundary(slacks, affine.slacks)
      let affineDual = boundary(duals, affine.duals)
      var ahead = 0.0
      for index in slacks.indices {
        ahead += abs(
          (slacks[index] + affinePrimal * affine.slacks[index])
            * (duals[index] + affineDual * affine.duals[index]) - aims[index])
      }
      let ratio = ahead / max(current.complementarity, .leastNormalMagnitude)
      let centring = min(1, ratio * ratio * ratio)
      let plain = target.map { $0 - centring * mu }
      for index in target.indices {
        target[index] += affine.slacks[index] * affine.duals[index] - centring * mu
      }
      var step = centred(direction(current, target), current, target, aim: centring * mu)
      if shorter(step) < 0.1 {
        // The products differ too much for the corrector: they are evened out first.
        let even = plain.map { $0 + (centring - 0.5) * mu }
        let safe = direction(current, even)
        if shorter(safe) > shorter(step) { step = safe }
      }
      if program.isNonlinear {
        searchedMove(step, current, plain, aim: centring * mu)
      } else {
        boundedMove(step, damping: min(0.9995, max(0.9, 1 - mu)))
      }
      current = residuals()
      let reached = current.worst(least: Self.leastObjective)
      if reached < least {
        best = (z, y, slacks, duals, current)
        least = reached
        sinceBest = 0
      } else {
        sinceBest += 1
      }
    }
    (z, y, slacks, duals) = (best.z, best.y, best.slacks, best.duals)
    // An objective of 0 is as right as one of the size of the returns.
    residual = best.residual.worst(least: 1)
  }

  /// The variables of the portfolio, exactly inside their bounds.
  var portfolio: [Double] {
    (0..<program.weightCount).map {
      min(max(z[$0], program.polyhedron.lower[$0]), program.polyhedron.upper[$0])
    }
  }

  private struct Direction {
    var z: [Double]
    var y: [Double]
    var slacks: [Double]
    var duals: [Double]
  }

  /// The Newton direction that would bring the products of slacks and duals down by `target`.
  private func direction(_ residuals: Residuals, _ target: [Double]) -> Direction {
    var pull = [Double](repeating: 0, count: target.count)
    for index in target.indices {
      pull[index] =
        -(target[index] + duals[index] * residuals.primal[index]) / slacks[index]
    }
    let solution = program.step(
      pull: pull, residual: residuals.dual, rightEqualities: residuals.equality.map { -$0 })
    var slackStep = solution.constraints
    var dualStep = slackStep
    for index in slackStep.indices {
      slackStep[index] += residuals.primal[index]
      dualStep[index] =
        -(target[index] + duals[index] * slackStep[index]) / slacks[index]
    }
    return Direction(z: solution.z, y: solution.y, slacks: slackStep, duals: dualStep)
  }

  /// Gondzio's corrector: products that a longer step would leave far from `aim` are pulled back.
  private func centred(
    _ step: Direction, _ current: Residuals, _ target: [Double], aim: Double
  ) -> Direction {
    let primal = min(1, boundary(slacks, step.slacks))
    let dual = min(1, boundary(duals, step.duals))
    let primalTrial = min(1, 1.5 * primal + 0.1)
    let dualTrial = min(1, 1.5 * dual + 0.1)
    var corrected = target
    for index in target.indices {
      let product =
        (slacks[index] + primalTrial * step.slacks[index])
        * (duals[index] + dualTrial * step.duals[index]) - aims[index]
      if product < 0.1 * aim {
        corrected[index] -= 0.1 * aim - product
      } else if product > 10 * aim {
        corrected[index] -= max(10 * aim - product, -10 * aim)
      }
    }
    let other = direction(current, corrected)
    let primalGain = min(1, boundary(slacks, other.slacks)) - primal
    let dualGain = min(1, boundary(duals, other.duals)) - dual
    return primalGain + dualGain < 0.02 || min(primalGain, dualGain) < -0.1 ? step : other
  }

  private func shorter(_ step: Direction) -> Double {
    min(boundary(slacks, step.slacks), boundary(duals, step.duals))
  }

  /// Goes as far as slacks and duals stay positive.
  private mutating func boundedMove(_ step: Direction, damping: Double) {
    var primal = min(1, damping * boundary(slacks, step.slacks))
    var dual = min(1, damping * boundary(duals, step.duals))
    if program.isCurved {
      primal = min(primal, dual)
      dual = primal
    }
    move(step, primal: primal, dual: dual)
  }

  /// Goes along `step` if that lowers the residuals, else along the plain Newton direction until it
  /// does: for a nonlinear gradient a full step may lead away.
  private mutating func searchedMove(
    _ step: Direction, _ current: Residuals, _ plain: [Double], aim: Double
  ) {
    let before = self
    let merit = merit(current, aim: aim)
    boundedMove(step, damping: 0.995)
    if self.merit(residuals(), aim: aim) <= 0.9 * merit { return }
    self = before
    let newton = direction(current, plain)
    var length = min(
      1, 0.995 * min(boundary(slacks, newton.slacks), boundary(duals, newton.duals)))
    for _ in 0..<30 {
      move(newton, primal: length, dual: length)
      if self.merit(residuals(), aim: aim) <= (1 - 0.05 * length) * merit { return }
      self = before
      length *= 0.5
    }
    boundedMove(step, damping: 0.5)
  }

  /// The length of the residuals of the conditions that a Newton step solves.
  private func merit(_ residuals: Residuals, aim: Double) -> Double {
    var sum = dot(residuals.dual, residuals.dual) + dot(residuals.primal, residuals.primal)
    sum += dot(residuals.equality, residuals.equality)
    for index in slacks.indices {
      let distance = slacks[index] * duals[index] - aims[index] - aim
      sum += distance * distance
    }
    return sum.isFinite ? sum.squareRoot() : .infinity
  }

  /// The longest step, at most 1.2, that keeps `values` from below 0.
  private func boundary(_ values: [Double], _ steps: [Double]) -> Double {
    var longest = 1.2
    for index in values.indices where values[index] + longest * steps[index] < 0 {
      longest = -values[index] / steps[index]
    }
    return longest
  }

  private mutating func move(_ step: Direction, primal: Double, dual: Double) {
    for index in z.indices { z[index] += primal * step.z[index] }
    for index in slacks.indices { slacks[index] += primal * step.slacks[index] }
    for index in y.indices { y[index] += dual * step.y[index] }
    for index in duals.indices { duals[index] += dual * step.duals[index] }
    program.settle(&z)
  }
}
