import Foundation
import Portfolio
import Torch

/// Our side: asks each question that a problem allows.
struct AgreementSolver {
  let problem: AgreementProblem
  private var answers: [AgreementAnswer] = []
  private var random: SeededGenerator

  /// The answers; what has to be drawn for the questions is drawn with `random`.
  static func answers(
    to problem: AgreementProblem, using random: inout SeededGenerator
  ) -> [AgreementAnswer] {
    var solver = AgreementSolver(problem: problem, random: random)
    solver.askAll()
    random = solver.random
    return solver.answers
  }

  private init(problem: AgreementProblem, random: SeededGenerator) {
    self.problem = problem
    self.random = random
  }

  private mutating func askAll() {
    var frontier: EfficientFrontier?
    answers.append(
      AgreementAnswer(.feasibility) {
        let found = try EfficientFrontier(
          mean: problem.mean, covariance: problem.covariance, constraints: problem.constraints,
          benchmark: problem.benchmark)
        frontier = found
        return (found.minimumVariance.weights, found.minimumVariance.variance)
      })
    guard let frontier else { return }
    askVariances(frontier)
    if !problem.isForVarianceAlone { askScenarios(frontier) }
  }

  private mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    .random(in: range, using: &random)
  }

  // MARK: - Variance

  private mutating func askVariances(_ frontier: EfficientFrontier) {
    let (least, most) = (frontier.minimumVariance, frontier.maximumReturn)
    let isEndless = frontier.ray != nil
    let reach = isEndless ? least.volatility : most.mean - least.mean
    answers.append(AgreementAnswer(.leastVariance) { (least.weights, least.variance) })
    if !isEndless {
      answers.append(AgreementAnswer(.largestReturn) { (most.weights, most.mean) })
    }
    // Now and then the very end of the frontier, or a return beyond it.
    // What asks for less than rounding tells apart has no right answer.
    let (size, means) = (problem.riskSize, problem.mean.reduce(0) { max($0, abs($1)) })
    var end = Int.random(in: 0..<20, using: &random)
    if reach < 1e-6 * means || least.volatility < 1e-4 * size { end = 19 }
    let share = end == 0 && !isEndless ? 1 : end == 1 ? 1.2 : uniform(0.02...0.98)
    let goal = end == 0 && !isEndless ? most.mean : least.mean + share * reach
    answers.append(
      AgreementAnswer(.leastVarianceForReturn, parameter: goal) {
        let found = try frontier.portfolio(returning: goal)
        return (found.weights, found.variance)
      })
    let spread = isEndless ? least.volatility : most.volatility - least.volatility
    if spread > 1e-6 * most.volatility {
      let limit =
        least.volatility + (end == 2 ? -0.1 * least.volatility : uniform(0.1...0.95) * spread)
      answers.append(
        AgreementAnswer(.largestReturnForRisk, parameter: limit) {
          let found = try frontier.portfolio(volatility: limit)
          return (found.weights, found.mean)
        })
    }
    askSharpe(frontier, reach)
    let aversion = pow(10, uniform(-1...1.5)) * max(reach, 1e-3 * size) / (size * size)
    if size > 0 {
      answers.append(
        AgreementAnswer(.largestUtility, parameter: aversion) {
          let found = try frontier.maximumUtility(riskAversion: aversion)
          return (found.weights, found.mean - aversion / 2 * found.variance)
        })
    }
  }

  private mutating func askSharpe(_ frontier: EfficientFrontier, _ reach: Double) {
    let least = frontier.minimumVariance
    let noRisk = 1e-4 * problem.riskSize
    let hasRisk = least.volatility > noRisk
    let share = uniform(frontier.ray != nil ? -1 ... -0.2 : hasRisk ? -0.5...0.8 : 0.1...0.8)
    let riskFree = least.mean + share * reach - (hasRisk ? 0.2 * least.volatility : 0)
    // Where a portfolio without risk returns more, the ratio has no limit.
    let above = riskFree + 0.01 * (frontier.maximumReturn.mean - riskFree)
    guard hasRisk || (try? frontier.portfolio(returning: above).volatility) ?? 0 > noRisk
    else { return }
    answers.append(
      AgreementAnswer(.largestSharpe, parameter: riskFree) {
        let found = try frontier.maximumSharpe(riskFree: riskFree)
        return (found.weights, found.sharpeRatio(riskFree: riskFree))
      })
  }

  // MARK: - Scenarios

  private mutating func askScenarios(_ frontier: EfficientFrontier) {
    let optimizer: ScenarioOptimizer
    do {
      optimizer = try ScenarioOptimizer(scenarios: problem.returns, feasible: problem.polyhedron)
    } catch {
      answers.append(AgreementAnswer(.tailRisk, level: 0.9) { throw error })
      return
    }
    let level =
      [0.5, 0.8, 0.9, 0.95, 0.99, uniform(0.3...0.98)].randomElement(using: &random) ?? 0.9
    func ask(
      _ question: AgreementQuestion, _ measure: ConvexRiskMeasure, parameter: Double? = nil
    ) {
      answers.append(
        AgreementAnswer(question, parameter: parameter, level: level) {
          let found = try optimizer.minimize(measure)
          return (found.weights, found.risk)
        })
    }
    ask(.tailRisk, .conditionalValueAtRisk(level: level))
    ask(.absoluteDeviation, .meanAbsoluteDeviation)
    let target: Double? = Bool.random(using: &random) ? 0 : nil
    ask(.semivariance, .semivariance(target: target), parameter: target)
    let turn = Int.random(in: 0..<4, using: &random)
    if turn == 0 { ask(.entropicTail, .entropicValueAtRisk(level: level)) }
    if turn == 1 { ask(.largestDrawdown, .maximumDrawdown) }
    if turn == 2 { ask(.tailDrawdown, .conditionalDrawdown(level: level)) }
    if turn == 3 { ask(.worstCase, .worstCase) }
    guard frontier.ray == nil else { return }
    let (low, high) = (frontier.minimumVariance.mean, frontier.maximumReturn.mean)
    let goal = low + uniform(0.05...0.9) * (high - low)
    answers.append(
      AgreementAnswer(.tailRiskForReturn, parameter: goal, level: level) {
        let found = try optimizer.minimize(
          .conditionalValueAtRisk(level: level), meanAtLeast: goal)
        return (found.weights, found.risk)
      })
  }
}
