internal import CPortfolio

/// The sums over periods that estimates are made of.
///
/// Shared by all estimators, so that only one loop has to be fast.
enum WeightedMoments {
  /// Σ_t w_t x_t / Σ_t w_t for each asset; weights of 1 where none are given. Exact for a constant.
  static func mean(_ values: Matrix, weights: [Double]? = nil) -> [Double] {
    var sums = [Double](repeating: 0, count: values.columnCount)
    weights.withPointer {
      cportfolio_add_column_sums(values.rowCount, values.columnCount, values.elements, $0, &sums)
    }
    let total = weights?.reduce(0, +) ?? Double(values.rowCount)
    return sums.indices.map { column in
      let mean = sums[column] / total
      // What rounding leaves of the variance of a constant would pass for a correlation.
      let first = values[0, column]
      guard abs(mean - first) <= 1e-12 * abs(first) else { return mean }
      return (1..<values.rowCount).allSatisfy({ values[$0, column] == first }) ? first : mean
    }
  }

  /// Σ_t w_t (x_t - c)(x_t - c)ᵀ / divisor; weights of 1 where none are given.
  static func crossProducts(
    _ values: Matrix, centre: [Double], weights: [Double]? = nil, divisor: Double
  ) -> Matrix {
    var result = Matrix(rows: values.columnCount, columns: values.columnCount)
    add(values.elements[...], to: &result, centre: centre, weights: weights, factor: 1 / divisor)
    return result
  }

  /// S += factor · Σ_t w_t (x_t - c)(x_t - c)ᵀ over the rows in `rows`.
  static func add(
    _ rows: ArraySlice<Double>, to products: inout Matrix, centre: [Double],
    weights: [Double]? = nil, factor: Double
  ) {
    let columns = products.columnCount
    guard columns > 0, !rows.isEmpty else { return }
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: cportfolio_cross_products_scratch(columns)
    ) { scratch in
      rows.withUnsafeBufferPointer { x in
        products.elements.withUnsafeMutableBufferPointer { s in
          weights.withPointer { w in
            cportfolio_add_cross_products(
              x.count / columns, columns, x.baseAddress, centre, w, factor, scratch.baseAddress,
              s.baseAddress)
          }
        }
      }
    }
  }
}

extension [Double]? {
  /// Calls `body` with the elements, or with nil where there are none.
  fileprivate func withPointer(_ body: (UnsafePointer<Double>?) -> Void) {
    guard let self else { return body(nil) }
    self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
