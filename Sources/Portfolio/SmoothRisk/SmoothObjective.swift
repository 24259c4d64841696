/// A function of a portfolio with two derivatives, convex or not.
protocol SmoothObjective {
  /// The value and the gradient at a point.
  func slope(at point: [Double]) -> (value: Double, gradient: [Double])
  /// The matrix of second derivatives at a point.
  func curvature(at point: [Double]) -> Matrix
}

extension SmoothObjective {
  /// The value at a point.
  func value(at point: [Double]) -> Double { slope(at: point).value }
}
