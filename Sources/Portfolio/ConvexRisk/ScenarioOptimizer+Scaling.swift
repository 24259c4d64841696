import Foundation

extension ScenarioOptimizer {
  /// The program of a measure, in units in which a usual return is 1, or in a given `unit`.
  ///
  /// A measure that is a root stands there as its square, or as its square over twice a `size`.
  func scaledProgram(
    _ measure: ConvexRiskMeasure, returnPreference: Double, feasible: Polyhedron,
    size: Double? = nil, unit given: Double? = nil
  ) -> Scaled {
    let count = scenarios.rowCount
    var rows = scenarios
    var constant = offset
    if measure.isCentred {
      let average = scenarios.transposedTimes(probabilities)
      for row in 0..<count {
        for column in 0..<rows.columnCount {
          rows.elements[row * rows.columnCount + column] -= average[column]
        }
        constant[row] -= offsetMean
      }
    } else if let target = measure.target {
      for row in 0..<count { constant[row] -= target }
    }
    let unit = given ?? Self.unit(of: scenarios, offset: constant)
    for index in rows.elements.indices { rows.elements[index] /= unit }
    for index in constant.indices { constant[index] /= unit }

    let ones = [Double](repeating: 1, count: count)
    let zeros = [Double](repeating: 0, count: count)
    var objectiveScale = unit
    let tail: ScenarioProgram.Tail
    switch measure {
    case .conditionalValueAtRisk(let level), .conditionalDrawdown(let level):
      tail = .hinge(
        cost: probabilities.map { $0 / (1 - level) }, curvature: zeros, freeThreshold: true)
    case .worstCase, .maximumDrawdown:
      tail = .hinge(cost: ones, curvature: zeros, freeThreshold: true)
    case .meanAbsoluteDeviation:
      tail = .hinge(cost: probabilities.map { 2 * $0 }, curvature: zeros, freeThreshold: false)
    case .firstLowerPartialMoment, .averageDrawdown, .giniMeanDifference:
      tail = .hinge(cost: probabilities, curvature: zeros, freeThreshold: false)
    case .semivariance, .semideviation, .ulcerIndex:
      objectiveScale = size == nil ? unit * unit : unit
      // A preference that outweighs the square by far is made the measure of the objective.
      let largest = mean.reduce(0) { max($0, abs(returnPreference * $1)) } / objectiveScale
      if measure == .semivariance(target: measure.target) { objectiveScale *= max(1, largest) }
      let curvature = size.map { unit / $0 } ?? 2 * unit * unit / objectiveScale
      tail = .hinge(
        cost: zeros, curvature: probabilities.map { curvature * $0 }, freeThreshold: false)
    case .entropicValueAtRisk(let level), .entropicDrawdown(let level):
      tail = .exponential(probabilities: probabilities, budget: -log(1 - level), floor: 1e-9)
    }
    let program = ScenarioProgram(
      returns: rows, offset: constant, tail: tail, isPath: measure.dependsOnPath,
      linear: mean.map { -returnPreference * $0 / objectiveScale }, polyhedron: feasible)
    return Scaled(program: program, unit: unit, objectiveScale: objectiveScale)
  }

  /// The root of the mean square of the returns, or the largest offset if all returns are 0.
  static func unit(of rows: Matrix, offset: [Double]) -> Double {
    let square = dot(rows.elements, rows.elements) / Double(max(1, rows.elements.count))
    if square > 0 { return square.squareRoot() }
    let largest = offset.reduce(0) { max($0, abs($1)) }
    return largest > 0 ? largest : 1
  }
}
