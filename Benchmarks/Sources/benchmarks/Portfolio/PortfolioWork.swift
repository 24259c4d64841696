import Foundation
import Portfolio

/// Our side of each task: the work to time, which returns the value that was optimised.
struct PortfolioWork {
  let data: PortfolioData

  /// Writes the returns at which the peers are to solve a task's frontier, so that both sides answer
  /// the same questions.
  func writeGoals(_ name: String) throws {
    let frontier: EfficientFrontier
    switch name {
    case "frontier20", "frontier500":
      let size = name == "frontier20" ? 20 : 500
      frontier = try EfficientFrontier(
        mean: data.vector("mean\(size)"), covariance: data.matrix("covariance\(size)"))
      try data.write(frontier.points(100).map(\.mean), as: "goals\(size)")
    case "groups100":
      let problem = try groupProblem()
      frontier = try EfficientFrontier(
        mean: problem.mean, covariance: problem.covariance, constraints: problem.constraints)
      try data.write(frontier.points(100).map(\.mean), as: "goals100")
    default: break
    }
  }

  /// The work of a task, everything that is not part of it done beforehand.
  func work(_ name: String) throws -> () throws -> Double? {
    switch name {
    case "frontier20", "frontier500":
      let size = name == "frontier20" ? 20 : 500
      let (mean, covariance) = (
        try data.vector("mean\(size)"), try data.matrix("covariance\(size)")
      )
      return {
        try EfficientFrontier(mean: mean, covariance: covariance).points(100)
          .reduce(0) { $0 + $1.volatility }
      }
    case "groups100": return try groups()
    case "maximumSharpe20":
      let (mean, covariance) = (try data.vector("mean20"), try data.matrix("covariance20"))
      return {
        try EfficientFrontier(mean: mean, covariance: covariance).maximumSharpe()
          .sharpeRatio(riskFree: 0)
      }
    case "cvar20", "cvar500":
      let returns = try data.matrix(name == "cvar20" ? "returns20" : "returns500")
      return {
        try ScenarioOptimizer(scenarios: returns, feasible: .simplex(returns.columnCount))
          .minimize(.conditionalValueAtRisk(level: 0.95)).risk
      }
    case "random20": return try random(20, threads: 1)
    case "random500": return try random(500, threads: 2)
    case "random500factors": return try factors()
    case "walkForward20": return try walkForward()
    case "hierarchical20":
      let returns = try data.returns(20)
      return {
        let covariance = try CovarianceEstimator.sample().covariance(of: returns)
        return try HierarchicalRiskParity(covariance: covariance).weights.max()
      }
    case "riskBudgeting20":
      let returns = try data.returns(20)
      return {
        let covariance = try CovarianceEstimator.sample().covariance(of: returns)
        return try RiskBudgeting(covariance: covariance).weights.max()
      }
    default: preconditionFailure("no such task")
    }
  }

  private func groupProblem() throws -> (
    mean: [Double], covariance: Matrix, constraints: PortfolioConstraints
  ) {
    let count = 100
    let mean = Array(try data.vector("mean500")[..<count])
    let covariance = try data.matrix("covariance500").submatrix(Array(0..<count))
    var constraints = PortfolioConstraints.bounded(count, 0...0.05)
    for group in 0..<10 {
      constraints.linear.append(
        LinearConstraint(
          name: "group \(group)", coefficients: (0..<count).map { $0 % 10 == group ? 1 : 0 },
          lower: 0.02, upper: 0.2))
    }
    return (mean, covariance, constraints)
  }

  private func groups() throws -> () throws -> Double? {
    let (mean, covariance, constraints) = try groupProblem()
    return {
      try EfficientFrontier(mean: mean, covariance: covariance, constraints: constraints)
        .points(100).reduce(0) { $0 + $1.volatility }
    }
  }

  private func random(_ size: Int, threads: Int) throws -> () throws -> Double? {
    let returns = try data.returns(size)
    let mean = try MeanEstimator.arithmetic.mean(of: returns)
    let covariance = try CovarianceEstimator.sample().covariance(of: returns)
    return {
      let random = try RandomPortfolios(
        mean: mean, covariance: covariance, sampler: .uniformNormalized, seed: 0)
      _ = try random.cloud(count: 100_000, threadCount: threads)
      return nil
    }
  }

  private func factors() throws -> () throws -> Double? {
    let covariance = try data.matrix("covariance500")
    let loadings = try data.matrix("loadings500")
    let mean = try data.vector("mean500")
    let specific = (0..<loadings.rowCount).map { asset in
      let row = Array(loadings.row(asset))
      return max(1e-6, covariance[asset, asset] - dot(row, row))
    }
    let model = FactorCovariance(loadings: loadings, specificVariances: specific)
    return {
      let random = try RandomPortfolios(
        mean: mean, covariance: model, sampler: .uniformNormalized, seed: 0)
      _ = try random.cloud(count: 100_000, threadCount: 2)
      return nil
    }
  }

  /// The variance of the returns out of sample.
  private func walkForward() throws -> () throws -> Double? {
    let returns = try data.returns(20)
    return {
      var series: [Double] = []
      try forEachWindow(of: returns) { least, test in
        series += returns.periods(test).values.times(least.weights)
      }
      let mean = series.reduce(0, +) / Double(series.count)
      return series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(series.count - 1)
    }
  }

  /// The portfolio of least variance of each window of training, and the periods to test it in.
  private func forEachWindow(
    of returns: Returns, _ body: (EfficientFrontier.Portfolio, Range<Int>) -> Void
  ) throws {
    let windows = try WalkForward(trainingSize: 252, testSize: 21)
      .windows(periods: returns.periodCount)
    let nothing = [Double](repeating: 0, count: returns.assetCount)
    var moments = try RollingMoments(returns, window: windows[0].training)
    for window in windows {
      moments.move(to: window.training)
      let frontier = try EfficientFrontier(mean: nothing, covariance: moments.covariance())
      body(frontier.minimumVariance, window.test)
    }
  }

  /// Values of a task beside the one that its work returns: what was optimised to get there.
  func furtherValues(_ name: String) throws -> [String: Double] {
    let returns = try data.returns(20)
    switch name {
    case "walkForward20":
      var sum = 0.0
      try forEachWindow(of: returns) { least, _ in sum += least.variance }
      return ["sum of least variances": sum]
    case "riskBudgeting20":
      let covariance = try CovarianceEstimator.sample().covariance(of: returns)
      let solution = try RiskBudgeting(covariance: covariance)
      // The minimiser of xᵀ C x / 2 - mean log x has xᵀ C x = 1.
      let logarithms = solution.weights.map { log($0 / solution.standardDeviation) }
      return ["barrier": 0.5 - logarithms.reduce(0, +) / Double(logarithms.count)]
    default: return [:]
    }
  }
}
