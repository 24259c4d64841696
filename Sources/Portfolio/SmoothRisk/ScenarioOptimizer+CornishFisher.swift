internal import Torch

extension ScenarioOptimizer {
  /// A portfolio of small value at risk by the expansion of Cornish and Fisher.
  ///
  /// The risk is smooth and not convex. Newton's method with the constraints goes to a local optimum
  /// from each of many portfolios: corners of the frontier, the least conditional value at risk, equal
  /// weights, and random ones. The best counts. That it is a local optimum is shown by
  /// `stationarityGap`; that no other one is better is not proven.
  ///
  /// - Parameters:
  ///   - confidence: the level, such as 0.99.
  ///   - floor: the least mean return; `nil` for any.
  ///   - starts: from how many random portfolios to search at most, besides the others; large problems
  ///     take fewer.
  ///   - seed: the seed of the random portfolios.
  /// - Returns: the portfolio; its lower bound is -infinity.
  /// - Throws: `PortfolioError` if a number makes no sense, no portfolio fulfils the constraints, or the
  ///   risk falls for ever.
  public func minimizeCornishFisher(
    confidence: Double, meanAtLeast floor: Double? = nil, starts: Int = 24, seed: UInt64 = 0
  ) throws -> ScenarioSolution {
    let region = floor.map { withFloor($0) } ?? feasible
    return try CornishFisherSearch(self, region, confidence: confidence, starts: starts, seed: seed)
      .minimum()
  }

  /// A portfolio with a large mean return among those whose value at risk by the expansion of Cornish
  /// and Fisher is at most a limit: `minimizeCornishFisher` for mean returns that close in on the limit.
  ///
  /// - Parameters:
  ///   - limit: the most that the value at risk may be.
  ///   - confidence: the level, such as 0.99.
  ///   - starts: from how many random portfolios to search at most, besides the others; large problems
  ///     take fewer.
  ///   - seed: the seed of the random portfolios.
  /// - Returns: the portfolio.
  /// - Throws: `PortfolioError` as `minimizeCornishFisher` does; `.infeasible` if no value at risk that
  ///   was found is within the limit.
  public func maximizeMean(
    cornishFisherAtMost limit: Double, confidence: Double, starts: Int = 24, seed: UInt64 = 0
  ) throws -> ScenarioSolution {
    var known: [[Double]] = []
    return try maximizeMean(
      riskAtMost: limit,
      name: RiskNames.name(RiskMeasure.valueAtRisk(confidence: confidence, method: .cornishFisher))
    ) { floor in
      var search = try CornishFisherSearch(
        self, floor.map { withFloor($0) } ?? feasible, confidence: confidence, starts: starts,
        seed: seed)
      search.known = known
      let found = try search.minimum()
      known.append(found.weights)
      return found
    }
  }

  /// A portfolio with a large ratio of mean return above `riskFree` to the value at risk by the expansion
  /// of Cornish and Fisher.
  ///
  /// The risk less the mean above `riskFree` times the inverse of the best ratio so far is minimised from
  /// many portfolios; where that gets below 0 the ratio is larger (Dinkelbach 1967).
  ///
  /// - Parameters:
  ///   - confidence: the level, such as 0.99.
  ///   - riskFree: the return of a period without risk.
  ///   - starts: from how many random portfolios to search at most, besides the others; large problems
  ///     take fewer.
  ///   - seed: the seed of the random portfolios.
  /// - Returns: the portfolio.
  /// - Throws: `PortfolioError` as `minimizeCornishFisher` does; `.request` if no portfolio has a mean
  ///   above `riskFree`, or if one has such a mean without risk.
  public func maximizeCornishFisherRatio(
    confidence: Double, riskFree: Double = 0, starts: Int = 24, seed: UInt64 = 0
  ) throws -> ScenarioSolution {
    let top = try largestMean()
    guard riskFree.isFinite, top > riskFree else {
      throw PortfolioError(
        .request,
        "no portfolio has a mean return above the risk-free \(riskFree) per period; the largest "
          + "is \(top)")
    }
    // A hair above the risk-free return, so that the ratio has a meaning.
    let region = withFloor(riskFree + 1e-6 * (top - riskFree))
    let search = try CornishFisherSearch(
      self, region, confidence: confidence, starts: starts, seed: seed)
    return try search.largestRatio(riskFree: riskFree)
  }
}

/// Local searches from many portfolios.
struct CornishFisherSearch {
  private let optimizer: ScenarioOptimizer
  private let feasible: Polyhedron
  private let confidence: Double
  private let risk: CornishFisherRisk
  private let metric: Matrix
  private let seed: UInt64
  private let startCount: Int
  /// Portfolios to begin with that need not be allowed; where there are some, random ones are fewer.
  var known: [[Double]] = []

