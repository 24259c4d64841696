/// One task of the comparison.
struct PortfolioCase: Sendable {
  /// The name that the peers' script knows.
  let name: String
  /// What it is, in words.
  let title: String
  /// What we want to stay below.
  let goal: Goal
  /// The values that have to agree with exact ones, by the names that the script of references
  /// knows; the first is what peers are compared by as well.
  var quantities: [String] = []

  /// The largest relative difference from an exact value.
  static let agreement = 1e-8

  /// A bar.
  enum Goal: Sendable {
    /// At most so many milliseconds.
    case milliseconds(Double)
    /// At least so many times as fast as the fastest peer.
    case timesFaster(Double)
    /// At least so many times as fast as one peer.
    case timesFasterThan(String, Double)
  }

  /// The tasks, in the order of the table.
  static let all = [
    PortfolioCase(
      name: "frontier20", title: "whole frontier, 20 assets, 100 points read off",
      goal: .milliseconds(0.1), quantities: ["sum of volatilities"]),
    PortfolioCase(
      name: "frontier500", title: "whole frontier, 500 assets, 100 points read off",
      goal: .milliseconds(40), quantities: ["sum of volatilities"]),
    PortfolioCase(
      name: "groups100", title: "whole frontier, 100 assets, bounds and 10 groups",
      goal: .timesFaster(100), quantities: ["sum of volatilities"]),
    PortfolioCase(
      name: "maximumSharpe20", title: "maximum Sharpe ratio, 20 assets",
      goal: .milliseconds(0.05), quantities: ["Sharpe ratio"]),
    PortfolioCase(
      name: "cvar20", title: "minimum CVaR 95 %, 2,500 scenarios, 20 assets",
      goal: .milliseconds(5), quantities: ["CVaR"]),
    PortfolioCase(
      name: "cvar500", title: "minimum CVaR 95 %, 2,500 scenarios, 500 assets",
      goal: .milliseconds(1000), quantities: ["CVaR"]),
    PortfolioCase(
      name: "random20", title: "100,000 random portfolios, 20 assets",
      goal: .timesFasterThan("numpy, float32", 5)),
    PortfolioCase(
      name: "random500", title: "100,000 random portfolios, 500 assets, dense, 2 threads",
      goal: .milliseconds(200)),
    PortfolioCase(
      name: "random500factors", title: "the same with a covariance of 10 factors, 2 threads",
      goal: .milliseconds(50)),
    PortfolioCase(
      name: "walkForward20",
      title: "minimum variance walked forward, 252/21, 2,500 days, 20 assets",
      goal: .milliseconds(15),
      quantities: [
        "variance out of sample", "sum of least variances",
      ]),
    PortfolioCase(
      name: "hierarchical20", title: "hierarchical risk parity, 20 assets, from returns",
      goal: .milliseconds(0.3), quantities: ["largest weight"]),
    PortfolioCase(
      name: "riskBudgeting20", title: "risk budgeting, 20 assets, from returns",
      goal: .timesFaster(1),
      quantities: ["largest weight", "barrier"]),
  ]
}

/// An exact value that the script of references printed for one task.
struct ExactValue: Codable, Sendable {
  /// The quantity.
  let quantity: String
  /// How it was found.
  let method: String
  /// Its value.
  let value: Double
  /// The relative gap that is proven between the value and the optimum, where one is.
  let gap: Double?
}

/// What one peer printed for one task.
struct PeerLine: Codable, Sendable {
  /// The peer.
  let peer: String
  /// The fewest seconds of several runs; `nil` where it failed.
  let seconds: Double?
  /// What was optimised.
  let value: Double?
  /// Why it failed.
  let failure: String?
}
