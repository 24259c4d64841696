import Foundation

/// A lower bound of a `ScenarioProgram`'s objective that holds whatever the multipliers are.
///
/// The multipliers of an interior-point method are feasible up to rounding only. They are moved to
/// the nearest ones that are feasible, so that the bound is a proof and not an estimate.
struct DualBound {
  /// No feasible point has a smaller objective.
  private(set) var value = 0.0
  /// The weight of each loss in the risk.
  private(set) var lossWeights: [Double]

  /// `root` holds the probabilities where what is bounded is the root of the program's risk;
  /// `isSized` says that the program's risk is the square over twice the size of the root. `linear`
  /// is the linear cost beside the root. The bound holds over `polyhedron`, which has the program's
  /// rows.
  init(
    _ method: InteriorPoint, root: [Double]?, isSized: Bool = false, linear: [Double],
    over polyhedron: Polyhedron
  ) {
    let program = method.program
    lossWeights = Self.lossWeights(method)
    var scale = 1.0
    if let root {
      var norm = 0.0
      for (p, weight) in zip(root, lossWeights) { norm += weight * weight / p }
      let length = isSized ? max(norm.squareRoot(), 1) : norm.squareRoot()
      scale = length > 0 ? 1 / length : 0
      for t in lossWeights.indices { lossWeights[t] *= scale }
    } else if case .hinge(let cost, let curvature, _) = program.tail {
      for (t, weight) in lossWeights.enumerated() where weight > cost[t] && curvature[t] > 0 {
        value -= (weight - cost[t]) * (weight - cost[t]) / (2 * curvature[t])
      }
    }
    let returnWeights =
      program.isPath ? Self.stepWeights(method, lossWeights, scale) : lossWeights
    value -= dot(returnWeights, program.offset)
    var slope = program.scenarioCount > 0 ? program.transposedProduct(returnWeights[...]) : linear
    for index in linear.indices {
      slope[index] = linear[index] - (program.scenarioCount > 0 ? slope[index] : 0)
    }
    addPolyhedron(method, polyhedron, Array(slope[0..<program.weightCount]), scale)
    // A root is never negative; where it is 0 its multipliers are noise.
    if root != nil, linear.allSatisfy({ $0 == 0 }) { value = max(value, 0) }
  }

  /// The multipliers of the losses, made feasible.
  private static func lossWeights(_ method: InteriorPoint) -> [Double] {
    let program = method.program
    let count = program.scenarioCount
    switch program.tail {
    case .hinge(let cost, let curvature, let freeThreshold):
      var weights = Array(method.duals[program.hingeStart..<program.hingeStart + count])
      for t in 0..<count where curvature[t] == 0 { weights[t] = min(weights[t], cost[t]) }
      guard freeThreshold else { return weights }
      let sum = weights.reduce(0, +)
      if sum > 1 { return weights.map { $0 / sum } }
      let room = cost.reduce(0, +) - sum
      guard room > 0 else { return weights }
      return zip(weights, cost).map { $0 + ($1 - $0) * (1 - sum) / room }
    case .exponential(let probabilities, let budget, _):
      let exceedances = program.exceedances(method.z)
      var weights = program.exponentialShares(method.z, exceedances: exceedances)
      let sum = weights.reduce(0, +)
      var entropy = 0.0
      for t in 0..<count {
        weights[t] /= sum
        if weights[t] > 0 { entropy += weights[t] * log(weights[t] / probabilities[t]) }
      }
      guard entropy > budget else { return weights }
      let share = 1 - budget / entropy
      return zip(weights, probabilities).map { $0 + share * ($1 - $0) }
    }
  }

  /// The multipliers of the steps of a path that go with the weights of its drawdowns.
  private static func stepWeights(
    _ method: InteriorPoint, _ lossWeights: [Double], _ scale: Double
  ) -> [Double] {
    var result = lossWeights
    var carried = 0.0
    for t in lossWeights.indices.reversed() {
      carried += lossWeights[t]
      carried -= min(max(scale * method.duals[method.program.pathStart + t], 0), carried)
      result[t] = carried
    }
    return result
  }

  /// Adds the least that a linear function with `slope` can have over the polyhedron.
  private mutating func addPolyhedron(
    _ method: InteriorPoint, _ polyhedron: Polyhedron, _ slope: [Double], _ scale: Double
  ) {
    let program = method.program
    var prices = [Double](repeating: 0, count: polyhedron.rows.rowCount)
    for (index, row) in program.equalityRows.enumerated() { prices[row] = scale * method.y[index] }
    for (index, side) in program.sideRows.enumerated() {
      prices[side.row] += scale * side.sign * method.duals[program.sideStart + index]
    }
    for (row, price) in prices.enumerated() {
      let limit = price > 0 ? polyhedron.rowLower[row] : polyhedron.rowUpper[row]
      if !limit.isFinite { prices[row] = 0 }
    }
    let largest = method.z[0..<program.weightCount].reduce(1e-9) { max($0, abs($1)) }
    let box = (
      lower: polyhedron.lower.map { $0.isFinite ? $0 : -10 * largest },
      upper: polyhedron.upper.map { $0.isFinite ? $0 : 10 * largest }
    )
    var reduced = zip(slope, polyhedron.rows.transposedTimes(prices)).map { $0 - $1 }
    for row in prices.indices {
      let coefficients = Array(polyhedron.rows.row(row))
      let own = RowPrice(
        coefficients: coefficients, limits: (polyhedron.rowLower[row], polyhedron.rowUpper[row]),
        slope: zip(reduced, coefficients).map { $0 + prices[row] * $1 }, box: box)
      let best = own.best
      guard own.bound(best) > own.bound(prices[row]) else { continue }
      prices[row] = best
      reduced = zip(own.slope, coefficients).map { $0 - best * $1 }
    }
    for (row, price) in prices.enumerated() where price != 0 {
      value += price * (price > 0 ? polyhedron.rowLower[row] : polyhedron.rowUpper[row])
    }
    for (index, reduced) in reduced.enumerated() {
      value += reduced * (reduced > 0 ? box.lower[index] : box.upper[index])
    }
  }
}
