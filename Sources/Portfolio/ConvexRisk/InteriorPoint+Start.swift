internal import CPortfolio
import Foundation

extension InteriorPoint {
  /// Starts from the shortest portfolio that fulfils the equalities, or from a point that is given,
  /// moved inside its bounds, with slacks and multipliers of one product.
  mutating func start(near point: [Double]? = nil) {
    let count = program.scenarioCount
    var x = point ?? program.equalities.transposedTimes(leastSquares(program.equalityLimits))
    for index in x.indices {
      let lower = program.polyhedron.lower[index]
      let upper = program.polyhedron.upper[index]
      x[index] = min(max(x[index], lower), upper)
    }
    let size = max(x.reduce(0) { $0 + abs($1) } / Double(max(1, x.count)), 1e-6)
    z = [Double](repeating: 0, count: program.variableCount)
    for (index, value) in x.enumerated() { z[index] = value }

    // Losses of the start, and how far they scatter.
    let steps = zip(program.scenarioProduct(z), program.offset).map { $0 + $1 }
    var losses = steps.map { -$0 }
    if program.isPath {
      var drawdown = 0.0
      for t in 0..<count {
        drawdown = max(0, drawdown - steps[t])
        losses[t] = drawdown
      }
    }
    let mean = losses.reduce(0, +) / Double(max(1, count))
    let variance =
      losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, count))
    let spread = max(variance.squareRoot(), 1e-3)
    let product = 3 * spread / Double(max(1, count))

    slacks = [Double](repeating: 0, count: program.constraintCount)
    duals = [Double](repeating: 0, count: program.constraintCount)
    y = [Double](repeating: 0, count: program.equalities.rowCount)

    if case .exponential(_, let budget, let floor) = program.tail,
      let temperature = program.temperatureIndex
    {
      z[temperature] = max(spread / (2 * max(budget, 0.1)).squareRoot(), 2 * floor)
    }
    if program.isPath {
      for t in 0..<count { z[program.drawdownStart + t] = losses[t] + 1 * spread }
    }
    if case .hinge(let cost, let curvature, let freeThreshold) = program.tail {
      var threshold = 0.0
      let width = 0.3 * spread
      if freeThreshold, let index = program.thresholdIndex {
        threshold = balancedThreshold(losses, cost, width)
        z[index] = threshold
      }
      for t in 0..<count {
        let exceedance = losses[t] - threshold
        let excess = 0.5 * (exceedance + (exceedance * exceedance + 4 * width * width).squareRoot())
        z[program.excessStart + t] = excess
        let price = cost[t] + curvature[t] * excess
        let below = excess - exceedance
        duals[program.hingeStart + t] = price * excess / (excess + below)
        duals[program.hingeStart + count + t] = price * below / (excess + below)
      }
    }
    program.settle(&z)

    if program.isPath {
      let prices = program.gradient(z)
      let pull = program.transposedConstraints(duals)
      for t in 0..<count {
        let price = prices[program.drawdownStart + t] - pull[program.drawdownStart + t]
        duals[program.pathStart + t] = max(price, 1e-3 / Double(count))
        duals[program.pathStart + count + t] = 10 / Double(count)
      }
    }
    priceBounds()
    let values = program.constraints(z)
    let limits = program.limits
    for row in slacks.indices {
      let least = row < program.hingeStart ? 1 * size : 0.1 * spread
      slacks[row] = max(values[row] - limits[row], least)
      if duals[row] == 0 { duals[row] = product / slacks[row] }
    }
  }

  /// The threshold at which the smoothed hinges have the slope 1.
  private func balancedThreshold(
    _ losses: [Double], _ cost: [Double], _ width: Double
  ) -> Double {
    var low = (losses.min() ?? 0) - 10 * width
    var high = (losses.max() ?? 0) + 10 * width
    for _ in 0..<30 {
      let middle = 0.5 * (low + high)
      var slope = 0.0
      for (t, loss) in losses.enumerated() {
        let v = loss - middle
        slope += cost[t] * 0.5 * (1 + v / (v * v + 4 * width * width).squareRoot())
      }
      if slope > 1 { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// Multipliers of the bounds and equalities that leave no dual residual where both bounds exist.
  private mutating func priceBounds() {
    let program = program
    var prices = program.gradient(z)
    let pull = program.transposedConstraints(duals)
    for index in 0..<program.weightCount { prices[index] -= pull[index] }
    let price = Array(prices[0..<program.weightCount])
    y = leastSquares(program.equalities.times(price))
    let rows = program.equalities.transposedTimes(y)
    let reduced = rows.isEmpty ? price : zip(price, rows).map { $0 - $1 }
    let size = reduced.reduce(0) { $0 + abs($1) } / Double(max(1, reduced.count))
    let width = 0.1 * max(size, 1e-6)
    for (row, index) in program.lowerBounded.enumerated() {
      let value = reduced[index]
      duals[row] = 0.5 * (value + (value * value + 4 * width * width).squareRoot())
    }
    for (row, index) in program.upperBounded.enumerated() {
      let value = -reduced[index]
      duals[program.lowerBounded.count + row] =
        0.5 * (value + (value * value + 4 * width * width).squareRoot())
    }
  }

  /// (A Aᵀ)⁻¹ times a vector, up to equalities that depend on each other.
  private func leastSquares(_ right: [Double]) -> [Double] {
    let rows = program.equalities
    guard rows.rowCount > 0 else { return [] }
    let count = rows.rowCount
    var gram = [Double](repeating: 0, count: count * count)
    var largest = 0.0
    for row in 0..<count {
      for column in row..<count {
        gram[row * count + column] = dot(Array(rows.row(row)), Array(rows.row(column)))
      }
      largest = max(largest, gram[row * (count + 1)])
    }
    var workspace = [Double](repeating: 0, count: cportfolio_gram_workspace(count) + 64)
    _ = cportfolio_cholesky(count, &gram, count, 1e-12 * largest, &workspace)
    var multipliers = right
    cportfolio_cholesky_solve(count, gram, count, &multipliers)
    return multipliers
  }
}
