/// What a portfolio may look like.
public struct PortfolioConstraints: Sendable, Equatable {
  /// The names of the assets, for sentences about them; `nil` where they have none.
  public var assets: [String]?
  /// The smallest weight of each asset; -infinity for none.
  public var lower: [Double]
  /// The largest weight of each asset; infinity for none.
  public var upper: [Double]
  /// What the weights sum to: `1...1` when everything is invested, `0...0` for a market-neutral
  /// portfolio, `nil` for no limit.
  public var budget: ClosedRange<Double>?
  /// Limits on sums of weights.
  public var linear: [LinearConstraint]
  /// The weights that are held now; where trading starts. Zeros if nothing is held.
  public var previousWeights: [Double]?
  /// The largest sum of |wᵢ - previousᵢ|.
  public var turnoverLimit: Double?
  /// The cost of trading each asset, as a share of what is traded: subtracted from the expected
  /// return, in the same units as that (per period, if the mean is per period).
  public var transactionCosts: [Double]?
  /// The largest sum of |wᵢ|: 1.6 for a 130/30 portfolio.
  public var grossExposureLimit: Double?

  /// Makes constraints; without further words for portfolios that are long-only and fully invested.
  public init(
    assets: [String]? = nil, lower: [Double], upper: [Double],
    budget: ClosedRange<Double>? = 1...1, linear: [LinearConstraint] = []
  ) {
    self.assets = assets
    self.lower = lower
    self.upper = upper
    self.budget = budget
    self.linear = linear
  }

  /// Long-only portfolios that are fully invested: 0 ≤ w ≤ 1, sum of w = 1.
  public static func longOnly(_ assetCount: Int) -> PortfolioConstraints {
    PortfolioConstraints(
      lower: [Double](repeating: 0, count: assetCount),
      upper: [Double](repeating: 1, count: assetCount))
  }

  /// Every asset between the same two weights, fully invested.
  public static func bounded(
    _ assetCount: Int, _ weights: ClosedRange<Double>
  ) -> PortfolioConstraints {
    PortfolioConstraints(
      lower: [Double](repeating: weights.lowerBound, count: assetCount),
      upper: [Double](repeating: weights.upperBound, count: assetCount))
  }

  /// How many assets.
  public var assetCount: Int { lower.count }

  /// What an asset is called in a sentence.
  func name(_ index: Int) -> String { assets?[index] ?? "asset \(index + 1)" }

  /// Refuses what makes no sense.
  ///
  /// - Throws: `PortfolioError` that names the constraint.
  public func validate() throws(PortfolioError) {
    guard assetCount > 0 else { throw PortfolioError(.request, "there are no assets.") }
    guard upper.count == assetCount, assets.map({ $0.count == assetCount }) ?? true else {
      throw PortfolioError(
        .request, "there are \(assetCount) smallest weights and \(upper.count) largest ones.")
    }
    for index in lower.indices {
      guard !lower[index].isNaN, !upper[index].isNaN, lower[index] < .infinity,
        upper[index] > -.infinity
      else {
        throw PortfolioError(.request, "the weight limits of \(name(index)) are not numbers.")
      }
    }
    for constraint in linear {
      guard constraint.coefficients.count == assetCount else {
        throw PortfolioError(
          .request,
          "the constraint \"\(constraint.name)\" has \(constraint.coefficients.count) coefficients "
            + "for \(assetCount) assets.")
      }
      guard constraint.coefficients.allSatisfy(\.isFinite), !constraint.lower.isNaN,
        !constraint.upper.isNaN
      else {
        throw PortfolioError(
          .request, "the constraint \"\(constraint.name)\" holds something that is not a number.")
      }
    }
    for (what, values) in [
      ("previous weights", previousWeights), ("transaction costs", transactionCosts),
    ] {
      guard let values else { continue }
      guard values.count == assetCount, values.allSatisfy(\.isFinite) else {
        throw PortfolioError(.request, "the \(what) are not one number for each asset.")
      }
    }
    if let transactionCosts, let index = transactionCosts.firstIndex(where: { $0 < 0 }) {
      throw PortfolioError(.request, "the transaction cost of \(name(index)) is below 0.")
    }
    for (what, limit) in [
      ("turnover", turnoverLimit), ("sum of absolute weights", grossExposureLimit),
    ] {
      guard let limit else { continue }
      guard limit >= 0 else {
        throw PortfolioError(.request, "the limit of the \(what) is not a number above 0.")
      }
    }
  }
}
