/// What buying and selling costs.
public struct TransactionCosts: Sendable, Equatable, Codable {
  /// The cost of each asset as a share of the value traded, 0.001 for ten basis points; a single
  /// value holds for all assets.
  public var proportional: [Double]
  /// What each order costs, in the unit of the initial wealth. An order is one asset whose weight
  /// changes at a rebalance.
  public var perOrder: Double

  /// Makes costs, the same share for all assets.
  public init(proportional: Double = 0, perOrder: Double = 0) {
    self.init(proportional: [proportional], perOrder: perOrder)
  }

  /// Makes costs, a share for each asset.
  public init(proportional: [Double], perOrder: Double = 0) {
    self.proportional = proportional
    self.perOrder = perOrder
  }

  /// The share for each of `count` assets.
  func rates(_ count: Int) throws(PortfolioError) -> [Double] {
    guard proportional.count == count || proportional.count == 1 else {
      throw PortfolioError(
        .request,
        "there are \(proportional.count) proportional costs for \(count) assets; give one for all "
          + "or one for each.")
    }
    guard perOrder >= 0, perOrder.isFinite, proportional.allSatisfy({ $0 >= 0 && $0 < 1 }) else {
      throw PortfolioError(
        .request,
        "costs are shares from 0 to below 1 and a fee of 0 or more; 10 basis points are 0.001.")
    }
    return proportional.count == count
      ? proportional : [Double](repeating: proportional[0], count: count)
  }
}
