/// A plot with its title and caption.
public struct Figure: Codable, Sendable, Equatable {
  /// The title above the plot.
  public var title: String
  /// One or two sentences under the plot: how to read it, what to see.
  public var caption: String
  /// The plot.
  public var plot: Plot
  /// Whether the plot takes the full width of the page; else it shares the width with others.
  public var isWide: Bool

  /// Makes a figure.
  public init(_ title: String, caption: String = "", isWide: Bool = false, plot: Plot) {
    self.title = title
    self.caption = caption
    self.isWide = isWide
    self.plot = plot
  }
}

/// The kinds of plot that a report can hold.
public enum Plot: Sendable, Equatable {
  /// Numbers counted in bins, one outline a series.
  case histogram(Histogram)
  /// Values of named categories, one bar a series.
  case bars(BarChart)
  /// Curves.
  case lines(LineChart)
  /// Points in the plane.
  case scatter(ScatterPlot)
  /// A matrix as colours.
  case heatMap(HeatMap)
  /// Ranges of values, one a row.
  case intervals(IntervalPlot)
}

/// A plot is written as an object with its `kind` beside its own fields.
extension Plot: Codable {
  private enum Key: String, CodingKey {
    case kind
  }

  private enum Kind: String, Codable {
    case histogram, bars, lines, scatter, heatMap, intervals
  }

  /// Reads a plot.
  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .kind) {
    case .histogram: self = .histogram(try Histogram(from: decoder))
    case .bars: self = .bars(try BarChart(from: decoder))
    case .lines: self = .lines(try LineChart(from: decoder))
    case .scatter: self = .scatter(try ScatterPlot(from: decoder))
    case .heatMap: self = .heatMap(try HeatMap(from: decoder))
    case .intervals: self = .intervals(try IntervalPlot(from: decoder))
    }
  }

  /// Writes a plot.
  public func encode(to encoder: any Encoder) throws {
    func write(_ kind: Kind, _ plot: some Encodable) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(kind, forKey: .kind)
      try plot.encode(to: encoder)
    }
    switch self {
    case .histogram(let plot): try write(.histogram, plot)
    case .bars(let plot): try write(.bars, plot)
    case .lines(let plot): try write(.lines, plot)
    case .scatter(let plot): try write(.scatter, plot)
    case .heatMap(let plot): try write(.heatMap, plot)
    case .intervals(let plot): try write(.intervals, plot)
    }
  }
}
