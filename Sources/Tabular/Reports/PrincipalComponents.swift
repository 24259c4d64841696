import Torch

/// The directions in which rows differ most: the leading eigenvectors of their covariance.
///
/// They are found by subspace iteration, which only multiplies with the rows and so never forms
/// the covariance of thousands of entries (Golub and Van Loan, Matrix Computations, section 8.2).
struct PrincipalComponents: Sendable {
  /// The mean of the rows, [dimensions].
  let mean: [Double]
  /// Orthonormal directions, the one of the greatest variance first: [components][dimensions].
  let directions: [[Double]]
  /// The share of the whole variance that lies along each direction.
  let explained: [Double]

  /// Finds the leading directions of rows.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - dimensions: The number of entries of a row.
  ///   - count: The number of directions; fewer come back where rows differ in fewer.
  ///   - iterations: The number of multiplications with the covariance.
  init(_ rows: SparseRows, dimensions: Int, count: Int = 2, iterations: Int = 40) {
    var mean = [Double](repeating: 0, count: dimensions)
    var squares = 0.0
    let scale = 1 / Double(max(1, rows.count))
    for row in 0..<rows.count {
      rows.forEachEntry(of: row) { place, value in
        mean[place] += value * scale
        squares += value * value * scale
      }
    }
    let total = squares - mean.reduce(0) { $0 + $1 * $1 }
    self.mean = mean
    var generator = SeededGenerator(seed: 0x5EED)
    // A few more directions than asked for make the wanted ones converge sooner.
    var basis = (0..<min(count + 4, dimensions)).map { _ in
      (0..<dimensions).map { _ in Double.random(in: -1...1, using: &generator) }
    }
    var variances: [Double] = []
    for _ in 0..<(total > 1e-12 ? iterations : 0) {
      Self.orthonormalize(&basis)
      basis = Self.multiply(rows, mean: mean, basis)
      variances = basis.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    }
    Self.orthonormalize(&basis)
    let order = variances.indices.sorted { variances[$0] > variances[$1] }
      .filter { basis.indices.contains($0) && variances[$0] > 1e-9 * total }.prefix(count)
    directions = order.map { Self.signed(basis[$0]) }
    explained = order.map { variances[$0] / total }
  }

  /// The coordinates of each row along each direction: [components][rows].
  func project(_ rows: SparseRows) -> [[Double]] {
    directions.map { direction in
      let centre = zip(direction, mean).reduce(0) { $0 + $1.0 * $1.1 }
      return (0..<rows.count).map { row in
        var sum = -centre
        rows.forEachEntry(of: row) { place, value in sum += direction[place] * value }
        return sum
      }
    }
  }

  /// The covariance of the rows times each vector.
  private static func multiply(
    _ rows: SparseRows, mean: [Double], _ vectors: [[Double]]
  ) -> [[Double]] {
    vectors.map { vector in
      let centre = zip(vector, mean).reduce(0) { $0 + $1.0 * $1.1 }
      var result = [Double](repeating: 0, count: vector.count)
      var sum = 0.0
      for row in 0..<rows.count {
        var coordinate = -centre
        rows.forEachEntry(of: row) { place, value in coordinate += vector[place] * value }
        rows.forEachEntry(of: row) { place, value in result[place] += coordinate * value }
        sum += coordinate
      }
      let scale = 1 / Double(max(1, rows.count))
      return result.indices.map { (result[$0] - sum * mean[$0]) * scale }
    }
  }

  /// Gram and Schmidt, twice, since once loses orthogonality; a vector that the others span
  /// becomes zero.
  private static func orthonormalize(_ vectors: inout [[Double]]) {
    for index in vectors.indices {
      let before = vectors[index].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for _ in 0..<2 {
        for other in vectors[..<index] {
          let overlap = zip(vectors[index], other).reduce(0) { $0 + $1.0 * $1.1 }
          for place in other.indices { vectors[index][place] -= overlap * other[place] }
        }
      }
      let norm = vectors[index].reduce(0) { $0 + $1 * $1 }.squareRoot()
      let scale = norm > before * 1e-12 && norm > 0 ? 1 / norm : 0
      for place in vectors[index].indices { vectors[index][place] *= scale }
    }
  }

  /// An eigenvector has no sign of its own: the largest entry shall be positive.
  private static func signed(_ vector: [Double]) -> [Double] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }
}
