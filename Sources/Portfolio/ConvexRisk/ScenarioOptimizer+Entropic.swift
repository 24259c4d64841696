import Foundation

extension ScenarioOptimizer {
  /// An entropic risk; where Newton's method stops short of its least, the portfolio of the least
  /// largest loss is the answer or a better start.
  func solveEntropic(
    _ scaled: Scaled, _ measure: ConvexRiskMeasure, _ returnPreference: Double,
    _ feasible: Polyhedron
  ) throws -> ScenarioSolution {
    var found = Result { try finish(scaled, measure, returnPreference, feasible) }
    func isSettled(_ solution: ScenarioSolution?) -> Bool {
      solution.map { $0.gap <= 1e-9 * max(abs($0.objective), 1e-4 * scaled.objectiveScale) }
        ?? false
    }
    if case .failure(let error as PortfolioError) = found,
      ![.notConverged, .unbounded].contains(error.kind)
    {
      throw error
    }
    guard !isSettled(try? found.get()),
      let other = try atNoTemperature(measure, returnPreference, feasible)
    else { return try found.get() }
    if !isSettled(other) {
      // In units of what that portfolio risks, which may be far less than what assets do.
      let unit = Self.unit(
        of: Matrix(rows: 1, columns: scenarios.rowCount, elements: returns(of: other.weights)),
        offset: [1])
      let small = scaledProgram(
        withoutTemperature(measure), returnPreference: returnPreference, feasible: feasible,
        unit: unit)
      let again = Result {
        try finish(small, measure, returnPreference, feasible, near: other.weights)
      }
      found = again.better(than: found)
    }
    let best = try found.better(than: .success(other)).get()
    // A portfolio of which nothing is proven does not stand for an answer.
    return best.lowerBound.isFinite ? best : try found.get()
  }

  /// The portfolio of the least largest loss, which is that of the least entropic risk too if the
  /// weights that prove it least are close enough, by relative entropy, to the probabilities
  /// (Ahmadi-Javid 2012, theorem 3.3); else its lower bound is -infinity. The temperature of the
  /// entropic risk is 0 there, which Newton's method cannot reach.
  private func atNoTemperature(
    _ measure: ConvexRiskMeasure, _ returnPreference: Double, _ feasible: Polyhedron
  ) throws -> ScenarioSolution? {
    guard let level = measure.level else { return nil }
    let largest: ConvexRiskMeasure
    switch measure {
    case .entropicValueAtRisk: largest = .worstCase
    case .entropicDrawdown: largest = .maximumDrawdown
    default: return nil
    }
    var result = try solve(largest, returnPreference: returnPreference, feasible: feasible)
    var entropy = 0.0
    for (weight, p) in zip(result.scenarioWeights, probabilities) where weight > 0 {
      entropy += weight * log(weight / p)
    }
    if entropy > -log(1 - level) { result.lowerBound = -.infinity }
    result.risk = measure.value(
      of: returns(of: result.weights), probabilities: probabilities)
    result.objective = result.risk - returnPreference * result.mean
    return result
  }

  /// The measure, or the largest loss where the entropic one always is that: where the tail is no
  /// larger than the least probability.
  func withoutTemperature(_ measure: ConvexRiskMeasure) -> ConvexRiskMeasure {
    let least = probabilities.min() ?? 1
    switch measure {
    case .entropicValueAtRisk(let level) where 1 - level <= least: return .worstCase
    case .entropicDrawdown(let level) where 1 - level <= least: return .maximumDrawdown
    default: return measure
    }
  }
}
