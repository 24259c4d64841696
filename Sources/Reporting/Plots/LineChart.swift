/// Curves over a common axis, such as the losses of a training run.
public struct LineChart: Codable, Sendable, Equatable {
  /// One curve.
  public struct Series: Codable, Sendable, Equatable {
    /// The name in the legend.
    public var name: String
    /// The abscissas, ascending.
    public var x: [Double]
    /// The ordinates, one for each abscissa; NaN leaves a gap.
    public var y: [Double]

    /// Makes a curve.
    ///
    /// - Precondition: as many ordinates as abscissas.
    public init(_ name: String, x: [Double], y: [Double]) {
      precondition(x.count == y.count, "not one ordinate for each abscissa")
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// The curves.
  public var series: [Series]
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// Upright lines, such as the step whose model was kept.
  public var verticalReferences: [ReferenceLine]
  /// Level lines, such as what real data reaches.
  public var horizontalReferences: [ReferenceLine]

  /// Makes a line chart.
  public init(
    series: [Series], x: Axis, y: Axis, verticalReferences: [ReferenceLine] = [],
    horizontalReferences: [ReferenceLine] = []
  ) {
    self.series = series
    self.x = x
    self.y = y
    self.verticalReferences = verticalReferences
    self.horizontalReferences = horizontalReferences
  }
}
