internal import Torch

/// The distances from a point to its two nearest neighbours among others.
struct NearestRecords: Sendable, Equatable {
  /// To the nearest.
  var first = Float.infinity
  /// To the second nearest.
  var second = Float.infinity

  private mutating func take(_ distance: Float) {
    if distance < second {
      second = max(first, distance)
      first = min(first, distance)
    }
  }

  /// For each query, the distances to its two nearest among `records`, by comparing with all.
  ///
  /// - Parameters:
  ///   - queries: Points.
  ///   - records: Points of the same space.
  ///   - excluding: For each query the record that does not count, because it is the query itself.
  ///   - threads: The number of threads.
  /// - Returns: One for each query; infinite where there is no record.
  static func search(
    from queries: RecordPoints, among records: RecordPoints, excluding: [Int]? = nil, threads: Int
  ) -> [NearestRecords] {
    precondition(queries.isNumeric == records.isNumeric, "points of different spaces")
    // A share of the queries goes through the records block by block: a block of all columns stays
    // in the second-level cache while all queries of the share pass it.
    let share = 64
    let shares = (queries.count + share - 1) / share
    return Lanes.map(shares, threads: threads) { index in
      let range = index * share..<min(queries.count, (index + 1) * share)
      return searchShare(range, queries, records, excluding)
    }.flatMap { $0 }
  }

  private static func searchShare(
    _ range: Range<Int>, _ queries: RecordPoints, _ records: RecordPoints, _ excluding: [Int]?
  ) -> [NearestRecords] {
    let block = 2048
    var nearest = [NearestRecords](repeating: NearestRecords(), count: range.count)
    var distances = [Float](repeating: 0, count: block)
    queries.values.withUnsafeBufferPointer { points in
      records.values.withUnsafeBufferPointer { all in
        distances.withUnsafeMutableBufferPointer { distances in
          guard let points = points.baseAddress, let all = all.baseAddress,
            let distances = distances.baseAddress
          else { return }
          for start in stride(from: 0, to: records.count, by: block) {
            let count = min(block, records.count - start)
            for query in range {
              distances.update(repeating: 0, count: count)
              for (column, isNumeric) in records.isNumeric.enumerated() {
                add(
                  points[column * queries.count + query], all + column * records.count + start,
                  isNumeric, to: distances, count)
              }
              if let own = excluding?[query], own >= start, own < start + count {
                distances[own - start] = .infinity
              }
              var result = nearest[query - range.lowerBound]
              for place in 0..<count { result.take(distances[place]) }
              nearest[query - range.lowerBound] = result
            }
          }
        }
      }
    }
    return nearest
  }

  /// Adds what one column contributes to the distances of `count` records.
  @inline(__always)
  private static func add(
    _ value: Float, _ column: UnsafePointer<Float>, _ isNumeric: Bool,
    to distances: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    if isNumeric {
      for place in 0..<count {
        let difference = abs(column[place] - value)
        distances[place] += difference < 1 ? difference : 1
      }
    } else {
      for place in 0..<count { distances[place] += column[place] == value ? 0 : 1 }
    }
  }
}
