/// Sums over the assets of one period, period after period.
struct RowSums: Sequence, IteratorProtocol {
  /// The sums of one period.
  struct Sums {
    /// Σ_i x_i².
    var squares = 0.0
    /// Σ_i x_i³ / σ_i.
    var scaledCubes = 0.0
  }

  private let values: Matrix
  private let inverse: [Double]?
  private var row = 0

  init(_ values: Matrix, inverse: [Double]? = nil) {
    self.values = values
    self.inverse = inverse
  }

  mutating func next() -> Sums? {
    guard row < values.rowCount else { return nil }
    defer { row += 1 }
    let columns = values.columnCount
    return values.elements.withUnsafeBufferPointer { x in
      var sums = Sums()
      for column in 0..<columns {
        let value = x[row * columns + column]
        let square = value * value
        sums.squares += square
        if let inverse { sums.scaledCubes += square * value * inverse[column] }
      }
      return sums
    }
  }
}

/// Sums over the periods of powers of each asset's return.
struct AssetPowers {
  /// Σ_t x² m².
  var second: [Double]
  /// Σ_t x³ m.
  var third: [Double]
  /// Σ_t x⁴.
  var fourth: [Double]

  init(_ count: Int) {
    second = [Double](repeating: 0, count: count)
    third = second
    fourth = second
  }

  mutating func add(_ row: ArraySlice<Double>, market: Double) {
    for (asset, value) in row.enumerated() {
      let square = value * value
      second[asset] += square * market * market
      third[asset] += square * value * market
      fourth[asset] += square * square
    }
  }
}
