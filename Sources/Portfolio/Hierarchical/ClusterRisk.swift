/// The risk of a portfolio with given weights, for methods that compare clusters by their risk.
///
/// `{ try RiskMeasure.conditionalValueAtRisk(confidence: 0.95).value(of: returns.times($0)) }` is one.
public typealias PortfolioRisk = (_ weights: [Double]) throws -> Double

/// Clusters as small portfolios: the assets weighted by the inverse of their own risks.
struct ClusterRisk {
  private let covariance: Matrix
  private let risk: PortfolioRisk?
  /// 1 / risk of each asset alone.
  private let inverses: [Double]

  /// Splits by variance where there is no other risk.
  init(covariance: Matrix, risk: PortfolioRisk?) throws {
    self.covariance = covariance
    self.risk = risk
    let count = covariance.rowCount
    inverses = try (0..<count).map { asset in
      guard let risk else { return 1 / covariance[asset, asset] }
      var alone = [Double](repeating: 0, count: count)
      alone[asset] = 1
      let value = try risk(alone)
      guard value > 0, value.isFinite else {
        throw PortfolioError(
          .data,
          "asset \(asset + 1) has the risk \(value): splitting by risk needs one above zero. Leave "
            + "the asset out or choose another measure")
      }
      return 1 / value
    }
  }

  /// The weights of the assets of a cluster, summing to one, in their order.
  func weights(_ assets: [Int]) -> [Double] {
    let total = assets.reduce(0) { $0 + inverses[$1] }
    return assets.map { inverses[$0] / total }
  }

  /// The risk of a cluster.
  func risk(_ assets: [Int]) throws -> Double {
    let weights = weights(assets)
    if let risk {
      var all = [Double](repeating: 0, count: covariance.rowCount)
      for (asset, weight) in zip(assets, weights) { all[asset] = weight }
      let value = try risk(all)
      guard value >= 0, value.isFinite else {
        throw PortfolioError(
          .data, "a cluster has the risk \(value): choose a measure that is never negative")
      }
      return value
    }
    return covariance.elements.withUnsafeBufferPointer { elements in
      var sum = 0.0
      for (row, weight) in zip(assets, weights) {
        var line = 0.0
        for (column, other) in zip(assets, weights) {
          line += elements[row * covariance.columnCount + column] * other
        }
        sum += weight * line
      }
      return sum
    }
  }

  /// The part of two risks' total that belongs to the second: what the first cluster is given.
  static func split(_ first: Double, _ second: Double) throws -> Double {
    guard first + second > 0 else {
      throw PortfolioError(
        .data,
        "two clusters have no risk at all: their assets cancel each other. Leave some of them out")
    }
    return 1 - first / (first + second)
  }
}
