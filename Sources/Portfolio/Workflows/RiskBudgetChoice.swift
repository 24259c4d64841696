import Foundation
import Tabular

/// Shares of the risk for each asset, from texts such as `tech: 30%`.
struct RiskBudgetChoice {
  /// One share an asset, above zero, summing to one.
  let shares: [Double]

  /// Reads the shares; a group's is divided equally among its members, and what is left equally among
  /// the assets without a share.
  ///
  /// - Parameters:
  ///   - texts: What is asked for; nothing for equal shares.
  ///   - assets: The names of the assets.
  ///   - groups: The groups and their members.
  /// - Throws: `PortfolioError` that shows what cannot be read or does not sum to one.
  init(_ texts: [String], assets: [String], groups: [String: [String]]) throws(PortfolioError) {
    var given = [Double?](repeating: nil, count: assets.count)
    for text in texts {
      guard let colon = text.lastIndex(of: ":") else {
        throw PortfolioError(
          .request, "risk-budgets: \"\(text)\" is no budget. Write it as in \"tech: 30%\".")
      }
      let name = text[..<colon].trimmingCharacters(in: .whitespaces)
      let share = try QuantityText.share(String(text[text.index(after: colon)...]), of: text)
      guard share > 0, share <= 1 else {
        throw PortfolioError(
          .request,
          "\"\(text)\": a risk budget lies above 0 % and is 100 % at most; leave an asset out with "
            + "--assets that is to carry no risk.")
      }
      let members = groups[name] ?? [name]
      for member in members {
        guard let index = assets.firstIndex(of: member) else {
          throw PortfolioError(
            .request,
            "\"\(text)\": there is no asset or group \"\(name)\"."
              + suggestion(for: name, in: assets + groups.keys.sorted()))
        }
        guard given[index] == nil else {
          throw PortfolioError(
            .request, "risk-budgets: \(member) has two of them, one may be that of a group.")
        }
        given[index] = share / Double(members.count)
      }
    }
    let total = given.reduce(0) { $0 + ($1 ?? 0) }
    let open = given.count { $0 == nil }
    guard open == 0 ? abs(total - 1) < 1e-6 : total < 1 - 1e-9 else {
      throw PortfolioError(
        .request,
        "the risk budgets sum to \(NumberWords.percent(total)); they have to sum to "
          + (open == 0
            ? "100 %."
            : "less than 100 %, as \(counted(open, "asset")) without one would carry none."))
    }
    shares = given.map { $0 ?? (1 - total) / Double(open) }
  }
}

extension OptimizationRun {
  /// Fills in the portfolio whose assets carry the risk as budgets say.
  func balance(_ problem: PortfolioProblem, _ outcome: inout Outcome) throws {
    try refuseConstraints(.riskParity, problem)
    let budgets = try RiskBudgetChoice(
      configuration.texts[.riskBudgets] ?? [], assets: problem.assets,
      groups: problem.choice.groups
    ).shares
    let weights: [Double]
    switch measure {
    case nil:
      weights = try RiskBudgeting(covariance: problem.estimates.covariance, budgets: budgets)
        .weights
    case .convex(var measure):
      if case .semivariance(let target) = measure { measure = .semideviation(target: target) }
      let found = try ScenarioRiskBudgeting(
        measure, scenarios: problem.prepared.simpleReturns.values, budgets: budgets)
      weights = found.weights
      outcome.measure = RiskNames.name(measure)
      outcome.risk = found.risk
    case .valueAtRisk(let confidence, let method):
      throw PortfolioError(
        .request,
        "risk-parity takes the variance and convex measures, not the "
          + RiskNames.name(RiskMeasure.valueAtRisk(confidence: confidence, method: method))
          + "; cvar is close to it.")
    }
    outcome.portfolio = problem.facts(Goal.riskParity.rawValue, weights: weights)
  }
}
