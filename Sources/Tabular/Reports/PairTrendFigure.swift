import Reporting

/// The error of every pair of columns as a matrix of colours.
enum PairTrendFigure {
  /// A heat map of one minus the score of each pair.
  ///
  /// Where there are more columns than `limit`, those with the greatest mean error are shown, in
  /// the order of the table: what is left out is better than what is seen.
  static func figure(_ pairs: [PairTrend], columns: [String], limit: Int = 40) -> Figure {
    let places = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    var errors = [[Double]](
      repeating: [Double](repeating: .nan, count: columns.count), count: columns.count)
    for pair in pairs {
      guard let first = places[pair.first], let second = places[pair.second],
        let score = pair.scoreWithRealEdges ?? pair.score
      else { continue }
      errors[first][second] = 1 - score
      errors[second][first] = 1 - score
    }
    let means = errors.map { row in
      let known = row.filter { !$0.isNaN }
      return known.isEmpty ? -1 : known.reduce(0, +) / Double(known.count)
    }
    let worst = columns.indices.sorted { (means[$0], $1) > (means[$1], $0) }.prefix(limit)
    let shown = columns.count > limit ? worst.sorted() : Array(columns.indices)
    let remark =
      columns.count > limit
      ? " Shown are the \(limit) of \(columns.count) columns with the greatest mean error." : ""
    let values = shown.map { row in shown.map { errors[row][$0] } }
    let names = shown.map { columns[$0] }
    // A scale that ends at a few percent would paint a perfect table in alarming colours.
    let greatest = values.joined().filter { !$0.isNaN }.max() ?? 0
    return Figure(
      "Error of each pair of columns",
      caption: "0 % means that the two columns go together in the synthetic rows exactly as in "
        + "the real ones. Two numbers are compared by their correlation, other pairs by how often "
        + "each combination occurs, numbers in ten ranges of the real table.\(remark)",
      isWide: true,
      plot: .heatMap(
        HeatMap(
          rows: names, columns: names, values: values,
          axis: Axis("error", marks: .percent, lower: 0, upper: max(0.1, greatest)))))
  }

  /// The pairs with the greatest error.
  static func worst(_ pairs: [PairTrend], count: Int = 8) -> TextTable {
    let percent = NumberFormat.percent(decimals: 2)
    let correlation = NumberFormat.number(decimals: 3)
    let ranked = pairs.compactMap { pair in
      (pair.scoreWithRealEdges ?? pair.score).map { (pair: pair, error: 1 - $0) }
    }.sorted { ($0.error, $1.pair.first) > ($1.error, $0.pair.first) }
    let shown = ranked.prefix(count)
    var table = TextTable(
      caption: "The pairs with the greatest error", header: ["column", "column", "error"],
      rows: shown.map { [$0.pair.first, $0.pair.second, percent.text($0.error)] },
      numericColumns: [2])
    guard shown.contains(where: { $0.pair.realCorrelation != nil }) else { return table }
    table.header += ["correlation, real", "correlation, synthetic"]
    table.numericColumns += [3, 4]
    for (row, ranked) in shown.enumerated() {
      let both = [ranked.pair.realCorrelation, ranked.pair.syntheticCorrelation]
      table.rows[row] += both.map { $0.map(correlation.text) ?? "" }
    }
    return table
  }
}
