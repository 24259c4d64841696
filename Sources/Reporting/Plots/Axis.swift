/// One axis of a plot.
public struct Axis: Codable, Sendable, Equatable {
  /// How values are spread along the axis.
  public enum Scale: String, Codable, Sendable, CaseIterable {
    /// Evenly.
    case linear
    /// By their logarithm; values that are not positive are left out.
    case logarithmic
    /// Seconds since 1970 UTC, marked at dates.
    case time
  }

  /// How the marks on the axis are written.
  public enum Marks: String, Codable, Sendable, CaseIterable {
    /// As plain numbers.
    case number
    /// As percentages of one.
    case percent
  }

  /// What the axis shows, with its unit.
  public var label: String
  /// How values are spread along the axis.
  public var scale: Scale
  /// How the marks are written.
  public var marks: Marks
  /// The lower end, or `nil` for the smallest value.
  public var lower: Double?
  /// The upper end, or `nil` for the largest value.
  public var upper: Double?

  /// Makes an axis.
  public init(
    _ label: String, scale: Scale = .linear, marks: Marks = .number, lower: Double? = nil,
    upper: Double? = nil
  ) {
    self.label = label
    self.scale = scale
    self.marks = marks
    self.lower = lower
    self.upper = upper
  }
}

/// A line across a plot at one value, with its name.
public struct ReferenceLine: Codable, Sendable, Equatable {
  /// What the line marks.
  public var label: String
  /// Where it stands on the axis.
  public var value: Double

  /// Makes a reference line.
  public init(_ label: String, at value: Double) {
    self.label = label
    self.value = value
  }
}
