internal import CPortfolio

extension ScenarioProgram {
  /// Factors the Newton equations at `z`, with `weights` the dual over the slack of each constraint.
  ///
  /// u and D are eliminated by hand, so that what is factored has the size of the portfolio.
  mutating func factor(_ z: [Double], weights: [Double], regularization: Double) {
    let count = scenarioCount
    let columns = columnCount
    var system = NewtonSystem()
    swap(&system, &newton)
    var matrix = [Double](repeating: 0, count: columns * columns)
    let workspaceSize = cportfolio_gram_workspace(max(columns, equalities.rowCount)) + 64
    if system.workspace.count != workspaceSize {
      system.workspace = [Double](repeating: 0, count: workspaceSize)
    }

    switch tail {
    case .hinge(_, let curvature, _):
      system.hinge = Array(weights[hingeStart..<hingeStart + count])
      system.excess = [Double](repeating: 0, count: count)
      system.above = system.excess
      system.tail = [Double](repeating: 0, count: count)
      for t in 0..<count {
        let above = curvature[t] + weights[hingeStart + count + t]
        let hinge = system.hinge[t]
        system.excess[t] = hinge + above
        system.above[t] = above
        system.tail[t] = hinge * (above / (hinge + above))
      }
    case .exponential:
      guard let temperatureIndex else { break }
      let temperature = z[temperatureIndex]
      let exceedances = exceedances(z)
      system.tail = exponentialShares(z, exceedances: exceedances).map { $0 / temperature }
      system.slopes = exceedances.map { $0 / temperature }
      if !isPath {
        for t in 0..<count { rows[t * columns + temperatureIndex] = system.slopes[t] }
      }
    }

    if isPath {
      reducePath(weights, &system, &matrix)
    } else if count > 0 {
      cportfolio_weighted_gram(
        count, columns, rows, columns, system.tail, &matrix, columns, &system.workspace)
    }
    system.augmentation = augmentation(matrix)
    if equalities.rowCount > 0 {
      cportfolio_weighted_gram(
        equalities.rowCount, weightCount, equalities.elements, weightCount,
        [Double](repeating: system.augmentation, count: equalities.rowCount), &matrix, columns,
        &system.workspace)
    }
    for (row, index) in lowerBounded.enumerated() {
      matrix[index * (columns + 1)] += weights[row]
    }
    for (row, index) in upperBounded.enumerated() {
      matrix[index * (columns + 1)] += weights[lowerBounded.count + row]
    }
    if sides.rowCount > 0 {
      cportfolio_weighted_gram(
        sides.rowCount, weightCount, sides.elements, weightCount,
        Array(weights[sideStart..<temperatureRow]), &matrix, columns, &system.workspace)
    }
    if let temperatureIndex { matrix[temperatureIndex * (columns + 1)] += weights[temperatureRow] }
    for index in 0..<columns { matrix[index * (columns + 1)] += regularization }
    _ = cportfolio_cholesky(columns, &matrix, columns, 0, &system.workspace)
    system.factor = matrix

    let rowCount = equalities.rowCount
    if rowCount > 0 {
      var transposed = [Double](repeating: 0, count: columns * rowCount)
      for row in 0..<rowCount {
        for index in 0..<weightCount {
          transposed[index * rowCount + row] = equalities.elements[row * weightCount + index]
        }
      }
      cportfolio_cholesky_forward(
        columns, system.factor, columns, rowCount, &transposed, rowCount)
      var small = [Double](repeating: 0, count: rowCount * rowCount)
      cportfolio_weighted_gram(
        columns, rowCount, transposed, rowCount, [Double](repeating: 1, count: columns), &small,
        rowCount, &system.workspace)
      for row in 0..<rowCount { small[row * (rowCount + 1)] *= 1 + 1e-14 }
      _ = cportfolio_cholesky(rowCount, &small, rowCount, 0, &system.workspace)
      system.equalities = transposed
      system.equalityFactor = small
    }
    swap(&system, &newton)
  }

