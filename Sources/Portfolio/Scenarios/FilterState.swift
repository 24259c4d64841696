internal import CPortfolio
internal import RealModule

/// Where the past has left one path: all that the next period depends on.
struct FilterState: Sendable {
  /// The variance expected of each asset.
  var variances: [Double]
  /// Q, `[assets, assets]`, row after row.
  var q: [Double]
  /// Exponentially weighted means of squared deviations, fast and slow.
  var fast: [Double]
  var slow: [Double]
  /// The last standardised deviations.
  var last: [Double]
  /// The same of the market, the mean of all assets.
  var marketFast: Double
  var marketSlow: Double
  var marketLast = 0.0

  /// The weight of the newest period in the two means.
  static let fastWeight = 0.2
  static let slowWeight = 0.03
}

extension VolatilityFilter {
  /// Where a path is of which nothing is known.
  func start() -> FilterState {
    let variances = models.map(\.longRunVariance)
    let n = Double(models.count)
    var market = 0.0
    for i in models.indices {
      for j in models.indices {
        market += target[i, j] * (variances[i] * variances[j]).squareRoot()
      }
    }
    market /= n * n
    return FilterState(
      variances: variances, q: target.elements, fast: variances, slow: variances,
      last: [Double](repeating: 0, count: models.count), marketFast: market, marketSlow: market)
  }

  /// Takes in one period.
  func advance(_ state: inout FilterState, with returns: ArraySlice<Double>) {
    let n = models.count
    var market = 0.0
    for (index, value) in returns.enumerated() {
      let model = models[index]
      let e = value - model.mean
      market += e / Double(n)
      state.last[index] = e / state.variances[index].squareRoot()
      state.variances[index] = model.next(state.variances[index], after: e)
      state.fast[index] += FilterState.fastWeight * (e * e - state.fast[index])
      state.slow[index] += FilterState.slowWeight * (e * e - state.slow[index])
    }
    state.marketLast = market / state.marketFast.squareRoot()
    state.marketFast += FilterState.fastWeight * (market * market - state.marketFast)
    state.marketSlow += FilterState.slowWeight * (market * market - state.marketSlow)
    if news > 0 {
      cportfolio_correlation_advance(
        n, news, persistence, target.elements, state.last, &state.q)
    }
  }

  /// Where `history` leaves a path.
  func state(after history: Returns) -> FilterState {
    var state = start()
    for period in 0..<history.periodCount {
      advance(&state, with: history.values.row(period))
    }
    return state
  }

  /// L with L Lᵀ the correlations expected of the next period, and log det (L Lᵀ).
  func factor(_ state: FilterState) -> (lower: [Double], logDeterminant: Double) {
    let n = models.count
    var lower = [Double](repeating: 0, count: n * n)
    let logarithm = cportfolio_correlation_factor(n, state.q, &lower)
    return (lower, logarithm)
  }
}

/// The numbers that a law of innovations is told about the recent past, each in (-1, 1), so that no
/// crash takes a network to where it has never been.
///
/// First what all assets share: the market's recent return in units of its volatility, its volatility
/// now against the last weeks and against the long run, the volatility expected of all against the
/// long run, and how large yesterday's standardised returns were. Then for each asset its two
/// exponentially weighted volatilities against the variance expected, and its last standardised
/// return.
struct ConditioningContext {
  static let sharedCount = 5
  static let perAssetCount = 3

  static func count(assets: Int) -> Int { sharedCount + perAssetCount * assets }

  static func values(_ state: FilterState, _ filter: VolatilityFilter) -> [Double] {
    let n = filter.models.count
    let calm = filter.start().marketSlow
    func bounded(_ x: Double) -> Double { Double.tanh(x) }
    func ratio(_ a: Double, _ b: Double) -> Double {
      0.5 * Double.log(max(a, 1e-12) / max(b, 1e-12))
    }
    var level = 0.0
    var dispersion = 0.0
    for index in 0..<n {
      level += ratio(state.variances[index], filter.models[index].longRunVariance) / Double(n)
      dispersion += abs(state.last[index]) / Double(n)
    }
    var result = [
      bounded(state.marketLast / 2), bounded(ratio(state.marketFast, state.marketSlow)),
      bounded(ratio(state.marketSlow, calm)), bounded(level), bounded(dispersion - 0.75),
    ]
    for index in 0..<n {
      let variance = state.variances[index]
      result.append(bounded(ratio(state.fast[index], variance)))
      result.append(bounded(ratio(state.slow[index], variance)))
      result.append(bounded(state.last[index] / 2))
    }
    return result
  }
}
