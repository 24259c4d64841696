/// Whole shares that come near to given weights.
///
/// Long positions together cost at most the sum of money times their weights, and short positions
/// likewise, so that the sum is never exceeded.
public struct DiscreteAllocation: Sendable, Equatable, Codable {
  /// How many shares of each asset are held; negative for what is sold short.
  public let shares: [Int]
  /// The part of the sum in each asset.
  public let weights: [Double]
  /// The money that is left: the sum less what was bought, plus what short sales bring in.
  public let cash: Double
  /// How much of what the weights ask for was not placed, long and short together.
  public let unplaced: Double
  /// The money by which positions miss the weights, summed over the assets, plus `unplaced`.
  public let gap: Double
  /// Whether no other allocation has a smaller gap, or `nil` where that was not looked for.
  public let isProvenOptimal: Bool?

  /// Buys whole shares up to each weight, then one share at a time of the asset that is most below
  /// its weight. The method of PyPortfolioOpt's `greedy_portfolio`.
  ///
  /// - Parameters:
  ///   - weights: the part of the sum for each asset; negative to sell short. Long positions sum to
  ///     one or less, unless short sales pay for more.
  ///   - prices: the price of one share of each asset.
  ///   - sum: the money to place, in the currency of the prices.
  /// - Returns: the shares.
  /// - Throws: `PortfolioError` where a price, a weight or the sum makes no sense, or the sum does
  ///   not buy a single share.
  public static func greedy(
    weights: [Double], prices: [Double], sum: Double
  ) throws
    -> DiscreteAllocation
  {
    try DiscreteAllocation(weights: weights, prices: prices, sum: sum) { targets, prices, budget in
      (greedyShares(targets: targets, prices: prices, budget: budget), nil)
    }
  }

  /// Finds the whole shares with the smallest gap by branch and bound.
  ///
  /// The objective is that of PyPortfolioOpt's `lp_portfolio`: the sum of what positions miss,
  /// Σ |weight × sum - shares × price|, plus what is left.
  ///
  /// - Parameters:
  ///   - weights: the part of the sum for each asset; negative to sell short. Long positions sum to
  ///     one or less, unless short sales pay for more.
  ///   - prices: the price of one share of each asset.
  ///   - sum: the money to place, in the currency of the prices.
  ///   - nodeLimit: how many partial allocations are looked at before the best one found is taken;
  ///     `isProvenOptimal` says whether that was enough.
  /// - Returns: the shares.
  /// - Throws: `PortfolioError` where a price, a weight or the sum makes no sense, or the sum does
  ///   not buy a single share.
  public static func exact(
    weights: [Double], prices: [Double], sum: Double, nodeLimit: Int = 1_000_000
  ) throws -> DiscreteAllocation {
    try DiscreteAllocation(weights: weights, prices: prices, sum: sum) { targets, prices, budget in
      var search = ShareSearch(
        targets: targets, prices: prices, budget: budget, nodeLimit: nodeLimit)
      return search.run()
    }
  }

  /// Places the long and the short positions one after the other by `method`, which is given what
  /// each asset should have, its price, and what there is.
  private init(
    weights: [Double], prices: [Double], sum: Double,
    method: ([Double], [Double], Double) -> (shares: [Int], proven: Bool?)
  ) throws {
    try Self.check(weights: weights, prices: prices, sum: sum)
    var shares = [Int](repeating: 0, count: weights.count)
    var unplaced = 0.0
    var proven: Bool? = true
    for sign in [1.0, -1.0] {
      let assets = weights.indices.filter { weights[$0] * sign > 0 }
      guard !assets.isEmpty else { continue }
      let targets = assets.map { weights[$0] * sign * sum }
      let budget = targets.reduce(0, +)
      let sidePrices = assets.map { prices[$0] }
      let found = method(targets, sidePrices, budget)
      for (asset, count) in zip(assets, found.shares) { shares[asset] = Int(sign) * count }
      unplaced += budget - zip(found.shares, sidePrices).reduce(0) { $0 + Double($1.0) * $1.1 }
      proven = found.proven.flatMap { side in proven.map { $0 && side } }
    }
    guard shares.contains(where: { $0 != 0 }) else {
      let cheapest = weights.indices.filter { weights[$0] != 0 }.map { prices[$0] }.min() ?? 0
      throw PortfolioError(
        .infeasible,
        "\(sum) does not buy a single share: the cheapest asset with a weight costs \(cheapest)")
    }
    let positions = zip(shares, prices).map { Double($0) * $1 }
    self.shares = shares
    self.weights = positions.map { $0 / sum }
    self.unplaced = unplaced
    cash = sum - positions.reduce(0, +)
    gap = unplaced + zip(positions, weights).reduce(0) { $0 + abs($1.1 * sum - $1.0) }
    isProvenOptimal = proven
  }

  private static func check(weights: [Double], prices: [Double], sum: Double) throws {
    guard weights.count == prices.count, !weights.isEmpty else {
      throw PortfolioError(
        .request, "there are \(weights.count) weights for \(prices.count) prices")
    }
    for index in weights.indices {
      guard prices[index] > 0, prices[index].isFinite else {
        throw PortfolioError(
          .data, "asset \(index + 1) has the price \(prices[index]): prices are above zero")
      }
      guard weights[index].isFinite else {
        throw PortfolioError(
          .request, "asset \(index + 1) has the weight \(weights[index]): give a finite one")
      }
    }
    guard sum > 0, sum.isFinite else {
      throw PortfolioError(.request, "the sum of money is \(sum): give one above zero")
    }
    let total = weights.reduce(0, +)
    guard total <= 1 + 1e-6 else {
      throw PortfolioError(
        .request, "the weights sum to \(total), more than there is: divide them by that")
    }
    let largest = zip(weights, prices).reduce(0) { max($0, abs($1.0) * sum / $1.1) }
    guard largest < 1e15 else {
      throw PortfolioError(
        .request, "\(largest) shares of one asset cannot be counted: check the prices")
    }
  }

  /// How many whole shares fit into `target`; what rounding took off a whole number does not count.
  static func wholeShares(_ target: Double, price: Double) -> Int {
    Int((target / price * (1 + 1e-12)).rounded(.down))
  }

  private static func greedyShares(targets: [Double], prices: [Double], budget: Double) -> [Int] {
    // The heaviest asset first: it is preferred where two are equally far below their weights.
    let order = targets.indices.sorted {
      targets[$0] != targets[$1] ? targets[$0] > targets[$1] : $0 < $1
    }
    var shares = zip(targets, prices).map { wholeShares($0, price: $1) }
    var rest = budget - zip(shares, prices).reduce(0) { $0 + Double($1.0) * $1.1 }
    while true {
      let placed = budget - rest
      let affordable = order.filter { prices[$0] <= rest }
      var best = (asset: -1, deficit: 0.0)
      for asset in affordable {
        let held = placed > 0 ? Double(shares[asset]) * prices[asset] / placed : 0
        let deficit = targets[asset] / budget - held
        if deficit > best.deficit { best = (asset, deficit) }
      }
      guard best.asset >= 0 else { return shares }
      shares[best.asset] += 1
      rest -= prices[best.asset]
    }
  }
}
