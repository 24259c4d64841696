/// Hierarchical equal risk contribution: the tree is cut into clusters, the weight is split along the
/// branches above the cut by the risks on both sides, and within a cluster by the inverse of each
/// asset's risk.
///
/// Source: Raffinot, "The hierarchical equal risk contribution portfolio", 2018, with the risk of a
/// branch the sum of the risks of its clusters, as in skfolio.
public struct HierarchicalEqualRiskContribution: Sendable, Equatable, Codable {
  /// The weights of the assets, zero or more, summing to one.
  public let weights: [Double]
  /// The assets of each cluster, in the order of the leaves.
  public let clusters: [[Int]]
  /// The tree of the assets.
  public let dendrogram: Dendrogram

  /// Computes the weights.
  ///
  /// - Parameters:
  ///   - covariance: the covariance of the assets' returns, `[assets, assets]`.
  ///   - linkage: how clusters are formed.
  ///   - distance: how far apart two assets are.
  ///   - clusterCount: how many clusters there are; found by the gap statistic where `nil`.
  ///   - bounds: the smallest and largest weights, or `nil` for none but 0 and 1.
  ///   - risk: what is split: the variance where `nil`.
  /// - Throws: `PortfolioError` where the covariance is not one, an asset has no variance, or the
  ///   bounds or the number of clusters do not fit.
  public init(
    covariance: Matrix, linkage: Linkage = .ward, distance: CorrelationDistance = .angular,
    clusterCount: Int? = nil, bounds: LongOnlyBounds? = nil, risk: PortfolioRisk? = nil
  ) throws {
    let tree = try ClusteredAssets(
      covariance: covariance, linkage: linkage, distance: distance, clusterCount: clusterCount)
    let count = covariance.rowCount
    try bounds?.check(assetCount: count)
    dendrogram = tree.dendrogram
    clusters = tree.clusters
    let clusterRisk = try ClusterRisk(covariance: covariance, risk: risk)
    // The risk of each cluster of the cut, and the sums of the branches above them.
    var risks: [Int: Double] = [:]
    for (cluster, assets) in zip(tree.numbers, clusters) {
      risks[cluster] = try clusterRisk.risk(assets)
    }
    for (index, merge) in dendrogram.merges.enumerated() {
      guard risks[count + index] == nil, let first = risks[merge.first],
        let second = risks[merge.second]
      else { continue }
      risks[count + index] = first + second
    }

    let cut = Dictionary(uniqueKeysWithValues: zip(tree.numbers, clusters))
    var result = [Double](repeating: 0, count: count)
    var open = [(cluster: 2 * count - 2, weight: 1.0)]
    while let (cluster, weight) = open.popLast() {
      if let assets = cut[cluster] {
        for (asset, part) in zip(assets, clusterRisk.weights(assets)) {
          result[asset] = part * weight
        }
      } else if let (first, second) = dendrogram.children(of: cluster) {
        let part = try ClusterRisk.split(risks[first] ?? 0, risks[second] ?? 0)
        open.append((first, weight * part))
        open.append((second, weight * (1 - part)))
      }
    }
    weights = bounds?.nearest(to: result) ?? result
  }
}

/// Assets that are cut into clusters by their tree.
struct ClusteredAssets {
  let dendrogram: Dendrogram
  /// The clusters as numbers in the tree.
  let numbers: [Int]
  /// The assets of each.
  let clusters: [[Int]]

  init(
    covariance: Matrix, linkage: Linkage, distance: CorrelationDistance, clusterCount: Int?
  )
    throws
  {
    let distances = try distance.distances(covariance: covariance)
    let tree = try Dendrogram(distances: distances, linkage: linkage)
    let count = clusterCount ?? tree.clusterCount(distances: distances)
    guard (1...tree.leafCount).contains(count) else {
      throw PortfolioError(
        .request, "\(tree.leafCount) assets cannot be cut into \(count) clusters")
    }
    dendrogram = tree
    numbers = tree.clusters(count: count)
    clusters = numbers.map { tree.leaves(of: $0) }
  }
}
