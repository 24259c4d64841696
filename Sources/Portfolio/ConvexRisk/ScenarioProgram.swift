internal import CPortfolio

/// A convex risk of scenarios over a polyhedron, as the interior-point method sees it.
///
/// The variables are z = (x, threshold, temperature, excess u of each scenario, drawdown D of each
/// period); the threshold, the temperature, u and D exist only where the measure needs them. The
/// constraints are equalities A x = b and inequalities G z ≥ g. Losses are l = -(R x + o), or with
/// `isPath` the drawdowns D of the path whose steps are R x + o.
struct ScenarioProgram {
  /// What is paid for the losses above the threshold.
  enum Tail {
    /// cost · u + ½ curvature · u² with u ≥ l - threshold and u ≥ 0, plus the threshold.
    case hinge(cost: [Double], curvature: [Double], freeThreshold: Bool)
    /// temperature · log Σ p exp(l / temperature) + temperature · budget (Ahmadi-Javid 2012).
    case exponential(probabilities: [Double], budget: Double, floor: Double)
  }

  /// The scenarios, `[scenarios, columns]`: R, then a column for the threshold (ones, or zeros for a
  /// path) and one for the temperature that each factorisation fills.
  var rows: [Double]
  let offset: [Double]
  let tail: Tail
  let isPath: Bool
  /// The linear cost of x.
  let linear: [Double]
  let polyhedron: Polyhedron
  let equalities: Matrix
  let equalityLimits: [Double]
  /// The inequalities among the rows of the polyhedron, each as a x ≥ limit.
  let sides: Matrix
  let sideLimits: [Double]
  /// Which row of the polyhedron each equality and side comes from, and its sign.
  let equalityRows: [Int]
  let sideRows: [(row: Int, sign: Double)]
  let lowerBounded: [Int]
  let upperBounded: [Int]

  let scenarioCount: Int
  let weightCount: Int
  /// x, threshold and temperature, and what fills their row.
  let columnCount: Int
  let thresholdIndex: Int?
  let temperatureIndex: Int?
  let excessStart: Int
  let drawdownStart: Int
  let variableCount: Int
  let sideStart: Int
  let temperatureRow: Int
  let hingeStart: Int
  let pathStart: Int
  let constraintCount: Int

  var newton = NewtonSystem()

  init(
    returns: Matrix, offset: [Double], tail: Tail, isPath: Bool, linear: [Double],
    polyhedron: Polyhedron
  ) {
    let count = returns.columnCount
    let scenarios = returns.rowCount
    self.offset = offset
    self.tail = tail
    self.isPath = isPath
    self.linear = linear
    self.polyhedron = polyhedron
    scenarioCount = scenarios
    weightCount = count

    var columns = count
    var hasExcess = false
    switch tail {
    case .hinge(_, _, let freeThreshold):
      thresholdIndex = freeThreshold ? columns : nil
      columns += freeThreshold ? 1 : 0
      temperatureIndex = nil
      hasExcess = true
    case .exponential:
      thresholdIndex = columns
      temperatureIndex = columns + 1
      columns += 2
    }
    // Rows of whole vectors are read faster; the columns of zeros that fill them stay at 0.
    columns = (columns + 7) / 8 * 8
    columnCount = columns
    excessStart = columns
    drawdownStart = columns + (hasExcess ? scenarios : 0)
    variableCount = drawdownStart + (isPath ? scenarios : 0)

    var rows = [Double](repeating: 0, count: scenarios * columns)
    for scenario in 0..<scenarios {
      for column in 0..<count {
        rows[scenario * columns + column] = returns.elements[scenario * count + column]
      }
      if !isPath, thresholdIndex != nil { rows[scenario * columns + count] = 1 }
    }
    self.rows = rows

    let all = polyhedron.rows
    equalityRows = (0..<all.rowCount).filter { polyhedron.rowLower[$0] == polyhedron.rowUpper[$0] }
    equalities = Matrix(
      rows: equalityRows.count, columns: count, elements: equalityRows.flatMap { all.row($0) })
    equalityLimits = equalityRows.map { polyhedron.rowLower[$0] }
    var sideRows: [(row: Int, sign: Double)] = []
    for row in 0..<all.rowCount where polyhedron.rowLower[row] != polyhedron.rowUpper[row] {
      if polyhedron.rowLower[row].isFinite { sideRows.append((row, 1)) }
      if polyhedron.rowUpper[row].isFinite { sideRows.append((row, -1)) }
    }
    self.sideRows = sideRows
    sides = Matrix(
      rows: sideRows.count, columns: count,
      elements: sideRows.flatMap { side in all.row(side.row).map { $0 * side.sign } })
    sideLimits = sideRows.map {
      $0.sign > 0 ? polyhedron.rowLower[$0.row] : -polyhedron.rowUpper[$0.row]
    }
    lowerBounded = (0..<count).filter { polyhedron.lower[$0].isFinite }
    upperBounded = (0..<count).filter { polyhedron.upper[$0].isFinite }

    sideStart = lowerBounded.count + upperBounded.count
    temperatureRow = sideStart + sideRows.count
    hingeStart = temperatureRow + (temperatureIndex == nil ? 0 : 1)
    pathStart = hingeStart + (hasExcess ? 2 * scenarios : 0)
    constraintCount = pathStart + (isPath ? 2 * scenarios : 0)
  }