  init(
    _ optimizer: ScenarioOptimizer, _ feasible: Polyhedron, confidence: Double, starts: Int,
    seed: UInt64
  ) throws {
    guard confidence > 0.5, confidence < 1 else {
      throw PortfolioError(
        .request, "the confidence \(confidence) is not between one half and 1, as 0.99 is.")
    }
    guard optimizer.scenarios.rowCount > 1 else {
      throw PortfolioError(.data, "one scenario has no dispersion; give at least two")
    }
    try ScenarioOptimizer.checkFeasible(feasible)
    self.optimizer = optimizer
    self.feasible = feasible
    self.confidence = confidence
    self.seed = seed
    startCount = starts
    risk = CornishFisherRisk(optimizer, confidence: confidence)
    metric = CornishFisherStarts.covariance(optimizer, adding: 1e-3)
  }

  /// The best local optimum of the risk.
  func minimum() throws -> ScenarioSolution {
    var best: SequentialQuadraticProgram<CornishFisherRisk>.Minimum?
    var iterations = 0
    for start in starts() {
      let found = try descend(risk, from: start, known: best?.point)
      iterations += found.iterations
      // A way that ended at the known optimum is told from a better one.
      if let known = best, found.value >= known.value - 1e-12 * abs(known.value) { continue }
      best = found
    }
    guard let nearly = best else {
      throw PortfolioError(.notConverged, "no portfolio to begin with could be found")
    }
    let last = try descend(risk, from: nearly.point)
    return solution(last.point, gap: last.gap, iterations: iterations + last.iterations)
  }

  /// The best local optimum of the ratio.
  func largestRatio(riskFree: Double) throws -> ScenarioSolution {
    func excess(_ point: [Double]) -> Double { optimizer.mean(of: point) - riskFree }
    let least = try minimum()
    var iterations = least.iterations
    var (point, gap) = (least.weights, 0.0)
    func requireRisk(_ value: Double) throws {
      guard value > 0 else {
        throw PortfolioError(
          .request,
          "a portfolio with a mean return above the risk-free one has no risk by this measure, so "
            + "that no ratio is the largest")
      }
    }
    try requireRisk(least.risk)
    var price = least.risk / excess(point)
    for start in [point] + starts() {
      var from = start
      for _ in 0..<50 {
        let found = try descend(
          risk.less(price, optimizer.mean), from: from, known: from == point ? nil : point)
        iterations += found.iterations
        let value = risk.value(at: found.point)
        try requireRisk(value)
        let next = value / excess(found.point)
        let isBetter = next < price * (1 - 1e-15)
        if isBetter || found.point == point { (point, gap) = (found.point, found.gap) }
        guard next < price * (1 - 1e-13) else {
          if isBetter { price = next }
          break
        }
        (price, from) = (next, found.point)
      }
    }
    let last = try descend(risk.less(price, optimizer.mean), from: point)
    if excess(last.point) > 0, risk.value(at: last.point) / excess(last.point) <= price {
      (point, gap) = (last.point, last.gap)
    }
    return solution(point, gap: gap, iterations: iterations + last.iterations)
  }

  private func descend(
    _ objective: CornishFisherRisk, from start: [Double], known: [Double]? = nil
  ) throws -> SequentialQuadraticProgram<CornishFisherRisk>.Minimum {
    try SequentialQuadraticProgram(
      objective: objective, feasible: feasible, metric: metric
    ).run(from: start, known: known)
  }

  /// So many that large problems still take seconds: the best of many candidates, and some at random.
  private func starts() -> [[Double]] {
    let source = CornishFisherStarts(
      optimizer: optimizer, feasible: feasible, confidence: confidence)
    var generator = SeededGenerator(seed: seed)
    let size = Double(optimizer.scenarios.rowCount) * Double(feasible.variableCount)
    let affordable = 2e8 / (size * Double(feasible.variableCount))
    let budget = min(startCount, Int(min(1e6, max(4, affordable))))
    let named =
      source.named(CornishFisherStarts.covariance(optimizer, adding: 1e-8))
      + known.filter { feasible.violation(of: $0) < 1e-9 }
    let number = known.isEmpty ? budget : min(budget, 6)
    let random = source.random(4 * number, using: &generator)
    let ranked = random.map { (point: $0, value: risk.value(at: $0)) }
      .sorted { $0.value < $1.value }
    let best = named.map { (point: $0, value: risk.value(at: $0)) }.sorted { $0.value < $1.value }
    return best.prefix(max(4, number / 2)).map(\.point) + ranked.prefix(number / 2).map(\.point)
      + random.prefix(number - number / 2)
  }

  private func solution(_ point: [Double], gap: Double, iterations: Int) -> ScenarioSolution {
    let point = point.indices.map {
      min(max(point[$0], feasible.lower[$0]), feasible.upper[$0])
    }
    let value = risk.value(at: point)
    return ScenarioSolution(
      weights: point, risk: value, mean: optimizer.mean(of: point), objective: value,
      lowerBound: -.infinity, iterations: iterations, scenarioWeights: [], stationarityGap: gap)
  }
}
