internal import CPortfolio

/// A dense matrix of doubles, row after row.
///
/// Portfolios are small beside networks: a call into libtorch costs as much as a whole step of the
/// critical line, so that what is called in a loop works on plain memory.
public struct Matrix: Sendable, Equatable, Codable {
  /// How many rows.
  public let rowCount: Int
  /// How many columns.
  public let columnCount: Int
  /// The elements, row after row: `rowCount * columnCount`.
  public var elements: [Double]

  /// Makes a matrix from its elements, row after row.
  ///
  /// - Precondition: there are `rows * columns` elements.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "not rows times columns elements")
    rowCount = rows
    columnCount = columns
    self.elements = elements
  }

  /// Makes a matrix of one value.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  /// Makes a matrix from its rows.
  ///
  /// - Precondition: the rows are of one length.
  public init(_ rows: [[Double]]) {
    precondition(rows.allSatisfy { $0.count == rows[0].count }, "rows of different lengths")
    self.init(
      rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap(\.self))
  }

  /// Makes a square matrix with `diagonal` on its diagonal and zeros elsewhere.
  public init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (index, value) in diagonal.enumerated() { self[index, index] = value }
  }

  /// One element.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// One row.
  public func row(_ index: Int) -> ArraySlice<Double> {
    elements[index * columnCount..<(index + 1) * columnCount]
  }

  /// One column.
  public func column(_ index: Int) -> [Double] {
    (0..<rowCount).map { elements[$0 * columnCount + index] }
  }

  /// The diagonal.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { elements[$0 * columnCount + $0] }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rows: columnCount, columns: rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        result.elements[column * rowCount + row] = elements[row * columnCount + column]
      }
    }
    return result
  }

  /// The rows and columns at `indices`, in that order.
  public func submatrix(_ indices: [Int]) -> Matrix {
    var result: [Double] = []
    result.reserveCapacity(indices.count * indices.count)
    for row in indices {
      for column in indices { result.append(elements[row * columnCount + column]) }
    }
    return Matrix(rows: indices.count, columns: indices.count, elements: result)
  }

  /// A x.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(vector.count == columnCount, "a vector of another length than the rows")
    return [Double](unsafeUninitializedCapacity: rowCount) { result, count in
      elements.withUnsafeBufferPointer { a in
        cportfolio_matvec(
          rowCount, columnCount, a.baseAddress, columnCount, vector, result.baseAddress)
      }
      count = rowCount
    }
  }

  /// Aᵀ x.
  public func transposedTimes(_ vector: [Double]) -> [Double] {
    precondition(vector.count == rowCount, "a vector of another length than the columns")
    return [Double](unsafeUninitializedCapacity: columnCount) { result, count in
      elements.withUnsafeBufferPointer { a in
        cportfolio_matvec_transposed(
          rowCount, columnCount, a.baseAddress, columnCount, vector, result.baseAddress)
      }
      count = columnCount
    }
  }

  /// xᵀ A x.
  public func quadraticForm(_ vector: [Double]) -> Double { dot(vector, times(vector)) }
}

/// The sum of the products of two vectors of one length.
public func dot(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count, "vectors of different lengths")
  return cportfolio_dot(x.count, x, y)
}
