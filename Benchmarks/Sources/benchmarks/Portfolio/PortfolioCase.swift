/// One task of the comparison.
struct PortfolioCase: Sendable {
  /// The name that the peers' script knows.
  let name: String
  /// What it is, in words.
  let title: String
  /// What we want to stay below.
  let goal: Goal
  /// Whether both sides' values have to agree, and how well, relative to their size: 1e-8 where the
  /// value is an optimum, less where it is a weight or a figure out of sample, which are only as
  /// exact as the root of what a peer's solver leaves.
  let agreement: Double?

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
      goal: .milliseconds(0.1), agreement: 1e-7),
    PortfolioCase(
      name: "frontier500", title: "whole frontier, 500 assets, 100 points read off",
      goal: .milliseconds(40), agreement: 1e-7),
    PortfolioCase(
      name: "groups100", title: "whole frontier, 100 assets, bounds and 10 groups",
      goal: .timesFaster(100), agreement: 1e-7),
    PortfolioCase(
      name: "maximumSharpe20", title: "maximum Sharpe ratio, 20 assets",
      goal: .milliseconds(0.05), agreement: 1e-8),
    PortfolioCase(
      name: "cvar20", title: "minimum CVaR 95 %, 2,500 scenarios, 20 assets",
      goal: .milliseconds(5), agreement: 1e-8),
    PortfolioCase(
      name: "cvar500", title: "minimum CVaR 95 %, 2,500 scenarios, 500 assets",
      goal: .milliseconds(1000), agreement: 1e-8),
    PortfolioCase(
      name: "random20", title: "100,000 random portfolios, 20 assets",
      goal: .timesFasterThan("numpy, float32", 5), agreement: nil),
    PortfolioCase(
      name: "random500", title: "100,000 random portfolios, 500 assets, dense, 2 threads",
      goal: .milliseconds(200), agreement: nil),
    PortfolioCase(
      name: "random500factors", title: "the same with a covariance of 10 factors, 2 threads",
      goal: .milliseconds(50), agreement: nil),
    PortfolioCase(
      name: "walkForward20",
      title: "minimum variance walked forward, 252/21, 2,500 days, 20 assets",
      goal: .milliseconds(15), agreement: 1e-5),
    PortfolioCase(
      name: "hierarchical20", title: "hierarchical risk parity, 20 assets, from returns",
      goal: .milliseconds(0.3), agreement: 1e-8),
    PortfolioCase(
      name: "riskBudgeting20", title: "risk budgeting, 20 assets, from returns",
      goal: .timesFaster(1), agreement: 1e-4),
  ]
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
