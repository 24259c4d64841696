import Foundation

extension OptimizationRun {
  /// Fills in the portfolio.
  func optimize(
    _ goal: Goal, _ problem: PortfolioProblem, _ outcome: inout Outcome
  ) throws {
    let covariance = problem.estimates.covariance
    func take(weights: [Double]) {
      outcome.portfolio = problem.facts(goal.rawValue, weights: weights)
    }
    func take(_ portfolio: EfficientFrontier.Portfolio) {
      outcome.portfolio = problem.facts(goal.rawValue, portfolio)
    }
    guard goal == .riskParity || configuration.texts[.riskBudgets] == nil else {
      throw PortfolioError(
        .request, "risk budgets go with the goal risk-parity, not with \(goal.rawValue).")
    }
    if goal == .riskParity { return try balance(problem, &outcome) }
    if let measure { return try optimize(measure, goal, problem, &outcome) }
    switch goal {
    case .minimumRisk, .maximumRatio, .maximumUtility, .maximumReturn:
      let objective = objective(goal, problem)
      guard let cardinality = problem.choice.cardinality else {
        return take(try problem.frontier().best(objective))
      }
      let found = try cardinality.best(
        objective, mean: problem.estimates.mean, covariance: covariance,
        constraints: problem.choice.constraints)
      take(found.portfolio)
      outcome.isProven = found.isProven
      outcome.notes.append(
        "\(counted(found.nodes, "candidate")); "
          + (found.isProven
            ? "no portfolio within the limits is better." : "the search was cut off."))
    case .maximumDiversification:
      try refusePositions(goal, problem)
      take(
        weights: try EfficientFrontier.maximumDiversification(
          covariance: covariance, constraints: problem.choice.constraints
        ).weights)
    case .minimumTrackingError:
      try refusePositions(goal, problem)
      take(try trackingPortfolio(problem))
    case .riskParity, .hierarchicalRiskParity, .hierarchicalEqualRiskContribution, .nestedClusters:
      try refuseConstraints(goal, problem)
      take(weights: try heuristicWeights(goal, covariance))
    }
  }

  private func objective(_ goal: Goal, _ problem: PortfolioProblem) -> PortfolioObjective {
    if let targetReturn { return .minimumVarianceReturning(targetReturn) }
    if let targetVolatility { return .maximumReturn(volatility: targetVolatility) }
    switch goal {
    case .maximumRatio: return .maximumSharpe(riskFree: problem.estimates.riskFree)
    case .maximumUtility: return .maximumUtility(riskAversion: riskAversion)
    case .maximumReturn: return .maximumReturnAlone
    default: return .minimumVariance
    }
  }

  private func trackingPortfolio(
    _ problem: PortfolioProblem
  ) throws(PortfolioError) -> EfficientFrontier.Portfolio {
    guard let benchmark = problem.choice.constraints.previousWeights else {
      throw PortfolioError(
        .request,
        "the least tracking error needs the benchmark's weights: pass --previous-weights.")
    }
    let frontier = try EfficientFrontier(
      mean: problem.estimates.mean, covariance: problem.estimates.covariance,
      constraints: problem.choice.constraints, benchmark: benchmark)
    var portfolio =
      try targetReturn.map { goal throws(PortfolioError) in
        try frontier.portfolio(returning: goal)
      } ?? frontier.minimumVariance
    portfolio.variance = problem.estimates.covariance.quadraticForm(portfolio.weights)
    return portfolio
  }

  private func refusePositions(
    _ goal: Goal, _ problem: PortfolioProblem
  ) throws(PortfolioError) {
    guard problem.choice.cardinality == nil else {
      throw PortfolioError(
        .request,
        "\(goal.rawValue) takes no limits on the number and size of positions; leave "
          + "maximum-assets and minimum-position out.")
    }
  }

  /// Refuses constraints, and assets without risk.
  func refuseConstraints(
    _ goal: Goal, _ problem: PortfolioProblem
  ) throws(PortfolioError) {
    guard problem.choice.isPlain else {
      throw PortfolioError(
        .request,
        "\(goal.rawValue) makes long-only weights of its own and takes no constraints; choose "
          + "minimum-risk for constraints.")
    }
    let covariance = problem.estimates.covariance
    if let idle = problem.assets.indices.first(where: { covariance[$0, $0] <= 0 }) {
      throw PortfolioError(
        .data,
        "\(goal.rawValue) divides by risk, and the price of \(problem.assets[idle]) never changes; "
          + "leave it out with --assets.")
    }
  }

  private func heuristicWeights(_ goal: Goal, _ covariance: Matrix) throws -> [Double] {
    switch goal {
    case .hierarchicalRiskParity:
      return try HierarchicalRiskParity(covariance: covariance).weights
    case .hierarchicalEqualRiskContribution:
      return try HierarchicalEqualRiskContribution(covariance: covariance).weights
    default:
      let optimizer: NestedClusters.Optimizer = { part in
        let nothing = [Double](repeating: 0, count: part.rowCount)
        return try EfficientFrontier(mean: nothing, covariance: part).minimumVariance.weights
      }
      return try NestedClusters(covariance: covariance, inner: optimizer, outer: optimizer).weights
    }
  }
}
