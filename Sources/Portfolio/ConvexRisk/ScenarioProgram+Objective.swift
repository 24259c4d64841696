import Foundation

extension ScenarioProgram {
  /// Whether the step of the dual must be that of the primal, because the gradient changes with z.
  var isCurved: Bool {
    switch tail {
    case .hinge(_, let curvature, _): curvature.contains { $0 != 0 }
    case .exponential: true
    }
  }

  /// Whether Newton's equations are only a local model.
  var isNonlinear: Bool {
    if case .exponential = tail { true } else { false }
  }

  /// The losses above the threshold, for the exponential tail.
  func exceedances(_ z: [Double]) -> [Double] {
    let threshold = thresholdIndex.map { z[$0] } ?? 0
    if isPath { return (0..<scenarioCount).map { z[drawdownStart + $0] - threshold } }
    let scenarios = scenarioProduct(z)
    return (0..<scenarioCount).map { -scenarios[$0] - offset[$0] }
  }

  /// The share of each scenario in the exponential tail, p exp((l - threshold) / temperature).
  func exponentialShares(_ z: [Double], exceedances: [Double]) -> [Double] {
    guard case .exponential(let probabilities, _, _) = tail, let temperatureIndex else { return [] }
    let temperature = z[temperatureIndex]
    return zip(probabilities, exceedances).map { $0 * exp($1 / temperature) }
  }

  /// Moves the threshold to its best place where that place has a closed form.
  func settle(_ z: inout [Double]) {
    guard case .exponential(let probabilities, _, _) = tail, let thresholdIndex,
      let temperatureIndex
    else { return }
    let exceedances = exceedances(z)
    let largest = exceedances.max() ?? 0
    var sum = 0.0
    for (p, value) in zip(probabilities, exceedances) {
      sum += p * exp((value - largest) / z[temperatureIndex])
    }
    z[thresholdIndex] += largest + z[temperatureIndex] * log(sum)
  }

  /// The objective's gradient.
  func gradient(_ z: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: variableCount)
    for (index, value) in linear.enumerated() { result[index] = value }
    switch tail {
    case .hinge(let cost, let curvature, _):
      if let thresholdIndex { result[thresholdIndex] = 1 }
      for t in 0..<scenarioCount {
        result[excessStart + t] = cost[t] + curvature[t] * z[excessStart + t]
      }
    case .exponential(_, let budget, _):
      guard let thresholdIndex, let temperatureIndex else { return result }
      let exceedances = exceedances(z)
      let shares = exponentialShares(z, exceedances: exceedances)
      var total = 0.0
      var slope = budget - 1
      for t in 0..<scenarioCount {
        total += shares[t]
        slope += shares[t] - shares[t] * exceedances[t] / z[temperatureIndex]
      }
      if isPath {
        for t in 0..<scenarioCount { result[drawdownStart + t] = shares[t] }
      } else {
        let head = transposedProduct(shares[...])
        for index in 0..<weightCount { result[index] -= head[index] }
      }
      result[thresholdIndex] = 1 - total
      result[temperatureIndex] = slope
    }
    return result
  }
}

extension ScenarioProgram {
  /// The objective.
  func objective(_ z: [Double]) -> Double {
    var value = 0.0
    for (index, slope) in linear.enumerated() { value += slope * z[index] }
    switch tail {
    case .hinge(let cost, let curvature, _):
      if let thresholdIndex { value += z[thresholdIndex] }
      for t in 0..<scenarioCount {
        let excess = z[excessStart + t]
        value += excess * (cost[t] + 0.5 * curvature[t] * excess)
      }
    case .exponential(_, let budget, _):
      guard let thresholdIndex, let temperatureIndex else { break }
      let shares = exponentialShares(z, exceedances: exceedances(z))
      value +=
        z[thresholdIndex] + z[temperatureIndex] * (shares.reduce(0, +) - 1 + budget)
    }
    return value
  }
}
