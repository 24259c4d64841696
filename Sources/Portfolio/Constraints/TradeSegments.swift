/// Weights as sums of segments, in which turnover, trading costs and gross exposure are linear.
///
/// |w - w₀| and |w| bend at w₀ and at 0. Each asset's weight starts at an anchor and moves along
/// segments between such bends: w = anchor + Σ ± s with 0 ≤ s ≤ length. As what bends is convex, the
/// segments fill in their order by themselves. Without anything that bends there is one segment an
/// asset, and the variables are the weights.
struct TradeSegments {
  /// One piece of the way of one asset's weight.
  struct Segment {
    /// The asset.
    var asset: Int
    /// 1 if the weight grows along it, -1 if it shrinks.
    var sign: Double
    /// How much turnover, and gross exposure, one unit adds.
    var turnover: Double
    var exposure: Double
    /// The place in the asset's order of segments on one side, from 0.
    var rank: Int
  }

  /// The segments: the variables of the program.
  private(set) var segments: [Segment] = []
  /// Where each asset's weight starts.
  private(set) var anchor: [Double]
  /// The portfolios that are allowed, over the segments.
  let feasible: Polyhedron
  /// Whether the variables are the weights themselves.
  let isIdentity: Bool
  private let costs: [Double]?

  /// Splits weights where something bends.
  ///
  /// - Parameters:
  ///   - constraints: What is allowed.
  ///   - extra: Further rows, such as a floor of the return; coefficients are of weights.
  init(_ constraints: PortfolioConstraints, extra: [LinearConstraint] = []) {
    let n = constraints.assetCount
    let trades = constraints.turnoverLimit != nil || constraints.transactionCosts != nil
    let gross = constraints.grossExposureLimit != nil
    let previous = constraints.previousWeights ?? [Double](repeating: 0, count: n)
    costs = constraints.transactionCosts
    isIdentity = !trades && !gross
    anchor = [Double](repeating: 0, count: n)
    var lower: [Double] = []
    var upper: [Double] = []
    if isIdentity {
      segments = (0..<n).map {
        Segment(asset: $0, sign: 1, turnover: 0, exposure: 0, rank: 0)
      }
      lower = constraints.lower
      upper = constraints.upper
    } else {
      for asset in 0..<n {
        let bounds = (constraints.lower[asset], constraints.upper[asset])
        let start = min(max(trades ? previous[asset] : 0, bounds.0), max(bounds.0, bounds.1))
        anchor[asset] = start
        let bends = ((trades ? [previous[asset]] : []) + (gross ? [0] : [])).filter {
          $0 > bounds.0 && $0 < bounds.1 && $0 != start
        }
        for sign in [1.0, -1.0] {
          let end = sign > 0 ? bounds.1 : bounds.0
          let stops = bends.filter { ($0 - start) * sign > 0 }.sorted { $0 * sign < $1 * sign }
          var from = start
          for (rank, to) in (stops + [end]).enumerated() where to != from {
            let middle =
              to.isFinite ? (from + to) / 2 : from + sign
            func slope(_ bend: Double) -> Double { middle > bend ? sign : -sign }
            segments.append(
              Segment(
                asset: asset, sign: sign, turnover: trades ? slope(previous[asset]) : 0,
                exposure: gross ? slope(0) : 0, rank: rank))
            lower.append(0)
            // Bounds that contradict each other stay contradictory: the length is below 0.
            upper.append((to - from) * sign)
            from = to
          }
        }
      }
    }
    var rows: [LinearConstraint] = []
    if let budget = constraints.budget {
      rows.append(
        LinearConstraint(
          name: Self.budgetName(budget), coefficients: [Double](repeating: 1, count: n),
          lower: budget.lowerBound, upper: budget.upperBound))
    }
    rows += constraints.linear + extra
    var matrix: [Double] = []
    var rowLower: [Double] = []
    var rowUpper: [Double] = []
    for row in rows {
      matrix += segments.map { $0.sign * row.coefficients[$0.asset] }
      let base = dot(row.coefficients, anchor)
      rowLower.append(row.lower - base)
      rowUpper.append(row.upper - base)
    }
    var names = rows.map(\.name)
    func addLimit(_ name: String, _ slopes: [Double], _ base: Double, _ limit: Double) {
      matrix += slopes
      rowLower.append(-.infinity)
      rowUpper.append(limit - base)
      names.append(name)
    }
    if let limit = constraints.turnoverLimit {
      let base = zip(anchor, previous).reduce(0) { $0 + abs($1.0 - $1.1) }
      addLimit("turnover <= \(NumberWords.plain(limit))", segments.map(\.turnover), base, limit)
    }
    if let limit = constraints.grossExposureLimit {
      let base = anchor.reduce(0) { $0 + abs($1) }
      addLimit(
        "sum of absolute weights <= \(NumberWords.plain(limit))", segments.map(\.exposure), base,
        limit)
    }
    feasible = Polyhedron(
      lower: lower, upper: upper,
      rows: Matrix(rows: names.count, columns: segments.count, elements: matrix),
      rowLower: rowLower, rowUpper: rowUpper, rowNames: names)
  }

