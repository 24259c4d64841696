import Foundation

extension OptimizationRun {
  /// Fills in the best portfolio by a risk other than the variance.
  func optimize(
    _ risk: RiskObjective, _ goal: Goal, _ problem: PortfolioProblem, _ outcome: inout Outcome
  ) throws {
    guard problem.choice.cardinality == nil else {
      throw PortfolioError(
        .request, "limits on the number of assets are for the variance; leave --measure out.")
    }
    let isLimited = goal == .maximumReturn && targetRisk != nil
    guard goal == .minimumRisk || goal == .maximumRatio || isLimited else {
      throw PortfolioError(
        .request,
        "--measure goes with the goals minimum-risk and maximum-ratio, and with maximum-return "
          + "where --target-risk is given.")
    }
    outcome.measure = risk.name
    if case .valueAtRisk(let confidence, .gaussian) = risk {
      return try optimizeGaussian(confidence, goal, problem, &outcome)
    }
    let traded = try scenarioProblem(problem)
    var solution = try best(risk, goal, traded.optimizer, problem)
    solution.weights = traded.weights(solution.weights)
    if case .valueAtRisk(let confidence, let method) = risk {
      outcome.isProven = solution.gap <= 1e-6 * abs(solution.risk)
      outcome.stationarityGap = solution.stationarityGap
      if method == .cornishFisher {
        let series = problem.prepared.simpleReturns.values.times(solution.weights)
        outcome.notes += CornishFisherShape(series)?.warnings(confidence: confidence) ?? []
      }
    }
    outcome.portfolio = problem.facts(goal.rawValue, weights: solution.weights)
    outcome.risk = solution.risk
    outcome.gap = solution.gap.isFinite ? solution.gap : nil
  }

  /// The Gaussian value at risk of a period, exactly, from the frontier of the estimates.
  private func optimizeGaussian(
    _ confidence: Double, _ goal: Goal, _ problem: PortfolioProblem, _ outcome: inout Outcome
  ) throws(PortfolioError) {
    let frontier = try problem.frontier()
    let risk = try GaussianValueAtRisk(
      confidence: confidence, periods: problem.prepared.returns.periodsPerYear)
    let portfolio: EfficientFrontier.Portfolio
    if goal == .maximumRatio {
      portfolio = try frontier.maximumRatio(risk, riskFree: problem.estimates.riskFree)
    } else if let targetRisk {
      portfolio = try frontier.maximumReturn(risk, atMost: targetRisk)
    } else {
      portfolio = try frontier.minimum(risk, returning: targetReturn)
    }
    outcome.portfolio = problem.facts(goal.rawValue, portfolio)
    outcome.risk = risk.value(of: portfolio)
    outcome.notes.append(
      "The Gaussian value at risk is of one period, by the estimated mean and covariances.")
  }

  /// The portfolios that are allowed, over the returns of the past.
  private func scenarioProblem(_ problem: PortfolioProblem) throws -> TradedScenarios {
    let floor = targetReturn.map {
      LinearConstraint(
        name: "expected return >= \(NumberWords.percent($0))",
        coefficients: problem.estimates.mean, lower: $0)
    }
    let conflict = ConstraintConflict(
      problem.choice.constraints, extra: floor.map { [$0] } ?? [])
    guard conflict.members.isEmpty else { throw conflict.error }
    let returns = problem.prepared.simpleReturns
    return try TradedScenarios(
      returns.values, mean: problem.estimates.mean, periods: returns.periodsPerYear,
      constraints: problem.choice.constraints, floor: targetReturn)
  }

  private func best(
    _ risk: RiskObjective, _ goal: Goal, _ optimizer: ScenarioOptimizer,
    _ problem: PortfolioProblem
  ) throws -> ScenarioSolution {
    let riskFree = problem.estimates.riskFree / problem.prepared.returns.periodsPerYear
    switch risk {
    case .convex(let measure):
      if goal == .maximumRatio {
        return try optimizer.maximizeRatio(measure, riskFree: riskFree)
      }
      if let targetRisk { return try optimizer.maximizeMean(measure, riskAtMost: targetRisk) }
      return try optimizer.minimize(measure)
    case .valueAtRisk(let confidence, .cornishFisher):
      if goal == .maximumRatio {
        return try optimizer.maximizeCornishFisherRatio(confidence: confidence, riskFree: riskFree)
      }
      if let targetRisk {
        return try optimizer.maximizeMean(cornishFisherAtMost: targetRisk, confidence: confidence)
      }
      return try optimizer.minimizeCornishFisher(confidence: confidence)
    case .valueAtRisk(let confidence, _):
      guard goal == .minimumRisk else {
        throw PortfolioError(.request, "var goes with the goal minimum-risk alone.")
      }
      return try optimizer.minimizeValueAtRisk(level: confidence)
    }
  }
}
