/// A portfolio as it is held: weights that drift with the returns, and wealth.
struct HeldPortfolio {
  /// The share of each asset in the wealth; what they lack to 1 is cash.
  private(set) var weights: [Double]
  private(set) var wealth: Double
  let rates: [Double]
  let perOrder: Double

  /// Begins with cash.
  init(wealth: Double, rates: [Double], perOrder: Double) {
    weights = [Double](repeating: 0, count: rates.count)
    self.wealth = wealth
    self.rates = rates
    self.perOrder = perOrder
  }

  /// Trades to `target` and pays for it out of the wealth.
  ///
  /// - Returns: The sum of the absolute changes of weight, and the cost as a share of the wealth.
  mutating func trade(to target: [Double]) -> (turnover: Double, cost: Double) {
    var turnover = 0.0
    var cost = 0.0
    var orders = 0
    for index in target.indices {
      let change = abs(target[index] - weights[index])
      turnover += change
      cost += rates[index] * change
      // A difference that rounding makes is no order.
      if change > 1e-12 { orders += 1 }
    }
    if perOrder > 0, wealth > 0 { cost += perOrder * Double(orders) / wealth }
    wealth *= max(1 - cost, 0)
    weights = target
    return (turnover, cost)
  }

  /// Lives through one period.
  ///
  /// - Parameter returns: The simple return of each asset.
  /// - Returns: The return of the portfolio; -1 when all is lost, and 0 ever after.
  mutating func live(through returns: UnsafeBufferPointer<Double>) -> Double {
    guard wealth > 0 else { return 0 }
    return weights.withUnsafeMutableBufferPointer { weights in
      var total = 0.0
      for index in weights.indices { total += weights[index] * returns[index] }
      guard total > -1 else {
        wealth = 0
        for index in weights.indices { weights[index] = 0 }
        return -1
      }
      let scale = 1 / (1 + total)
      for index in weights.indices { weights[index] *= (1 + returns[index]) * scale }
      wealth *= 1 + total
      return total
    }
  }
}
