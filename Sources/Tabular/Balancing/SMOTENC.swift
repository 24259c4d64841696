public import Torch

/// The synthetic minority over-sampling technique for nominal and continuous columns (Chawla,
/// Bowyer, Hall and Kegelmeyer, 2002, section 6.1), as imbalanced-learn 0.14 defines it.
///
/// A new row lies between a row of the class and one of its k nearest neighbours in the class: its
/// numbers a random part of the way, its names those that are most frequent among all k neighbours.
/// Distances are Euclidean over unscaled numbers, and a name that differs counts like the median of
/// the standard deviations of the columns of numbers.
///
/// Beyond the paper: whole numbers stay whole; a value that is missing in the row is missing in the
/// new row, one that is missing in the neighbour is taken from the row, and in distances it counts
/// as the mean of its column. Without columns of numbers a name that differs counts 1.
public struct SMOTENC: Sendable {
  private let table: Table
  private let neighbours: [[Int]]
  /// The median of the standard deviations of the columns of numbers, in the class.
  public let medianDeviation: Double

  /// Finds the neighbours of every row of a class.
  ///
  /// - Parameters:
  ///   - minority: The rows of the class alone.
  ///   - neighbourCount: k; less where the class has fewer other rows.
  ///   - threads: The number of threads.
  public init(minority: Table, neighbourCount: Int = 5, threads: Int = 1) {
    table = minority
    let rows = minority.rowCount
    var numbers: [[Double]] = []
    var codes: [[Int32]] = []
    var deviations: [Double] = []
    for column in minority.columns {
      switch column.values {
      case .numbers(let values):
        let known = values.filter { !$0.isNaN }
        let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
        let filled = values.map { $0.isNaN ? mean : $0 }
        numbers.append(filled)
        let squares = filled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviations.append((squares / Double(max(1, rows))).squareRoot())
      case .codes(let values, _):
        codes.append(values)
      }
    }
    medianDeviation = Self.median(deviations) ?? 1
    let penalty = medianDeviation * medianDeviation
    let (measured, named) = (numbers, codes)
    neighbours = Lanes.map(rows, threads: threads) { row in
      var distances = [Double](repeating: 0, count: rows)
      for values in measured {
        for other in 0..<rows {
          let difference = values[other] - values[row]
          distances[other] += difference * difference
        }
      }
      for values in named {
        for other in 0..<rows where values[other] != values[row] { distances[other] += penalty }
      }
      return Self.nearest(neighbourCount, to: row, distances)
    }
  }

  /// The neighbours of each row, the nearest first.
  var neighbourRows: [[Int]] { neighbours }

  /// Draws new rows of the class.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - generator: Draws.
  /// - Returns: `count` rows with the columns of the class; none where the class has no row.
  public func sample(_ count: Int, using generator: inout SeededGenerator) -> Table {
    guard table.rowCount > 0, count > 0 else { return table.rows([]) }
    var bases: [Int] = []
    var others: [Int] = []
    var steps: [Double] = []
    for _ in 0..<count {
      let base = Int.random(in: 0..<table.rowCount, using: &generator)
      bases.append(base)
      others.append(neighbours[base].randomElement(using: &generator) ?? base)
      steps.append(Double.random(in: 0..<1, using: &generator))
    }
    return Table(
      columns: table.columns.map { column in
        var result = column
        switch column.values {
        case .numbers(let values):
          result.values = .numbers(
            bases.indices.map { row in
              let (base, other) = (values[bases[row]], values[others[row]])
              let value = other.isNaN ? base : base + steps[row] * (other - base)
              return column.kind == .integer ? value.rounded() : value
            })
        case .codes(let codes, let levels):
          result.values = .codes(
            bases.map { mode(codes, of: neighbours[$0], orOf: $0, &generator) }, levels: levels)
        }
        return result
      })
  }

  /// The most frequent code among the neighbours, one of them at random where several are.
  private func mode(
    _ codes: [Int32], of neighbours: [Int], orOf row: Int, _ generator: inout SeededGenerator
  ) -> Int32 {
    var counts: [(code: Int32, count: Int)] = []
    for neighbour in neighbours {
      if let place = counts.firstIndex(where: { $0.code == codes[neighbour] }) {
        counts[place].count += 1
      } else {
        counts.append((codes[neighbour], 1))
      }
    }
    guard let most = counts.map(\.count).max() else { return codes[row] }
    let best = counts.filter { $0.count == most }
    return best.count == 1
      ? best[0].code : best[Int.random(in: 0..<best.count, using: &generator)].code
  }

  /// The `count` places of least distance other than `row`, of equals the first.
  private static func nearest(_ count: Int, to row: Int, _ distances: [Double]) -> [Int] {
    var best: [Int] = []
    for other in distances.indices where other != row {
      if best.count == count, let last = best.last, distances[other] >= distances[last] {
        continue
      }
      let place = best.firstIndex { distances[other] < distances[$0] } ?? best.count
      best.insert(other, at: place)
      if best.count > count { best.removeLast() }
    }
    return best
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
