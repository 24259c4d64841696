extension Dendrogram {
  /// The same tree, its branches turned so that the distances of neighbouring leaves have the
  /// smallest possible sum.
  ///
  /// O(n³) time and O(n²) memory. Source: Bar-Joseph, Gifford and Jaakkola, "Fast optimal leaf
  /// ordering for hierarchical clustering", 2001.
  ///
  /// - Parameter distances: the distances of the assets, `[assets, assets]`.
  /// - Returns: the tree, its merges with first and second cluster exchanged where that is nearer.
  public func optimallyOrdered(distances: Matrix) -> Dendrogram {
    guard leafCount > 2 else { return self }
    var search = LeafOrderSearch(tree: self, distances: distances)
    for index in merges.indices { search.join(merges[index]) }
    return search.turned()
  }
}

/// The shortest way through the leaves of each cluster, for each pair of end leaves.
private struct LeafOrderSearch {
  private let tree: Dendrogram
  private let distances: Matrix
  private let count: Int
  /// The length of the best order of the cluster where two leaves part, with them at its ends.
  private var lengths: Matrix
  /// In that order, the leaf of the row's part that is next to the column's part.
  private var inner: [Int]
  private var leaves: [[Int]]

  init(tree: Dendrogram, distances: Matrix) {
    self.tree = tree
    self.distances = distances
    count = tree.leafCount
    lengths = Matrix(rows: count, columns: count)
    inner = [Int](repeating: 0, count: count * count)
    leaves = (0..<count).map { [$0] }
  }

  /// The leaves that can be at the other end of a cluster when `end` is at one.
  private func partners(of end: Int, in cluster: Int) -> [Int] {
    guard let (first, second) = tree.children(of: cluster) else { return [end] }
    return leaves[first].contains(end) ? leaves[second] : leaves[first]
  }

  mutating func join(_ merge: Dendrogram.Merge) {
    let (left, right) = (leaves[merge.first], leaves[merge.second])
    let rightPartners = right.map { partners(of: $0, in: merge.second) }
    for u in left {
      let middles = partners(of: u, in: merge.first)
      // The best way from u to each leaf k of the right part that comes next.
      var bridge = [(length: Double, from: Int)](repeating: (.infinity, 0), count: count)
      for m in middles {
        let length = lengths.elements[u * count + m]
        for k in right {
          let total = length + distances.elements[m * count + k]
          if total < bridge[k].length { bridge[k] = (total, m) }
        }
      }
      for (w, ks) in zip(right, rightPartners) {
        var best = (length: Double.infinity, k: w)
        for k in ks {
          let total = bridge[k].length + lengths.elements[k * count + w]
          if total < best.length { best = (total, k) }
        }
        lengths.elements[u * count + w] = best.length
        lengths.elements[w * count + u] = best.length
        inner[u * count + w] = bridge[best.k].from
        inner[w * count + u] = best.k
      }
    }
    leaves.append(left + right)
  }

  /// The tree with its branches in the best order, the first cluster of the root staying first.
  func turned() -> Dendrogram {
    var result = tree
    guard let root = tree.children(of: 2 * count - 2) else { return tree }
    var best = (length: Double.infinity, u: 0, w: 0)
    for u in leaves[root.first] {
      for w in leaves[root.second] where lengths.elements[u * count + w] < best.length {
        best = (lengths.elements[u * count + w], u, w)
      }
    }
    var open = [(cluster: 2 * count - 2, first: best.u, last: best.w)]
    while let (cluster, first, last) = open.popLast() {
      guard let children = tree.children(of: cluster) else { continue }
      let kept = leaves[children.first].contains(first)
      let (a, b) = kept ? children : (children.second, children.first)
      result.merges[cluster - count].first = a
      result.merges[cluster - count].second = b
      open.append((a, first, inner[first * count + last]))
      open.append((b, inner[last * count + first], last))
    }
    return result
  }
}
