/// Ranges of values, one a row: the spread of a measure over repetitions, or a box of quartiles.
public struct IntervalPlot: Codable, Sendable, Equatable {
  /// One range.
  public struct Interval: Codable, Sendable, Equatable {
    /// The name beside the range.
    public var label: String
    /// Where the whisker begins.
    public var lower: Double
    /// The value that stands for the whole: a mean or a median.
    public var middle: Double
    /// Where the whisker ends.
    public var upper: Double
    /// The box inside the range, such as the first and third quartile, or `nil` for none.
    public var box: ClosedRange<Double>?

    /// Makes a range.
    public init(
      _ label: String, lower: Double, middle: Double, upper: Double,
      box: ClosedRange<Double>? = nil
    ) {
      self.label = label
      self.lower = lower
      self.middle = middle
      self.upper = upper
      self.box = box
    }
  }

  /// The ranges, from top to bottom.
  public var intervals: [Interval]
  /// The axis of the values.
  public var axis: Axis
  /// Lines across the rows, such as what real data reaches.
  public var references: [ReferenceLine]

  /// Makes an interval plot.
  public init(intervals: [Interval], axis: Axis, references: [ReferenceLine] = []) {
    self.intervals = intervals
    self.axis = axis
    self.references = references
  }
}
