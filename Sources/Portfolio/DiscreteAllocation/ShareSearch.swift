/// The whole shares with the smallest gap to targets, by depth-first branch and bound.
///
/// A share that fits into its target saves twice its price: the position is nearer and less is left.
/// The first share beyond the target saves twice what was missing, and further ones save nothing. To
/// save as much as possible within the budget is a knapsack problem; its relaxation to parts of
/// shares takes them in the order of saving by price (Dantzig, 1957), which bounds each branch.
struct ShareSearch {
  private struct Asset {
    let index: Int
    let price: Double
    /// How many shares fit into the target.
    let whole: Int
    /// What one more share saves.
    let extra: Double
  }

  /// The assets, those first whose extra share saves most by price.
  private let assets: [Asset]
  private let budget: Double
  /// What all whole shares of this and the later assets cost.
  private let laterCost: [Double]
  private let nodeLimit: Int
  private let tolerance: Double
  private var nodes = 0
  private var counts: [Int]
  private var best: (saving: Double, counts: [Int])

  init(targets: [Double], prices: [Double], budget: Double, nodeLimit: Int) {
    assets = targets.indices.map { index in
      let whole = DiscreteAllocation.wholeShares(targets[index], price: prices[index])
      return Asset(
        index: index, price: prices[index], whole: whole,
        extra: 2 * max(targets[index] - Double(whole) * prices[index], 0))
    }.sorted {
      let (a, b) = ($0.extra / $0.price, $1.extra / $1.price)
      return a != b ? a > b : $0.index < $1.index
    }
    var later = [0.0]
    for asset in assets.reversed() {
      later.append((later.last ?? 0) + Double(asset.whole) * asset.price)
    }
    laterCost = later.reversed()
    self.budget = budget
    self.nodeLimit = nodeLimit
    tolerance = 1e-12 * budget
    counts = [Int](repeating: 0, count: targets.count)
    best = (0, counts)
  }

  /// Searches until the best is proven or the limit of nodes is reached.
  mutating func run() -> (shares: [Int], proven: Bool?) {
    best = start()
    visit(0, rest: budget, saving: 0)
    var shares = [Int](repeating: 0, count: assets.count)
    for (asset, count) in zip(assets, best.counts) { shares[asset.index] = count }
    return (shares, nodes < nodeLimit)
  }

  /// All whole shares, and the extra shares that save most as far as the money goes.
  private func start() -> (saving: Double, counts: [Int]) {
    var rest = budget - laterCost[0]
    var saving = 2 * laterCost[0]
    let counts = assets.map { asset in
      guard asset.extra > 0, asset.price <= rest else { return asset.whole }
      rest -= asset.price
      saving += asset.extra
      return asset.whole + 1
    }
    return (saving, counts)
  }

  /// The most that assets from `depth` on can save with `rest`.
  private func bound(_ depth: Int, rest: Double) -> Double {
    guard rest > laterCost[depth] else { return 2 * rest }
    var saving = 2 * laterCost[depth]
    var left = rest - laterCost[depth]
    for asset in assets[depth...] {
      if asset.price >= left { return saving + asset.extra * left / asset.price }
      saving += asset.extra
      left -= asset.price
    }
    return saving
  }

  private mutating func visit(_ depth: Int, rest: Double, saving: Double) {
    guard depth < assets.count else {
      if saving > best.saving + tolerance { best = (saving, counts) }
      return
    }
    let asset = assets[depth]
    var count = asset.whole + (asset.extra > 0 ? 1 : 0)
    while count >= 0, nodes < nodeLimit {
      nodes += 1
      let left = rest - Double(count) * asset.price
      if left >= -tolerance {
        let saved =
          saving + 2 * Double(min(count, asset.whole)) * asset.price
          + (count > asset.whole ? asset.extra : 0)
        let limit = saved + bound(depth + 1, rest: max(left, 0))
        if limit > best.saving + tolerance {
          counts[depth] = count
          visit(depth + 1, rest: max(left, 0), saving: saved)
        } else if count <= asset.whole {
          // Fewer shares free money that saves less than they did.
          break
        }
      }
      count -= 1
    }
  }
}
