internal import Torch

/// What synthetic rows give away about the rows that the generator learned from.
struct Privacy: Sendable {
  /// The share of synthetic rows that are nearer to a training row than to a row of an equally
  /// large holdout, ties counting half.
  var shareNearerToTraining: Double?
  /// The median distance from a synthetic row to the closest training row.
  var closestRecord: Double?
  /// The same from fresh real rows.
  var closestRecordOfReal: Double?
  /// The fifth percentile of the ratio of the distances to the nearest and the second nearest
  /// training row.
  var distanceRatio: Double?
  /// The same from fresh real rows.
  var distanceRatioOfReal: Double?
  /// The AUC of an attack that takes a row for a training row when a synthetic row is near it.
  var membershipAUC: Double?

  /// Measures.
  ///
  /// - Parameters:
  ///   - tables: The tables. Without a holdout, fresh real rows are training rows, each compared
  ///     with all others but itself.
  ///   - queryRows: The greatest number of rows from which distances are taken.
  ///   - recordRows: The greatest number of rows to which distances are taken.
  ///   - generator: Chooses rows.
  ///   - threads: The number of threads.
  init(
    _ tables: ComparedTables, queryRows: Int, recordRows: Int,
    generator: SeededGenerator, threads: Int
  ) {
    var generator = generator
    let space = RecordSpace(of: tables.real)
    func chosen(_ table: Table, _ count: Int) -> [Int] {
      Self.sample(table.rowCount, count, &generator)
    }
    func search(
      _ queries: RecordPoints, _ records: RecordPoints, excluding: [Int]? = nil
    ) -> [NearestRecords] {
      NearestRecords.search(
        from: queries, among: records, excluding: excluding, threads: threads)
    }
    let queries = space.points(tables.synthetic, rows: chosen(tables.synthetic, queryRows))
    let size = min(recordRows, tables.real.rowCount, tables.holdout?.rowCount ?? .max)
    let trainingRows = chosen(tables.real, size)
    let training = space.points(tables.real, rows: trainingRows)
    let toTraining = search(queries, training)
    closestRecord = Self.quantile(toTraining.map(\.first), 0.5)
    distanceRatio = Self.quantile(toTraining.map(\.ratio), 0.05)
    guard let holdout = tables.holdout else {
      let own = Array(trainingRows.indices.prefix(queryRows))
      let others = search(
        space.points(tables.real, rows: own.map { trainingRows[$0] }), training, excluding: own)
      closestRecordOfReal = Self.quantile(others.map(\.first), 0.5)
      distanceRatioOfReal = Self.quantile(others.map(\.ratio), 0.05)
      return
    }
    let fresh = space.points(holdout, rows: chosen(holdout, size))
    let toFresh = search(queries, fresh)
    let wins = zip(toTraining, toFresh).reduce(0.0) { sum, pair in
      sum + (pair.0.first < pair.1.first ? 1 : pair.0.first == pair.1.first ? 0.5 : 0)
    }
    shareNearerToTraining = wins / Double(queries.count)
    let freshQueries = space.points(holdout, rows: chosen(holdout, queryRows))
    let freshToTraining = search(freshQueries, training)
    closestRecordOfReal = Self.quantile(freshToTraining.map(\.first), 0.5)
    distanceRatioOfReal = Self.quantile(freshToTraining.map(\.ratio), 0.05)
    let drawn = space.points(tables.synthetic, rows: chosen(tables.synthetic, recordRows))
    let members = space.points(tables.real, rows: chosen(tables.real, freshQueries.count))
    let distances = search(members, drawn) + search(freshQueries, drawn)
    membershipAUC = ClassificationMetrics.rocAUC(
      scores: distances.map { -$0.first },
      isPositive: distances.indices.map { $0 < members.count })
  }

  /// `count` of the numbers below `total` in random order, or all of them.
  private static func sample(
    _ total: Int, _ count: Int, _ generator: inout SeededGenerator
  ) -> [Int] {
    Array(Array(0..<total).shuffled(using: &generator).prefix(count))
  }

  /// A quantile with linear interpolation between neighbours, infinite values left out.
  private static func quantile(_ values: [Float], _ level: Double) -> Double? {
    let sorted = values.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    let place = level * Double(sorted.count - 1)
    let lower = Int(place)
    let upper = min(lower + 1, sorted.count - 1)
    let part = place - Double(lower)
    return Double(sorted[lower]) * (1 - part) + Double(sorted[upper]) * part
  }
}

extension NearestRecords {
  /// The nearest distance as a part of the second nearest; 1 where both are 0, because then the
  /// point is not near to one record alone.
  var ratio: Float { second == 0 ? 1 : first / second }
}
