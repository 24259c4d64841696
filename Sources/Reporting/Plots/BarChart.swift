/// Values of named categories: one group of bars a category, one bar a series.
public struct BarChart: Codable, Sendable, Equatable {
  /// One value a category, drawn in one colour.
  public struct Series: Codable, Sendable, Equatable {
    /// The name in the legend.
    public var name: String
    /// One value a category; NaN where there is none.
    public var values: [Double]

    /// Makes a series.
    public init(_ name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The categories, from top to bottom.
  public var categories: [String]
  /// The series; each has one value a category.
  public var series: [Series]
  /// The axis of the values.
  public var axis: Axis
  /// Lines across the bars, such as what real data reaches.
  public var references: [ReferenceLine]

  /// Makes a bar chart.
  ///
  /// - Precondition: each series has one value a category.
  public init(
    categories: [String], series: [Series], axis: Axis, references: [ReferenceLine] = []
  ) {
    precondition(
      series.allSatisfy { $0.values.count == categories.count }, "not one value a category")
    self.categories = categories
    self.series = series
    self.axis = axis
    self.references = references
  }
}

extension BarChart {
  /// The shares of the most frequent categories, the rest pooled into one bar.
  ///
  /// The order is that of the first series, the most frequent on top. A category that only another
  /// series has stays visible: its share counts where it is largest.
  ///
  /// - Parameters:
  ///   - counts: for each series, its name and how often each category occurs.
  ///   - limit: the largest number of categories that get their own bar.
  ///   - label: what the axis shows.
  /// - Returns: a chart of shares between 0 and 1, one series a name.
  public static func shares(
    counts: [(name: String, counts: [String: Int])], limit: Int = 12, label: String = "share"
  ) -> BarChart {
    let totals = counts.map { Double(max(1, $0.counts.values.reduce(0, +))) }
    func share(_ category: String, _ series: Int) -> Double {
      Double(counts[series].counts[category] ?? 0) / totals[series]
    }
    let names = Set(counts.flatMap { $0.counts.keys })
    let largest = names.map { name in
      (name: name, share: counts.indices.map { share(name, $0) }.max() ?? 0)
    }
    let kept = largest.sorted { ($0.share, $1.name) > ($1.share, $0.name) }
      .prefix(names.count > limit + 1 ? limit : names.count).map(\.name)
    var categories = kept.sorted { (share($0, 0), $1) > (share($1, 0), $0) }
    var values = counts.indices.map { series in categories.map { share($0, series) } }
    if names.count > kept.count {
      categories.append("\(names.count - kept.count) others")
      for series in counts.indices {
        let pooled = 1 - values[series].reduce(0, +)
        values[series].append(counts[series].counts.isEmpty ? 0 : max(0, pooled))
      }
    }
    return BarChart(
      categories: categories,
      series: zip(counts, values).map { Series($0.name, values: $1) },
      axis: Axis(label, marks: .percent, lower: 0))
  }
}
