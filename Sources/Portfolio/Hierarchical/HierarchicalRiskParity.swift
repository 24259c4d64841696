/// Hierarchical risk parity: similar assets become neighbours, and the weight is halved again and
/// again between the two halves of that order, by their risks.
///
/// No matrix is inverted, so that it works with fewer periods than assets and with duplicates.
/// Source: López de Prado, "Building diversified portfolios that outperform out of sample", 2016.
/// Clusters are formed by the distances of the assets themselves, as in PyPortfolioOpt and skfolio,
/// not by the distances of the columns of their matrix.
public struct HierarchicalRiskParity: Sendable, Equatable, Codable {
  /// The weights of the assets, zero or more, summing to one.
  public let weights: [Double]
  /// The tree of the assets.
  public let dendrogram: Dendrogram
  /// The assets in the order in which they were split.
  public var order: [Int] { dendrogram.leafOrder }

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - covariance: the covariance of the assets' returns, `[assets, assets]`.
  ///   - linkage: how clusters are formed. `single` is the paper's and PyPortfolioOpt's, `ward`
  ///     skfolio's.
  ///   - distance: how far apart two assets are.
  ///   - optimalOrder: whether branches are turned so that neighbours are as near as possible.
  ///   - bounds: the smallest and largest weights, or `nil` for none but 0 and 1.
  ///   - risk: what halves are compared by: their variance where `nil`.
  /// - Throws: `PortfolioError` where the covariance is not one, an asset has no variance, or the
  ///   bounds do not fit.
  public init(
    covariance: Matrix, linkage: Linkage = .single, distance: CorrelationDistance = .angular,
    optimalOrder: Bool = false, bounds: LongOnlyBounds? = nil, risk: PortfolioRisk? = nil
  ) throws {
    let distances = try distance.distances(covariance: covariance)
    try self.init(
      covariance: covariance,
      dendrogram: Self.tree(distances, linkage: linkage, optimalOrder: optimalOrder),
      bounds: bounds, risk: risk)
  }

  /// Computes the weights for a tree that is there already.
  ///
  /// - Throws: `PortfolioError` as above.
  public init(
    covariance: Matrix, dendrogram: Dendrogram, bounds: LongOnlyBounds? = nil,
    risk: PortfolioRisk? = nil
  ) throws {
    let count = dendrogram.leafCount
    try CovarianceShape.check(covariance, assetCount: count)
    try CovarianceShape.checkVariances(covariance)
    try bounds?.check(assetCount: count)
    let order = dendrogram.leafOrder
    let clusters = try ClusterRisk(covariance: covariance, risk: risk)
    var weights = [Double](repeating: 1, count: count)
    var open = [0..<count]
    while let range = open.popLast() {
      guard range.count > 1 else { continue }
      let middle = range.lowerBound + range.count / 2
      let (first, second) = (order[range.lowerBound..<middle], order[middle..<range.upperBound])
      var part = try ClusterRisk.split(clusters.risk(Array(first)), clusters.risk(Array(second)))
      if let bounds {
        part = bounds.limited(
          part, weight: weights[order[range.lowerBound]], first: first, second: second)
      }
      for asset in first { weights[asset] *= part }
      for asset in second { weights[asset] *= 1 - part }
      open.append(range.lowerBound..<middle)
      open.append(middle..<range.upperBound)
    }
    self.weights = weights
    self.dendrogram = dendrogram
  }

  private static func tree(
    _ distances: Matrix, linkage: Linkage, optimalOrder: Bool
  ) throws
    -> Dendrogram
  {
    let dendrogram = try Dendrogram(distances: distances, linkage: linkage)
    return optimalOrder ? dendrogram.optimallyOrdered(distances: distances) : dendrogram
  }
}
