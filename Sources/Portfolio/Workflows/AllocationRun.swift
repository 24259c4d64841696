public import Foundation
public import Tabular

/// From weights, prices and a sum of money to whole shares.
public struct AllocationRun: Sendable {
  /// A CSV file of prices; the last ones count.
  public var prices: URL
  /// The weights, a CSV file with the columns `asset` and `weight`.
  public var weights: URL
  /// The sum of money, in the currency of the prices.
  public var amount: Double
  /// Whether the fast method will do; else the best allocation is looked for.
  public var isGreedy: Bool
  /// What is known about the prices.
  public var configuration: PortfolioConfiguration

  /// Makes a run.
  public init(
    prices: URL, weights: URL, amount: Double, isGreedy: Bool = false,
    configuration: PortfolioConfiguration = PortfolioConfiguration()
  ) {
    self.prices = prices
    self.weights = weights
    self.amount = amount
    self.isGreedy = isGreedy
    self.configuration = configuration
  }

  /// What came of a run.
  public struct Outcome: Codable, Sendable {
    /// The names of the assets.
    public var assets: [String]
    /// The weights that were wanted.
    public var weights: [Double]
    /// The prices of the last day.
    public var prices: [Double]
    /// The day.
    public var day: String
    /// Shares, and what is left.
    public var allocation: DiscreteAllocation

    /// The outcome for a terminal.
    public var text: String {
      var rows = [["asset", "shares", "price", "% of the sum", "wanted"]]
      for index in assets.indices where allocation.shares[index] != 0 || abs(weights[index]) > 5e-5
      {
        rows.append([
          assets[index], "\(allocation.shares[index])", String(format: "%.4f", prices[index]),
          String(format: "%.2f", 100 * allocation.weights[index]),
          String(format: "%.2f", 100 * weights[index]),
        ])
      }
      var lines = ["prices of \(day)", TextColumns.text(rows)]
      lines.append(String(format: "left: %.2f", allocation.cash))
      switch allocation.isProvenOptimal {
      case true?: lines.append("No other whole shares come nearer to the weights.")
      case false?:
        lines.append("There may be whole shares that come nearer; the search was cut off.")
      case nil: break
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Reads and allocates.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `PortfolioError`, in words for the user.
  public func run(_ observer: WorkObserver = { _ in }) throws -> Outcome {
    let prepared = try PreparedReturns(prices, configuration, observer)
    let assets = prepared.prices.assets
    let wanted = try WeightTable(csv: weights).ordered(by: assets)
    let latest = prepared.latestPrices
    let allocation =
      isGreedy
      ? try DiscreteAllocation.greedy(weights: wanted, prices: latest, sum: amount)
      : try DiscreteAllocation.exact(weights: wanted, prices: latest, sum: amount)
    return Outcome(
      assets: assets, weights: wanted, prices: latest,
      day: prepared.prices.days.last.map { CivilDate.text(days: $0) } ?? "",
      allocation: allocation)
  }
}
