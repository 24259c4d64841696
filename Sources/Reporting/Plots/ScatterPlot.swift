/// Points in the plane, such as a projection of real and synthetic rows.
public struct ScatterPlot: Codable, Sendable, Equatable {
  /// Points of one colour and shape.
  public struct Series: Codable, Sendable, Equatable {
    /// The name in the legend.
    public var name: String
    /// The abscissas.
    public var x: [Double]
    /// The ordinates, one for each abscissa.
    public var y: [Double]

    /// Makes a cloud of points.
    ///
    /// - Precondition: as many ordinates as abscissas.
    public init(_ name: String, x: [Double], y: [Double]) {
      precondition(x.count == y.count, "not one ordinate for each abscissa")
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// The clouds of points.
  public var series: [Series]
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis

  /// Makes a scatter plot.
  public init(series: [Series], x: Axis, y: Axis) {
    self.series = series
    self.x = x
    self.y = y
  }
}
