/// Nested clusters optimisation: each cluster is optimised alone, and the portfolios that result are
/// optimised as if they were assets.
///
/// Source: López de Prado, "A robust estimator of the efficient frontier", 2016.
public struct NestedClusters: Sendable, Equatable, Codable {
  /// What makes weights from a covariance, `[assets, assets]`.
  public typealias Optimizer = (_ covariance: Matrix) throws -> [Double]

  /// The weights of the assets.
  public let weights: [Double]
  /// The assets of each cluster, in the order of the leaves.
  public let clusters: [[Int]]
  /// The weight of each cluster.
  public let clusterWeights: [Double]
  /// The tree of the assets.
  public let dendrogram: Dendrogram

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - covariance: the covariance of the assets' returns, `[assets, assets]`.
  ///   - linkage: how clusters are formed.
  ///   - distance: how far apart two assets are.
  ///   - clusterCount: how many clusters there are; found by the gap statistic where `nil`.
  ///   - inner: the weights within a cluster of two assets or more.
  ///   - outer: the weights of the clusters.
  /// - Throws: `PortfolioError` where the covariance is not one, an asset has no variance, or the
  ///   number of clusters or of weights does not fit; and what the optimisers throw.
  public init(
    covariance: Matrix, linkage: Linkage = .ward, distance: CorrelationDistance = .angular,
    clusterCount: Int? = nil, inner: Optimizer, outer: Optimizer
  ) throws {
    let tree = try ClusteredAssets(
      covariance: covariance, linkage: linkage, distance: distance, clusterCount: clusterCount)
    dendrogram = tree.dendrogram
    clusters = tree.clusters
    let count = covariance.rowCount
    let portfolios = try clusters.map { assets -> [Double] in
      let weights = try Self.optimized(covariance.submatrix(assets), by: inner)
      var all = [Double](repeating: 0, count: count)
      for (asset, weight) in zip(assets, weights) { all[asset] = weight }
      return all
    }
    let products = portfolios.map(covariance.times)
    var reduced = Matrix(rows: clusters.count, columns: clusters.count)
    for row in clusters.indices {
      for column in 0...row {
        // Each product once: rounding must not make the matrix asymmetric.
        reduced[row, column] = dot(portfolios[row], products[column])
        reduced[column, row] = reduced[row, column]
      }
    }
    clusterWeights = try Self.optimized(reduced, by: outer)
    var result = [Double](repeating: 0, count: count)
    for (portfolio, weight) in zip(portfolios, clusterWeights) {
      for asset in result.indices { result[asset] += weight * portfolio[asset] }
    }
    weights = result
  }

  private static func optimized(_ covariance: Matrix, by optimizer: Optimizer) throws -> [Double] {
    guard covariance.rowCount > 1 else { return [1] }
    let weights = try optimizer(covariance)
    guard weights.count == covariance.rowCount, weights.allSatisfy(\.isFinite) else {
      throw PortfolioError(
        .request,
        "an optimiser of nested clusters gave \(weights.count) weights for "
          + "\(covariance.rowCount) assets, or some that are not finite")
    }
    return weights
  }
}
