/// What a codec keeps of a table, and what it does not release.
public struct CodecOptions: Codable, Sendable, Equatable {
  /// A value is released only if at least so many rows have it.
  public var minimumCount: Int
  /// A numeric column with at most so many different values is a category for each value.
  public var maximumDiscreteValues: Int
  /// How many rows a value must have on average for that.
  public var rowsPerDiscreteValue: Int
  /// The most points of a table of quantiles.
  public var quantilePoints: Int
  /// The most categories that are one variable; a column with more becomes two.
  public var maximumCategories: Int
  /// The share of rows from which a single value of a continuous column counts as an atom.
  public var atomShare: Double

  /// Makes options.
  public init(
    minimumCount: Int = 5, maximumDiscreteValues: Int = 256, rowsPerDiscreteValue: Int = 20,
    quantilePoints: Int = 1000, maximumCategories: Int = 1024, atomShare: Double = 0.005
  ) {
    self.minimumCount = minimumCount
    self.maximumDiscreteValues = maximumDiscreteValues
    self.rowsPerDiscreteValue = rowsPerDiscreteValue
    self.quantilePoints = quantilePoints
    self.maximumCategories = maximumCategories
    self.atomShare = atomShare
  }
}
