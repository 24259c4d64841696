internal import CPortfolio
internal import Torch

/// Portfolios from which local searches begin.
struct CornishFisherStarts {
  /// The scenarios and what is allowed.
  let optimizer: ScenarioOptimizer
  /// What is allowed.
  let feasible: Polyhedron
  /// The level of the value at risk.
  let confidence: Double

  /// The covariances of the scenarios, with a share of their mean variance added to the diagonal.
  static func covariance(_ optimizer: ScenarioOptimizer, adding share: Double) -> Matrix {
    let count = optimizer.scenarios.columnCount
    var result = Matrix(rows: count, columns: count)
    let means = optimizer.scenarios.transposedTimes(optimizer.probabilities)
    var scratch = [Double](repeating: 0, count: cportfolio_cross_products_scratch(count))
    cportfolio_add_cross_products(
      optimizer.scenarios.rowCount, count, optimizer.scenarios.elements, means,
      optimizer.probabilities, 1, &scratch, &result.elements)
    let ridge = share * result.diagonal.reduce(0, +) / Double(count) + 1e-300
    for index in 0..<count { result[index, index] += ridge }
    return result
  }

  /// Those with a name: corners of the frontier with the least variance and the largest return among
  /// them, the least conditional value at risk, and equal weights.
  func named(_ covariance: Matrix) -> [[Double]] {
    let count = feasible.variableCount
    let zeros = [Double](repeating: 0, count: count)
    var result: [[Double]] = []
    let means = optimizer.scenarios.transposedTimes(optimizer.probabilities)
    let program = ParametricQuadraticProgram(
      quadratic: covariance, linear: zeros, direction: means, feasible: feasible)
    if let corners = try? program.path().corners {
      let step = max(1, (corners.count + 9) / 10)
      result += stride(from: corners.count - 1, through: 0, by: -step).map { corners[$0].point }
      result.append(corners[0].point)
    }
    if let tail = try? optimizer.solve(
      .conditionalValueAtRisk(level: confidence), returnPreference: 0, feasible: feasible)
    {
      result.append(tail.weights)
    }
    if let equal = nearest([Double](repeating: 1 / Double(count), count: count)) {
      result.append(equal)
    }
    return result
  }

  /// Random ones: the nearest that are allowed to draws of Dirichlet's law, dense and sparse in turn,
  /// and mixtures of two vertices.
  func random(_ number: Int, using generator: inout SeededGenerator) -> [[Double]] {
    (0..<number).compactMap { index -> [Double]? in
      if index % 3 == 2 {
        let share = generator.openUniform()
        guard let a = vertex(&generator), let b = vertex(&generator) else { return nil }
        return zip(a, b).map { share * $0 + (1 - share) * $1 }
      }
      let raw = (0..<feasible.variableCount).map { _ in
        generator.gamma(index % 3 == 0 ? 1 : 0.15)
      }
      let total = raw.reduce(0, +)
      return nearest(raw.map { $0 / max(total, 1e-300) })
    }
  }

  private func vertex(_ generator: inout SeededGenerator) -> [Double]? {
    var program = LinearProgram(feasible)
    let direction = (0..<feasible.variableCount).map { _ in generator.normal() }
    guard case .optimal(let vertex)? = try? program.maximize(direction) else { return nil }
    return vertex.point
  }

  private func nearest(_ point: [Double]) -> [Double]? {
    guard feasible.violation(of: point) > 1e-12 else { return point }
    let ones = [Double](repeating: 1, count: point.count)
    return try? ParametricQuadraticProgram(
      quadratic: Matrix(diagonal: ones), linear: point.map(-), direction: ones.map { _ in 0 },
      feasible: feasible
    ).minimum(from: point).point
  }
}
