/// What somebody believes about the expected returns: Σ coefficient · mean = value.
///
/// Values are per period. `LinearView.parse` reads them from text, there also per year.
public struct LinearView: Sendable, Equatable {
  /// How a view compares the portfolio's mean with its value.
  public enum Relation: String, Sendable, CaseIterable, Codable {
    /// The mean is the value.
    case equal = "="
    /// The mean is the value or less.
    case atMost = "<="
    /// The mean is the value or more.
    case atLeast = ">="
  }

  /// The coefficient of each asset: a row of the matrix P.
  public var coefficients: [Double]
  /// How the two sides compare.
  public var relation: Relation
  /// The expected return, per period: an element of Q.
  public var value: Double
  /// How sure one is, from 0 (not at all) to 1 (certain). A half weighs the view as much as the
  /// prior's estimate of the same portfolio.
  public var confidence: Double
  /// What the view is called in messages.
  public var name: String

  /// Makes a view.
  public init(
    _ coefficients: [Double], _ relation: Relation = .equal, _ value: Double,
    confidence: Double = 0.5, name: String = "a view"
  ) {
    self.coefficients = coefficients
    self.relation = relation
    self.value = value
    self.confidence = confidence
    self.name = name
  }

  /// Refuses a view that makes no sense for so many assets.
  func check(assetCount: Int) throws {
    guard coefficients.count == assetCount else {
      throw PortfolioError(
        .request, "“\(name)” has \(coefficients.count) coefficients for \(assetCount) assets.")
    }
    guard coefficients.allSatisfy(\.isFinite), value.isFinite else {
      throw PortfolioError(.request, "“\(name)” holds what is not a finite number.")
    }
    guard coefficients.contains(where: { $0 != 0 }) else {
      throw PortfolioError(.request, "“\(name)” says nothing about any asset.")
    }
    guard (0...1).contains(confidence) else {
      throw PortfolioError(
        .request,
        "The confidence of “\(name)” is \(confidence): it has to lie between 0 and 1.")
    }
  }
}
