import Reporting

/// The distribution of one column in the real and in the synthetic table, as a figure.
enum ColumnFigures {
  /// The names of the two samples in every figure.
  static let names = (real: "real", synthetic: "synthetic")

  /// A histogram of numbers or dates, or the shares of the most frequent levels.
  ///
  /// - Parameters:
  ///   - real: The real column.
  ///   - synthetic: The synthetic one, which may list other levels or the same in another order.
  ///   - shape: How alike the two are, where that was measured.
  ///   - mass: How often each has the most frequent number, where that was measured.
  /// - Returns: The figure.
  static func figure(
    real: Column, synthetic: Column, shape: ColumnShape?, mass: PointMass?
  ) -> Figure {
    Figure(
      real.name, caption: caption(real, synthetic, shape, mass), plot: plot(real, synthetic))
  }

  private static func plot(_ real: Column, _ synthetic: Column) -> Plot {
    if case .numbers(let a) = real.values, case .numbers(let b) = synthetic.values {
      var histogram = Histogram(
        of: [(names.real, a), (names.synthetic, b)], wholeNumbers: real.kind == .integer,
        axis: Axis("", scale: real.kind == .dateTime ? .time : .linear))
      // Beside one towering bin the others could not be seen on an even scale.
      let highest = histogram.series[0].shares.max() ?? 0
      if highest > 0.7, histogram.edges.count > 4 { histogram.shares.scale = .logarithmic }
      return .histogram(histogram)
    }
    return .bars(
      .shares(
        counts: [(names.real, counts(real)), (names.synthetic, counts(synthetic))], limit: 8,
        label: "share of rows"))
  }

  /// How often each level occurs; numbers count as the text they are written as.
  private static func counts(_ column: Column) -> [String: Int] {
    switch column.values {
    case .codes(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      for code in codes where code >= 0 { counts[Int(code)] += 1 }
      return Dictionary(zip(levels, counts).filter { $0.1 > 0 }, uniquingKeysWith: +)
    case .numbers(let numbers):
      return Dictionary(numbers.lazy.filter { !$0.isNaN }.map { ("\($0)", 1) }, uniquingKeysWith: +)
    }
  }

  private static func caption(
    _ real: Column, _ synthetic: Column, _ shape: ColumnShape?, _ mass: PointMass?
  ) -> String {
    var parts = [kindName(real.kind)]
    let percent = NumberFormat.percent(decimals: 1)
    if let score = shape?.score {
      parts.append("error \(NumberFormat.percent(decimals: 2).text(1 - score))")
    }
    let missing = (ColumnShapes.missingShare(real), ColumnShapes.missingShare(synthetic))
    if missing.0 > 0 || missing.1 > 0 {
      parts.append("missing \(percent.text(missing.0)) real, \(percent.text(missing.1)) synthetic")
    }
    if let mass, mass.realShare > 0.5 {
      parts.append(
        "\(text(mass.value)) in \(percent.text(mass.realShare)) of real, "
          + "\(percent.text(mass.syntheticShare)) of synthetic rows")
    }
    return parts.joined(separator: " · ")
  }

  /// All columns with what was measured of each, the greatest error first.
  static func table(_ shapes: [ColumnShape], _ masses: [PointMass]) -> TextTable {
    let percent = NumberFormat.percent(decimals: 2)
    let massOf = Dictionary(masses.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
    let ranked = shapes.sorted { ($0.score ?? 2, $0.column) < ($1.score ?? 2, $1.column) }
    var table = TextTable(
      caption: "All columns, the greatest error first", header: ["column", "error"],
      rows: ranked.map { [$0.column, percent.text(1 - ($0.score ?? .nan))] }, numericColumns: [1])
    func add(_ header: String, _ cell: (ColumnShape) -> String) {
      table.numericColumns.append(table.header.count)
      table.header.append(header)
      for (row, shape) in ranked.enumerated() { table.rows[row].append(cell(shape)) }
    }
    if shapes.contains(where: { $0.realMissing > 0 || $0.syntheticMissing > 0 }) {
      add("missing, real") { percent.text($0.realMissing) }
      add("missing, synthetic") { percent.text($0.syntheticMissing) }
    }
    if !masses.isEmpty {
      add("most frequent number") { massOf[$0.column].map { text($0.value) } ?? "" }
      add("its share, real") { massOf[$0.column].map { percent.text($0.realShare) } ?? "" }
      add("its share, synthetic") {
        massOf[$0.column].map { percent.text($0.syntheticShare) } ?? ""
      }
    }
    return table
  }

  /// A value as short text.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  /// The kind in a reader's words.
  static func kindName(_ kind: ColumnKind) -> String {
    switch kind {
    case .continuous: "real numbers"
    case .integer: "whole numbers"
    case .categorical: "names"
    case .boolean: "two values"
    case .dateTime: "dates"
    case .identifier: "identifiers"
    case .constant: "one value"
    case .text: "free text"
    }
  }
}