  /// The same program over other bounds.
  func over(_ polyhedron: Polyhedron) -> ScenarioProgram {
    var returns = Matrix(rows: scenarioCount, columns: weightCount)
    for t in 0..<scenarioCount {
      for index in 0..<weightCount { returns[t, index] = rows[t * columnCount + index] }
    }
    return ScenarioProgram(
      returns: returns, offset: offset, tail: tail, isPath: isPath, linear: linear,
      polyhedron: polyhedron)
  }

  var hasExcess: Bool { drawdownStart > excessStart }

  /// R x with the threshold added where the losses stand outside a path.
  func scenarioProduct(_ z: [Double]) -> [Double] {
    var head = Array(z[0..<columnCount])
    if let temperatureIndex { head[temperatureIndex] = 0 }
    return product(head)
  }

  /// The rows, with all their columns, times a vector.
  func product(_ head: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: scenarioCount) { result, count in
      cportfolio_matvec(scenarioCount, columnCount, rows, columnCount, head, result.baseAddress)
      count = scenarioCount
    }
  }

  /// The transposed rows times one number for each scenario.
  func transposedProduct(_ values: ArraySlice<Double>) -> [Double] {
    [Double](unsafeUninitializedCapacity: columnCount) { result, count in
      values.withUnsafeBufferPointer {
        cportfolio_matvec_transposed(
          scenarioCount, columnCount, rows, columnCount, $0.baseAddress, result.baseAddress)
      }
      count = columnCount
    }
  }

  /// g.
  var limits: [Double] {
    var result = lowerBounded.map { polyhedron.lower[$0] }
    result += upperBounded.map { -polyhedron.upper[$0] }
    result += sideLimits
    if case .exponential(_, _, let floor) = tail { result.append(floor) }
    if hasExcess {
      result += isPath ? [Double](repeating: 0, count: scenarioCount) : offset.map { -$0 }
      result += [Double](repeating: 0, count: scenarioCount)
    }
    if isPath {
      result += [Double](repeating: 0, count: scenarioCount)
      result += offset.map { -$0 }
    }
    return result
  }

  /// G z.
  func constraints(_ z: [Double]) -> [Double] { constraints(z, scenarios: scenarioProduct(z)) }

  /// G z from z and its product with the scenarios.
  func constraints(_ z: [Double], scenarios: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: constraintCount)
    for (row, index) in lowerBounded.enumerated() { result[row] = z[index] }
    for (row, index) in upperBounded.enumerated() { result[lowerBounded.count + row] = -z[index] }
    if sides.rowCount > 0 {
      let values = sides.times(Array(z[0..<weightCount]))
      for (row, value) in values.enumerated() { result[sideStart + row] = value }
    }
    if let temperatureIndex { result[temperatureRow] = z[temperatureIndex] }
    let count = scenarioCount
    if hasExcess {
      if isPath {
        let threshold = thresholdIndex.map { z[$0] } ?? 0
        for t in 0..<count {
          result[hingeStart + t] = z[excessStart + t] - z[drawdownStart + t] + threshold
        }
      } else {
        for t in 0..<count { result[hingeStart + t] = z[excessStart + t] + scenarios[t] }
      }
      for t in 0..<count { result[hingeStart + count + t] = z[excessStart + t] }
    }
    if isPath {
      var previous = 0.0
      for t in 0..<count {
        let drawdown = z[drawdownStart + t]
        result[pathStart + t] = drawdown
        result[pathStart + count + t] = drawdown - previous + scenarios[t]
        previous = drawdown
      }
    }
    return result
  }

  /// Gᵀ λ.
  func transposedConstraints(_ duals: [Double]) -> [Double] {
    var result = localTransposedConstraints(duals)
    if let multipliers = scenarioMultipliers(duals) { addScenarios(multipliers, to: &result) }
    return result
  }

  /// The multipliers of the constraints in which R x stands.
  func scenarioMultipliers(_ duals: [Double]) -> ArraySlice<Double>? {
    guard isPath || hasExcess, scenarioCount > 0 else { return nil }
    let start = isPath ? pathStart + scenarioCount : hingeStart
    return duals[start..<start + scenarioCount]
  }

  /// Adds Rᵀ times one number for each scenario, and its threshold.
  func addScenarios(_ multipliers: ArraySlice<Double>, to z: inout [Double]) {
    let head = transposedProduct(multipliers)
    for (index, value) in head.enumerated() where index != temperatureIndex { z[index] += value }
  }

  /// Gᵀ λ without Rᵀ.
  func localTransposedConstraints(_ duals: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: variableCount)
    let count = scenarioCount
    for (row, index) in lowerBounded.enumerated() { result[index] += duals[row] }
    for (row, index) in upperBounded.enumerated() {
      result[index] -= duals[lowerBounded.count + row]
    }
    if sides.rowCount > 0 {
      let values = sides.transposedTimes(Array(duals[sideStart..<temperatureRow]))
      for (index, value) in values.enumerated() { result[index] += value }
    }
    if let temperatureIndex { result[temperatureIndex] += duals[temperatureRow] }
    if hasExcess {
      for t in 0..<count {
        result[excessStart + t] = duals[hingeStart + t] + duals[hingeStart + count + t]
      }
      if isPath {
        var sum = 0.0
        for t in 0..<count {
          sum += duals[hingeStart + t]
          result[drawdownStart + t] = -duals[hingeStart + t]
        }
        if let thresholdIndex { result[thresholdIndex] += sum }
      }
    }
    if isPath {
      for t in 0..<count {
        let next = t + 1 < count ? duals[pathStart + count + t + 1] : 0
        result[drawdownStart + t] += duals[pathStart + t] + duals[pathStart + count + t] - next
      }
    }
    return result
  }
}
