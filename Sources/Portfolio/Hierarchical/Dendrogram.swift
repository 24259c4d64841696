/// The tree in which assets were merged into clusters.
///
/// Leaves are numbered from 0 to n - 1 in the order of the assets; the cluster that merge k makes is
/// number n + k, as in SciPy's linkage matrix.
public struct Dendrogram: Sendable, Equatable, Codable {
  /// Two clusters that become one.
  public struct Merge: Sendable, Equatable, Codable {
    /// The cluster that is drawn first.
    public var first: Int
    /// The cluster that is drawn second.
    public var second: Int
    /// How far apart they are.
    public let distance: Double
    /// How many assets the new cluster has.
    public let size: Int
  }

  /// How many assets there are.
  public let leafCount: Int
  /// The merges, the nearest clusters first: one less than assets.
  public internal(set) var merges: [Merge]

  /// The assets from the first leaf to the last: similar assets are neighbours.
  public var leafOrder: [Int] { leaves(of: 2 * leafCount - 2) }

  /// The two clusters that `cluster` was made from, or `nil` for a single asset.
  func children(of cluster: Int) -> (first: Int, second: Int)? {
    guard cluster >= leafCount else { return nil }
    let merge = merges[cluster - leafCount]
    return (merge.first, merge.second)
  }

  /// The assets of one cluster, in the order of the leaves.
  public func leaves(of cluster: Int) -> [Int] {
    var result: [Int] = []
    var open = [cluster]
    while let next = open.popLast() {
      if let children = children(of: next) {
        open.append(children.second)
        open.append(children.first)
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// The clusters that are left when the last `count` - 1 merges are undone, as numbers in the tree,
  /// in the order of the leaves.
  public func clusters(count: Int) -> [Int] {
    let firstUndone = 2 * leafCount - 1 - min(max(count, 1), leafCount) + 1
    var result: [Int] = []
    var open = [2 * leafCount - 2]
    while let next = open.popLast() {
      if next >= firstUndone, let children = children(of: next) {
        open.append(children.second)
        open.append(children.first)
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// How many clusters there are, by the second difference of the dispersion within clusters.
  ///
  /// The dispersion is the sum over clusters of the mean distance of their assets; at most
  /// max(8, √n) clusters are looked at. Source: Yue, Wang and Wei, "Application of two-order
  /// difference to gap statistic", 2009, in the form that skfolio uses.
  ///
  /// - Parameter distances: the distances of the assets, `[assets, assets]`.
  /// - Returns: the number of clusters, at least 2 where there are two assets.
  public func clusterCount(distances: Matrix) -> Int {
    guard leafCount > 2 else { return leafCount }
    let limit = min(
      leafCount, max(8, Int(Double(leafCount).squareRoot().rounded(.toNearestOrEven))))
    let means = meanDistances(distances)
    let dispersions = (1...limit).map { count in
      clusters(count: count).reduce(0) { $0 + ($1 < leafCount ? 0 : means[$1 - leafCount]) }
    }
    var best = (count: 2, gap: -Double.infinity)
    for index in 0..<limit - 2 {
      let gap = dispersions[index + 2] + dispersions[index] - 2 * dispersions[index + 1]
      if gap > best.gap { best = (index + 2, gap) }
    }
    return best.count
  }

  /// The mean distance of the pairs of assets within the cluster of each merge.
  private func meanDistances(_ distances: Matrix) -> [Double] {
    var leaves = (0..<leafCount).map { [$0] }
    var sums = [Double](repeating: 0, count: leafCount)
    for merge in merges {
      let (first, second) = (leaves[merge.first], leaves[merge.second])
      var sum = sums[merge.first] + sums[merge.second]
      for row in first {
        for column in second { sum += distances.elements[row * leafCount + column] }
      }
      leaves.append(first + second)
      sums.append(sum)
    }
    return zip(merges, sums.dropFirst(leafCount)).map {
      $1 / Double($0.size * ($0.size - 1) / 2)
    }
  }
}