  static func budgetName(_ budget: ClosedRange<Double>) -> String {
    budget.lowerBound == budget.upperBound
      ? "the weights sum to \(NumberWords.plain(budget.lowerBound))"
      : "the weights sum to \(NumberWords.plain(budget.lowerBound)) up to "
        + NumberWords.plain(budget.upperBound)
  }

  /// The weights that segments of these lengths make.
  func weights(_ lengths: [Double]) -> [Double] {
    if isIdentity { return lengths }
    var result = anchor
    for (segment, length) in zip(segments, lengths) {
      result[segment.asset] += segment.sign * length
    }
    return result
  }

  /// The program whose variables are the segments.
  ///
  /// - Parameters:
  ///   - mean: The expected returns, `[assets]`.
  ///   - covariance: The covariances, `[assets, assets]`.
  ///   - benchmark: The portfolio that risk is measured against, or `nil`.
  /// - Returns: The program.
  func program(
    mean: [Double], covariance: Matrix, benchmark: [Double]?
  ) -> ParametricQuadraticProgram {
    if isIdentity {
      let linear =
        benchmark.map { covariance.times($0).map(-) }
        ?? [Double](repeating: 0, count: mean.count)
      return ParametricQuadraticProgram(
        quadratic: covariance, linear: linear, direction: mean, feasible: feasible)
    }
    let count = segments.count
    var quadratic = Matrix(rows: count, columns: count)
    for (row, a) in segments.enumerated() {
      for (column, b) in segments.enumerated() {
        quadratic[row, column] = a.sign * b.sign * covariance[a.asset, b.asset]
      }
    }
    let start = benchmark.map { zip(anchor, $0).map(-) } ?? anchor
    let pull = covariance.times(start)
    // A trace of a cost keeps the two sides of a bend from being used at once where trading is free.
    let trace = 1e-11 * covariance.diagonal.reduce(0, +) / Double(max(1, mean.count))
    return ParametricQuadraticProgram(
      quadratic: quadratic,
      linear: segments.map { $0.sign * pull[$0.asset] + Double($0.rank + 1) * trace },
      direction: returns(mean),
      feasible: feasible)
  }

  /// What each unit of a segment returns, less its cost.
  func returns(_ mean: [Double]) -> [Double] {
    segments.map { $0.sign * mean[$0.asset] - $0.turnover * (costs?[$0.asset] ?? 0) }
  }

  /// What trading from the previous weights to the anchor costs, which no choice can change.
  func fixedCost(previous: [Double]?) -> Double {
    guard let costs else { return 0 }
    return anchor.indices.reduce(0) { $0 + costs[$1] * abs(anchor[$1] - (previous?[$1] ?? 0)) }
  }
}

extension TradeSegments {
  /// The portfolios that are allowed, over the weights themselves.
  ///
  /// - Throws: `PortfolioError` where trading or gross exposure is limited, which bend.
  func weightsOnly() throws(PortfolioError) -> Polyhedron {
    guard isIdentity else {
      throw PortfolioError(
        .request,
        "limits of turnover, costs and gross exposure are not for this; leave them out.")
    }
    return feasible
  }
}
