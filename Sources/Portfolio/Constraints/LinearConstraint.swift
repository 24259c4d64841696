/// A limit on a weighted sum of the weights: lower ≤ aᵀw ≤ upper.
public struct LinearConstraint: Sendable, Equatable, Codable {
  /// What the constraint is called when it has to be named, such as `tech <= 0.4`.
  public var name: String
  /// a, one coefficient an asset.
  public var coefficients: [Double]
  /// The lower limit; -infinity for none.
  public var lower: Double
  /// The upper limit; infinity for none.
  public var upper: Double

  /// Makes a constraint.
  public init(
    name: String, coefficients: [Double], lower: Double = -.infinity, upper: Double = .infinity
  ) {
    self.name = name
    self.coefficients = coefficients
    self.lower = lower
    self.upper = upper
  }
}
