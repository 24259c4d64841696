/// Numbers counted in common bins, one outline a series.
public struct Histogram: Codable, Sendable, Equatable {
  /// The numbers of one sample, counted.
  public struct Series: Codable, Sendable, Equatable {
    /// The name in the legend.
    public var name: String
    /// The share of the sample in each bin, from 0 to 1.
    public var shares: [Double]

    /// Makes a series.
    public init(_ name: String, shares: [Double]) {
      self.name = name
      self.shares = shares
    }
  }

  /// The limits of the bins, ascending: one more than there are bins. The last bin includes its
  /// upper limit.
  public var edges: [Double]
  /// The samples; each has one share a bin.
  public var series: [Series]
  /// The axis of the numbers.
  public var axis: Axis
  /// The axis of the shares. A reader may switch between even and logarithmic; it says which is
  /// shown first.
  public var shares: Axis
  /// Values that are marked, such as a quantile.
  public var references: [ReferenceLine]

  /// Makes a histogram.
  ///
  /// - Precondition: each series has one share a bin.
  public init(
    edges: [Double], series: [Series], axis: Axis,
    shares: Axis = Axis("share of rows", marks: .percent), references: [ReferenceLine] = []
  ) {
    precondition(
      series.allSatisfy { $0.shares.count + 1 == edges.count }, "not one share for each bin")
    self.edges = edges
    self.series = series
    self.axis = axis
    self.shares = shares
    self.references = references
  }
}

extension Histogram {
  /// Counts samples in common bins of equal width.
  ///
  /// Whole numbers get bins that hold equally many whole numbers each, so that no bin is high only
  /// because it holds more of them. Shares are of all finite numbers of a sample.
  ///
  /// - Parameters:
  ///   - samples: for each series, its name and its numbers; what is not finite is left out.
  ///   - bins: the largest number of bins.
  ///   - wholeNumbers: whether all numbers are whole.
  ///   - axis: the axis of the numbers.
  public init(
    of samples: [(name: String, numbers: [Double])], bins: Int = 40, wholeNumbers: Bool = false,
    axis: Axis
  ) {
    var lower = Double.infinity
    var upper = -Double.infinity
    for sample in samples {
      for number in sample.numbers where number.isFinite {
        lower = min(lower, number)
        upper = max(upper, number)
      }
    }
    let edges = Self.edges(lower, upper, bins: max(1, bins), wholeNumbers: wholeNumbers)
    let series = samples.map { sample in
      Series(sample.name, shares: Self.shares(of: sample.numbers, edges: edges))
    }
    self.init(edges: edges, series: series, axis: axis)
  }

  private static func edges(
    _ lower: Double, _ upper: Double, bins: Int, wholeNumbers: Bool
  ) -> [Double] {
    guard lower <= upper else { return [0, 1] }
    if wholeNumbers, abs(lower) < 1e15, abs(upper) < 1e15 {
      let width = ((upper - lower + 1) / Double(bins)).rounded(.up)
      let count = Int(((upper - lower + 1) / width).rounded(.up))
      return (0...count).map { lower - 0.5 + Double($0) * width }
    }
    // Halved first: the difference of two finite numbers may not be finite.
    let half = upper / 2 - lower / 2
    guard half > 0 else {
      let margin = max(0.5, abs(lower) * 1e-6)
      let largest = Double.greatestFiniteMagnitude
      return [max(-largest, lower - margin), min(largest, upper + margin)]
    }
    return (0...bins).map { bin in
      let place = Double(bin) / Double(bins)
      return lower * (1 - place) + upper * place
    }
  }

  private static func shares(of numbers: [Double], edges: [Double]) -> [Double] {
    var counts = [Int](repeating: 0, count: edges.count - 1)
    var total = 0
    let lower = edges[0] / 2
    let half = edges[edges.count - 1] / 2 - lower
    for number in numbers where number.isFinite {
      let place = (number / 2 - lower) / half * Double(counts.count)
      counts[max(0, min(counts.count - 1, Int(place)))] += 1
      total += 1
    }
    return counts.map { Double($0) / Double(max(1, total)) }
  }
}