  /// How much of AᵀA is added to the matrix, which changes no step.
  ///
  /// Risks grow with the invested sum, so that without it the matrix is nearly singular along the
  /// portfolio itself once the tail is known.
  private func augmentation(_ matrix: [Double]) -> Double {
    let size = dot(equalities.elements, equalities.elements)
    guard size > 0 else { return 0 }
    var trace = 1e-3
    for index in 0..<weightCount { trace += matrix[index * (columnCount + 1)] }
    return trace * Double(equalities.rowCount) / size
  }

  private func reducePath(
    _ weights: [Double], _ system: inout NewtonSystem, _ matrix: inout [Double]
  ) {
    let count = scenarioCount
    let columns = columnCount
    let floor = Array(weights[pathStart..<pathStart + count])
    let chain = Array(weights[pathStart + count..<pathStart + 2 * count])
    let slopes = system.slopes.isEmpty ? floor : system.slopes
    var left = [Double](repeating: 0, count: count * columns)
    var leftWeights = [Double](repeating: 0, count: count)
    cportfolio_drawdown_rows(
      count, columns, rows, chain, floor, system.tail, slopes, thresholdIndex ?? columns,
      temperatureIndex ?? columns, &left, &leftWeights, &system.workspace)
    cportfolio_weighted_gram(
      count, columns, left, columns, leftWeights, &matrix, columns, &system.workspace)
    for t in 0..<count {
      let rest = floor[t] * (system.tail[t] / (floor[t] + system.tail[t]))
      if let thresholdIndex {
        matrix[thresholdIndex * (columns + 1)] += rest
        if let temperatureIndex {
          matrix[thresholdIndex * columns + temperatureIndex] += rest * slopes[t]
          matrix[temperatureIndex * (columns + 1)] += rest * slopes[t] * slopes[t]
        }
      }
    }
    // The tridiagonal matrix of D: its Cholesky factor, kept as pivots that only add what is
    // positive, so that nothing cancels.
    system.chain = chain
    system.diagonal = [Double](repeating: 0, count: count)
    var carried = 0.0
    for t in 0..<count {
      carried = t == 0 ? chain[0] : carried * chain[t] / (carried + chain[t])
      carried += floor[t] + system.tail[t]
      system.diagonal[t] = carried + (t + 1 < count ? chain[t + 1] : 0)
    }
  }

  /// A Newton step.
  struct Step {
    var z: [Double]
    var y: [Double]
    /// G z, found so that nothing cancels where a constraint becomes active.
    var constraints: [Double]
  }

  /// Solves H z - Aᵀ y = Gᵀ pull - residual, A z = rightEqualities.
  func step(
    pull: [Double], residual: [Double], rightEqualities: [Double]
  ) -> Step {
    let count = scenarioCount
    var z = localTransposedConstraints(pull)
    for index in z.indices { z[index] -= residual[index] }
    var multipliers = scenarioMultipliers(pull).map(Array.init)
    var rightExcess: [Double] = []
    if hasExcess {
      rightExcess = Array(z[excessStart..<excessStart + count])
      var sum = 0.0
      for t in 0..<count {
        let moved = newton.hinge[t] * (rightExcess[t] / newton.excess[t])
        sum += moved
        if isPath { z[drawdownStart + t] += moved } else { multipliers?[t] -= moved }
      }
      if isPath, let thresholdIndex { z[thresholdIndex] -= sum }
    }
    var local: [Double] = []
    if isPath {
      local = solveTridiagonal(z[drawdownStart..<drawdownStart + count])
      var previous = 0.0
      for t in 0..<count {
        multipliers?[t] -= newton.chain[t] * (local[t] - previous)
        previous = local[t]
        let tailPull = newton.tail[t] * local[t]
        if let thresholdIndex { z[thresholdIndex] += tailPull }
        if let temperatureIndex { z[temperatureIndex] += tailPull * newton.slopes[t] }
      }
    }
    if let multipliers { addScenarios(multipliers[...], to: &z) }
    let y = solveHead(&z, rightEqualities)
    let scenarios = scenarioProduct(z)
    if isPath { restoreDrawdowns(&z, local, scenarios) }
    if hasExcess {
      let exceedances = exceedanceChange(z, scenarios)
      for t in 0..<count {
        z[excessStart + t] =
          (rightExcess[t] + newton.hinge[t] * exceedances[t]) / newton.excess[t]
      }
      var constraints = constraints(z, scenarios: scenarios)
      for t in 0..<count {
        constraints[hingeStart + t] =
          (rightExcess[t] - newton.above[t] * exceedances[t]) / newton.excess[t]
      }
      return Step(z: z, y: y, constraints: constraints)
    }
    return Step(z: z, y: y, constraints: constraints(z, scenarios: scenarios))
  }

