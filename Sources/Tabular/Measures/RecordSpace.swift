/// A space in which the distance between two rows is the sum of what their columns contribute: for
/// numbers the difference as a part of the real table's range, 1 at the most; for names 0 or 1. A
/// missing value is at 1 from every value and at 0 from another missing one.
///
/// This is the distance of the tabular literature's "distance to closest record" (L1 on range-scaled
/// numbers, one for each category that differs), bounded by 1 a column.
struct RecordSpace: Sendable {
  private struct Scale: Sendable {
    let least: Double
    let factor: Double
  }
  /// One a column; `nil` for names.
  private let scales: [Scale?]

  /// Makes the space of a table.
  init(of real: Table) {
    scales = real.columns.map { column in
      guard case .numbers(let numbers) = column.values else { return nil }
      let known = numbers.lazy.filter { !$0.isNaN }
      guard let least = known.min(), let greatest = known.max() else {
        return Scale(least: 0, factor: 1)
      }
      let range = greatest - least
      return Scale(least: least, factor: range > 0 && range.isFinite ? 1 / range : 1)
    }
  }

  /// The rows of a table as points.
  ///
  /// - Precondition: it has the columns and the levels of the real table.
  func points(_ table: Table, rows: [Int]) -> RecordPoints {
    var values: [Float] = []
    values.reserveCapacity(rows.count * scales.count)
    for (column, scale) in zip(table.columns, scales) {
      switch (column.values, scale) {
      case (.numbers(let numbers), let scale?):
        for row in rows {
          // Far from everything, and equal to itself.
          let scaled = (numbers[row] - scale.least) * scale.factor
          values.append(scaled.isNaN ? 1e6 : Float(min(max(scaled, -1e5), 1e5)))
        }
      case (.codes(let codes, _), nil):
        for row in rows { values.append(Float(codes[row])) }
      default:
        preconditionFailure("column \"\(column.name)\" holds other values than the real table's")
      }
    }
    return RecordPoints(values: values, count: rows.count, isNumeric: scales.map { $0 != nil })
  }
}

/// Points of a `RecordSpace`, column by column.
struct RecordPoints: Sendable {
  /// [columns, points].
  let values: [Float]
  /// The number of points.
  let count: Int
  /// Whether a column is one of numbers.
  let isNumeric: [Bool]
}
