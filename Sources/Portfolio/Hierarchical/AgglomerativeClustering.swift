/// How far apart two clusters are, given the distances of their assets.
public enum Linkage: String, Sendable, Codable, CaseIterable {
  /// The distance of the nearest pair.
  case single
  /// The distance of the farthest pair.
  case complete
  /// The mean distance of all pairs.
  case average
  /// The growth of the variance within clusters, for Euclidean distances.
  case ward

  /// The distance of a cluster to the union of two others (Lance and Williams, 1967).
  fileprivate func merged(
    first: Double, second: Double, between: Double, firstSize: Double, secondSize: Double,
    otherSize: Double
  ) -> Double {
    switch self {
    case .single: return min(first, second)
    case .complete: return max(first, second)
    case .average:
      return (firstSize * first + secondSize * second) / (firstSize + secondSize)
    case .ward:
      let part = 1 / (firstSize + secondSize + otherSize)
      return
        ((otherSize + firstSize) * part * first * first
        + (otherSize + secondSize) * part * second * second
        - otherSize * part * between * between).squareRoot()
    }
  }
}

extension Dendrogram {
  /// Merges the nearest clusters until one is left.
  ///
  /// The chain of nearest neighbours takes O(n²): for these linkages a pair of clusters that are
  /// each other's nearest stay so whatever else is merged. Source: Murtagh, "A survey of recent
  /// advances in hierarchical clustering algorithms", 1983; Müllner, "Modern hierarchical,
  /// agglomerative clustering algorithms", 2011.
  ///
  /// - Parameters:
  ///   - distances: the distances of the assets, `[assets, assets]`, symmetric and not negative.
  ///   - linkage: how the distance of clusters follows from them.
  /// - Throws: `PortfolioError` where the matrix is not one of distances.
  public init(distances: Matrix, linkage: Linkage) throws {
    let count = distances.rowCount
    try Self.check(distances)
    var raw: [(first: Int, second: Int, distance: Double)] = []
    raw.reserveCapacity(count)
    var work = distances.elements
    work.withUnsafeMutableBufferPointer { d in
      var sizes = [Double](repeating: 1, count: count)
      // The clusters that are left, each under the number of one of its assets, in ascending order.
      var active = Array(0..<count)
      var chain: [Int] = []
      while active.count > 1 {
        if chain.isEmpty { chain.append(active[0]) }
        while true {
          let tip = chain[chain.count - 1]
          // The cluster before the tip is preferred to others at the same distance: else the chain
          // could go round in circles.
          var nearest = chain.count > 1 ? chain[chain.count - 2] : -1
          var shortest = nearest >= 0 ? d[tip * count + nearest] : .infinity
          for other in active where other != tip && d[tip * count + other] < shortest {
            nearest = other
            shortest = d[tip * count + other]
          }
          if chain.count > 1, nearest == chain[chain.count - 2] { break }
          chain.append(nearest)
        }
        let a = chain.removeLast()
        let b = chain.removeLast()
        let (gone, kept) = (min(a, b), max(a, b))
        let between = d[gone * count + kept]
        raw.append((gone, kept, between))
        active.removeAll { $0 == gone }
        for other in active where other != kept {
          let distance = linkage.merged(
            first: d[gone * count + other], second: d[kept * count + other], between: between,
            firstSize: sizes[gone], secondSize: sizes[kept], otherSize: sizes[other])
          d[kept * count + other] = distance
          d[other * count + kept] = distance
        }
        sizes[kept] += sizes[gone]
      }
    }
    self.init(leafCount: count, unsorted: raw)
  }

  /// Numbers the clusters in the order of their distances.
  private init(leafCount: Int, unsorted: [(first: Int, second: Int, distance: Double)]) {
    let order = unsorted.indices.sorted {
      let (a, b) = (unsorted[$0].distance, unsorted[$1].distance)
      return a != b ? a < b : $0 < $1
    }
    // Each cluster points to the one it was merged into.
    var parents = Array(0..<2 * leafCount)
    var sizes = [Int](repeating: 1, count: leafCount)
    func root(_ start: Int) -> Int {
      var top = start
      while parents[top] != top { top = parents[top] }
      var node = start
      while parents[node] != top { (node, parents[node]) = (parents[node], top) }
      return top
    }
    self.leafCount = leafCount
    merges = []
    for (step, index) in order.enumerated() {
      let (a, b) = (root(unsorted[index].first), root(unsorted[index].second))
      let size = sizes[a] + sizes[b]
      merges.append(
        Merge(
          first: min(a, b), second: max(a, b), distance: unsorted[index].distance, size: size))
      sizes.append(size)
      parents[a] = leafCount + step
      parents[b] = leafCount + step
    }
  }

  private static func check(_ distances: Matrix) throws {
    let count = distances.rowCount
    guard count > 0, count == distances.columnCount else {
      throw PortfolioError(
        .data, "distances are \(count) by \(distances.columnCount): give one row for each asset")
    }
    for row in 0..<count {
      for column in 0...row {
        let value = distances[row, column]
        guard value >= 0, value.isFinite, value == distances[column, row] else {
          throw PortfolioError(
            .data,
            "the distance of assets \(row + 1) and \(column + 1) is \(value): distances are finite, "
              + "symmetric and not negative")
        }
      }
    }
  }
}