  /// Replaces x, threshold and temperature by their solution, and returns y.
  private func solveHead(_ z: inout [Double], _ rightEqualities: [Double]) -> [Double] {
    var head = Array(z[0..<columnCount])
    var y = [Double](repeating: 0, count: equalities.rowCount)
    let added = equalities.transposedTimes(rightEqualities)
    for index in 0..<weightCount { head[index] += newton.augmentation * added[index] }
    cportfolio_cholesky_solve(columnCount, newton.factor, columnCount, &head)
    // The second round corrects what the first lost where weights differ by many orders.
    for _ in 0..<(y.isEmpty ? 0 : 2) {
      let reached = equalities.times(Array(head[0..<weightCount]))
      var change = zip(rightEqualities, reached).map { $0 - $1 }
      cportfolio_cholesky_solve(y.count, newton.equalityFactor, y.count, &change)
      for row in y.indices { y[row] += change[row] }
      var pull = equalities.transposedTimes(change)
      pull += [Double](repeating: 0, count: columnCount - weightCount)
      cportfolio_cholesky_solve(columnCount, newton.factor, columnCount, &pull)
      for index in 0..<columnCount { head[index] += pull[index] }
    }
    for index in 0..<columnCount { z[index] = head[index] }
    return y
  }

  private func restoreDrawdowns(_ z: inout [Double], _ local: [Double], _ scenarios: [Double]) {
    let count = scenarioCount
    let threshold = thresholdIndex.map { z[$0] } ?? 0
    let temperature = temperatureIndex.map { z[$0] } ?? 0
    var coupling = [Double](repeating: 0, count: count)
    for t in 0..<count {
      let next = t + 1 < count ? newton.chain[t + 1] * scenarios[t + 1] : 0
      let slope = newton.slopes.isEmpty ? 0 : newton.slopes[t] * temperature
      coupling[t] = newton.chain[t] * scenarios[t] - next - newton.tail[t] * (threshold + slope)
    }
    let change = solveTridiagonal(coupling[...])
    for t in 0..<count { z[drawdownStart + t] = local[t] - change[t] }
  }

  /// How much the loss of each scenario rises above the threshold.
  private func exceedanceChange(_ z: [Double], _ scenarios: [Double]) -> [Double] {
    guard isPath else { return scenarios.map { -$0 } }
    let threshold = thresholdIndex.map { z[$0] } ?? 0
    return (0..<scenarioCount).map { z[drawdownStart + $0] - threshold }
  }

  private func solveTridiagonal(_ right: ArraySlice<Double>) -> [Double] {
    let count = scenarioCount
    var result = Array(right)
    for t in 1..<max(1, count) {
      result[t] += newton.chain[t] / newton.diagonal[t - 1] * result[t - 1]
    }
    for t in stride(from: count - 1, through: 0, by: -1) {
      let next = t + 1 < count ? newton.chain[t + 1] * result[t + 1] : 0
      result[t] = (result[t] + next) / newton.diagonal[t]
    }
    return result
  }
}
