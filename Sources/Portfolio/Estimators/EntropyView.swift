/// A view that entropy pooling takes.
public enum EntropyView: Sendable, Equatable {
  /// On the mean of a portfolio.
  case mean(LinearView)
  /// On the standard deviation of an asset, per period.
  case volatility(asset: Int, LinearView.Relation, Double)
  /// On the correlation of two assets.
  case correlation(Int, Int, LinearView.Relation, Double)

  /// In which order views are taken: what a later stage measures from is fixed by then.
  enum Stage: CaseIterable { case means, volatilities, correlations }

  var stage: Stage {
    switch self {
    case .mean: .means
    case .volatility: .volatilities
    case .correlation: .correlations
    }
  }

  func check(_ scenarios: Returns) throws {
    let assets = scenarios.assets.indices
    switch self {
    case .mean(let view): try view.check(assetCount: assets.count)
    case .volatility(let asset, _, let value):
      guard assets.contains(asset), value > 0, value.isFinite else {
        throw PortfolioError(
          .request,
          "A volatility of \(value) for asset \(asset): it needs one of the \(assets.count) assets "
            + "and has to be positive.")
      }
    case .correlation(let first, let second, _, let value):
      guard assets.contains(first), assets.contains(second), first != second,
        (-1...1).contains(value)
      else {
        throw PortfolioError(
          .request,
          "A correlation of \(value) of assets \(first) and \(second): it needs two of the "
            + "\(assets.count) assets and has to lie between -1 and 1.")
      }
      for asset in [first, second] {
        let column = scenarios.values.column(asset)
        guard column.min() == column.max() else { continue }
        throw PortfolioError(
          .infeasible,
          "\(scenarios.assets[asset]) is the same in all scenarios, so that it has no correlation.")
      }
    }
  }
}

/// Turns views into what is linear in the probabilities, and remembers what is fixed already.
struct ScenarioConstraints {
  private let scenarios: Returns
  private var fixedMeans: [Int: Double] = [:]
  private var fixedVariances: [Int: Double] = [:]

  init(_ scenarios: Returns) { self.scenarios = scenarios }

  /// The constraints of one view, measured from the moments under `probabilities`, the result of
  /// the stages before.
  mutating func constraints(
    _ view: EntropyView, under probabilities: [Double]
  ) -> [DualConstraint] {
    let names = scenarios.assets
    switch view {
    case .mean(let view):
      return [
        DualConstraint(
          scenarios.values.times(view.coefficients), view.relation, view.value,
          what: "“\(view.name)”", quantity: "the mean")
      ]
    case .volatility(let asset, let relation, let value):
      let (fixing, mean) = fixMean(asset, probabilities)
      let squares = scenarios.values.column(asset).map { ($0 - mean) * ($0 - mean) }
      return fixing + [
        DualConstraint(
          squares, relation, value * value, what: "The volatility of \(names[asset])",
          quantity: "the variance")
      ]
    case .correlation(let first, let second, let relation, let value):
      let (fixingFirst, meanFirst) = fixMean(first, probabilities)
      let (fixingSecond, meanSecond) = fixMean(second, probabilities)
      let (varianceFirst, deviationFirst) = fixVariance(first, probabilities, mean: meanFirst)
      let (varianceSecond, deviationSecond) = fixVariance(second, probabilities, mean: meanSecond)
      let scale = max(deviationFirst * deviationSecond, .leastNormalMagnitude)
      let x = scenarios.values.column(first)
      let y = scenarios.values.column(second)
      let products = zip(x, y).map { ($0 - meanFirst) * ($1 - meanSecond) / scale }
      return fixingFirst + fixingSecond + varianceFirst + varianceSecond + [
        DualConstraint(
          products, relation, value,
          what: "The correlation of \(names[first]) and \(names[second])",
          quantity: "the correlation")
      ]
    }
  }

  private mutating func fixMean(
    _ asset: Int, _ probabilities: [Double]
  ) -> ([DualConstraint], Double) {
    if let mean = fixedMeans[asset] { return ([], mean) }
    let column = scenarios.values.column(asset)
    let mean = dot(column, probabilities)
    fixedMeans[asset] = mean
    return (
      [
        DualConstraint(
          column, .equal, mean, what: "The mean of \(scenarios.assets[asset]), which stays,",
          quantity: "the mean")
      ], mean
    )
  }

  private mutating func fixVariance(
    _ asset: Int, _ probabilities: [Double], mean: Double
  ) -> ([DualConstraint], Double) {
    if let variance = fixedVariances[asset] { return ([], variance.squareRoot()) }
    let squares = scenarios.values.column(asset).map { ($0 - mean) * ($0 - mean) }
    let variance = dot(squares, probabilities)
    fixedVariances[asset] = variance
    return (
      [
        DualConstraint(
          squares, .equal, variance,
          what: "The volatility of \(scenarios.assets[asset]), which stays,",
          quantity: "the variance")
      ], variance.squareRoot()
    )
  }
}
