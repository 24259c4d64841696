/// The portfolio of least risk over scenarios, with the proof of how close to least it is.
public struct ScenarioSolution: Sendable, Equatable {
  /// The portfolio, one weight for each variable.
  public var weights: [Double]
  /// The risk of the portfolio.
  public var risk: Double
  /// The mean return of the portfolio.
  public var mean: Double
  /// What was minimised: the risk less the return preference times the mean.
  public var objective: Double
  /// No portfolio that the constraints allow has a smaller objective, by duality.
  ///
  /// For a variable without bounds this holds for values up to ten times the largest weight found.
  public var lowerBound: Double
  /// How many iterations of the interior-point method were needed, all its runs together.
  public var iterations: Int
  /// How much each scenario, or each period of a path, weighs in the gradient of the risk with
  /// respect to the losses: positive in the tail, 0 elsewhere.
  public var scenarioWeights: [Double]
  /// For a risk that is smooth and not convex: how far the tangent plane of the objective falls below
  /// it within what is allowed, which is 0 at a local optimum; `nil` for other risks.
  public var stationarityGap: Double?

  /// objective - lowerBound.
  public var gap: Double { objective - lowerBound }
}

extension Result where Success == ScenarioSolution {
  /// The portfolio of the smaller objective with the larger of both lower bounds, which hold for
  /// either; the one that there is where the other failed.
  func better(than other: Result) -> Result {
    guard case .success(let first) = self else { return other }
    guard case .success(let second) = other else { return self }
    var result = second.objective < first.objective ? second : first
    result.lowerBound = min(max(first.lowerBound, second.lowerBound), result.objective)
    result.iterations = first.iterations + second.iterations
    return .success(result)
  }
}
