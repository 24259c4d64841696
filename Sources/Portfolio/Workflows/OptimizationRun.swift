public import Foundation
public import Tabular

/// From prices to one portfolio.
public struct OptimizationRun: Sendable {
  /// What the portfolio is to be best at, by the names of the option.
  public enum Goal: String, Sendable, CaseIterable, Codable {
    /// The least risk.
    case minimumRisk = "minimum-risk"
    /// The largest return above the risk-free rate for each unit of risk.
    case maximumRatio = "maximum-ratio"
    /// The largest mean less a multiple of the variance.
    case maximumUtility = "maximum-utility"
    /// The largest expected return.
    case maximumReturn = "maximum-return"
    /// The largest diversification ratio.
    case maximumDiversification = "maximum-diversification"
    /// Risk contributions in proportion to budgets; equal ones where none are given.
    case riskParity = "risk-parity"
    /// Hierarchical risk parity.
    case hierarchicalRiskParity = "hrp"
    /// Hierarchical equal risk contribution.
    case hierarchicalEqualRiskContribution = "herc"
    /// Nested clusters.
    case nestedClusters = "nco"
    /// The least tracking error against the benchmark weights.
    case minimumTrackingError = "minimum-tracking-error"
  }

  /// A CSV file of prices or returns.
  public var prices: URL
  /// What is known and wanted.
  public var configuration: PortfolioConfiguration
  /// What the portfolio is to be best at; if `nil`, the least risk for a target return, the largest
  /// return for a target volatility, and else the largest ratio.
  public var goal: Goal?
  /// The risk that counts; `nil` for the variance.
  public var measure: RiskObjective?
  /// The least expected return of a year, if any.
  public var targetReturn: Double?
  /// The largest volatility of a year, if any.
  public var targetVolatility: Double?
  /// The largest risk by the measure, of one period or of the drawdown, if any.
  public var targetRisk: Double?
  /// The risk aversion of the largest utility.
  public var riskAversion: Double
  /// Where the weights go; `nil` for nowhere.
  public var output: URL?
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool

  /// Makes a run.
  public init(
    prices: URL, configuration: PortfolioConfiguration = PortfolioConfiguration(),
    goal: Goal? = nil, measure: RiskObjective? = nil, targetReturn: Double? = nil,
    targetVolatility: Double? = nil, targetRisk: Double? = nil, riskAversion: Double = 2.5,
    output: URL? = nil, overwrites: Bool = false
  ) {
    self.prices = prices
    self.configuration = configuration
    self.goal = goal
    self.measure = measure
    self.targetReturn = targetReturn
    self.targetVolatility = targetVolatility
    self.targetRisk = targetRisk
    self.riskAversion = riskAversion
    self.output = output
    self.overwrites = overwrites
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// What was asked for.
    public var goal: Goal
    /// The portfolio.
    public var portfolio: PortfolioFacts
    /// The first and the last day of the returns.
    public var period: String
    /// The measure that counted; `nil` for the variance.
    public var measure: String?
    /// The risk by that measure, of one period or of the drawdown; `nil` for the variance.
    public var risk: Double?
    /// At most how far the risk lies above the least possible, by proof; `nil` where exact.
    public var gap: Double?
    /// How far the tangent plane of a smooth risk that is not convex falls below it within what is
    /// allowed: 0 at a local optimum; `nil` for other risks.
    public var stationarityGap: Double?
    /// Whether it is proven that no portfolio is better.
    public var isProven: Bool
    /// What was done and what to know.
    public var notes: [String]
    /// The file with the weights.
    public var output: String?

    /// The outcome for a terminal.
    public var text: String {
      var lines = ["\(portfolio.line)", portfolio.holdings]
      if let risk {
        let isSquared = measure == RiskObjective.convex(ConvexRiskMeasure.semivariance()).name
        lines.append(
          "\(measure ?? "risk"): "
            + String(format: isSquared ? "%.4e" : "%.4f %%", isSquared ? risk : 100 * risk))
      }
      if let stationarityGap {
        lines.append(
          "A local optimum: its slope leads down by "
            + String(format: "%.0e", stationarityGap) + " at most within what is allowed.")
      }
      if !isProven { lines.append("It is not proven that no portfolio is better.") }
      lines += notes
      if let output { lines.append("written: \(output)") }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// What the portfolio is best at.
  ///
  /// - Throws: `PortfolioError` where options contradict each other, so that none is ignored.
  private func chosenGoal() throws(PortfolioError) -> Goal {
    let limit = targetVolatility.map { _ in "a target volatility" }
    let risk = targetRisk.map { _ in "a target risk" }
    let given = [targetReturn.map { _ in "a target return" }, limit, risk].compactMap(\.self)
    if given.count > 1 {
      throw PortfolioError(.request, "give \(given[0]) or \(given[1]), not both.")
    }
    if targetVolatility != nil, measure != nil {
      throw PortfolioError(
        .request,
        "a target volatility goes with the variance alone; --target-risk limits the measure.")
    }
    if targetRisk != nil, measure == nil {
      throw PortfolioError(
        .request,
        "a target risk limits what --measure names; for the variance pass --target-volatility.")
    }
    guard let goal else {
      return targetReturn != nil
        ? .minimumRisk : limit ?? risk != nil ? .maximumReturn : .maximumRatio
    }
    if targetReturn != nil, ![.minimumRisk, .minimumTrackingError].contains(goal) {
      throw PortfolioError(
        .request,
        "a target return goes with the goals minimum-risk and minimum-tracking-error, not with "
          + "\(goal.rawValue).")
    }
    if let limit = limit ?? risk, goal != .maximumReturn {
      throw PortfolioError(
        .request, "\(limit) goes with the goal maximum-return, not with \(goal.rawValue).")
    }
    return goal
  }

  /// Reads, estimates, optimises and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError` or `TableError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    if let output { try OutputPlace.check(output, overwrites: overwrites) }
    let goal = try chosenGoal()
    let problem = try PortfolioProblem(prices, configuration, observer)
    observer(.phase("optimising"))
    var outcome = Outcome(
      goal: goal,
      portfolio: problem.facts(
        goal.rawValue, weights: [Double](repeating: 0, count: problem.assets.count)),
      period: problem.period,
      isProven: true, notes: problem.notes(of: configuration, for: "optimize"),
      output: output?.path)
    try optimize(goal, problem, &outcome)
    if let output {
      let table = WeightTable(assets: problem.assets, weights: outcome.portfolio.weights)
      try OutputFile.write(Data(table.csv.utf8), to: output, overwrites: overwrites)
    }
    return outcome
  }
}
