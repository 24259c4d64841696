internal import CPortfolio

/// The Cholesky factor L of the covariances of the free variables, kept up to date at O(k²) while
/// variables become free and are bound again.
///
/// Source: Golub and Van Loan, "Matrix Computations", 2013, section 6.5.
final class FreeSetFactor {
  /// The free variables, in the order of the rows of L.
  private(set) var order: [Int] = []
  /// Removals since the factor was computed anew; rounding adds up over them.
  private(set) var removals = 0

  private let capacity: Int
  private let lower: UnsafeMutablePointer<Double>
  private let cosine: UnsafeMutablePointer<Double>
  private let sine: UnsafeMutablePointer<Double>

  /// Makes the factor of no variables, with room for `capacity`.
  init(capacity: Int) {
    self.capacity = max(1, capacity)
    lower = .allocate(capacity: self.capacity * self.capacity)
    cosine = .allocate(capacity: self.capacity)
    sine = .allocate(capacity: self.capacity)
    order.reserveCapacity(capacity)
  }

  deinit {
    lower.deallocate()
    cosine.deallocate()
    sine.deallocate()
  }

  /// How many variables are free.
  var count: Int { order.count }

  /// Starts again with no variables.
  func removeAll() {
    order.removeAll(keepingCapacity: true)
    removals = 0
  }

  /// Frees a variable.
  ///
  /// - Parameters:
  ///   - variable: The variable.
  ///   - row: Its row of the whole matrix.
  ///   - tolerance: The smallest share of its variance that the others must leave unexplained.
  /// - Returns: Whether the factor is regular still; if not, it is left as it was.
  func append(_ variable: Int, row: UnsafePointer<Double>, tolerance: Double) -> Bool {
    let k = count
    let line = lower + k * capacity
    for index in 0..<k { line[index] = row[order[index]] }
    solveLower(line)
    let pivot = row[variable] - cportfolio_dot(k, line, line)
    guard pivot > tolerance * row[variable] else { return false }
    line[k] = pivot.squareRoot()
    order.append(variable)
    return true
  }

  /// Binds the variable of row `position`.
  func remove(at position: Int) {
    for old in position + 1..<max(count, position + 1) {
      let row = old - 1
      let line = lower + row * capacity
      line.update(from: lower + old * capacity, count: old + 1)
      for index in position..<row {
        let a = line[index]
        let b = line[index + 1]
        line[index] = cosine[index] * a + sine[index] * b
        line[index + 1] = cosine[index] * b - sine[index] * a
      }
      let a = line[row]
      let b = line[old]
      let length = (a * a + b * b).squareRoot()
      cosine[row] = a / length
      sine[row] = b / length
      line[row] = length
    }
    order.remove(at: position)
    removals += 1
  }

  /// x becomes L⁻¹ x, `[free]`.
  func solveLower(_ x: UnsafeMutablePointer<Double>) {
    for row in 0..<count {
      let line = lower + row * capacity
      x[row] = (x[row] - cportfolio_dot(row, line, x)) / line[row]
    }
  }

  /// x becomes L⁻ᵀ x, `[free]`.
  func solveUpper(_ x: UnsafeMutablePointer<Double>) {
    for row in stride(from: count - 1, through: 0, by: -1) {
      let line = lower + row * capacity
      x[row] /= line[row]
      cportfolio_axpy(row, -x[row], line, x)
    }
  }
}
