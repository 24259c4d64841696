/// The best portfolio of few assets, by branch and bound over which ones are held.
///
/// A limit on the number of assets, or a smallest position, makes the problem combinatorial. Each
/// node of the search fixes some assets as held or not held and bounds what the rest can reach by
/// the exact frontier without these limits. Source: Bienstock, "Computational study of a family of
/// mixed-integer quadratic programming problems", 1996.
public struct CardinalitySearch: Sendable {
  /// The largest number of assets that are held; `nil` for no limit.
  public var maximumCount: Int?
  /// The smallest weight of an asset that is held.
  public var minimumPosition: Double
  /// How many nodes are looked at before the best so far is returned, unproven.
  public var nodeLimit: Int

  /// Makes a search.
  public init(maximumCount: Int? = nil, minimumPosition: Double = 0, nodeLimit: Int = 20_000) {
    self.maximumCount = maximumCount
    self.minimumPosition = minimumPosition
    self.nodeLimit = nodeLimit
  }

  /// What was found.
  public struct Result: Sendable, Equatable, Codable {
    /// The best portfolio found.
    public var portfolio: EfficientFrontier.Portfolio
    /// What the objective makes smallest, of that portfolio: the variance, or the negative of the
    /// Sharpe ratio, of the utility or of the mean.
    public var score: Double
    /// No portfolio can have a smaller score than this.
    public var bound: Double
    /// Whether it is proven that no portfolio is better.
    public var isProven: Bool
    /// How many nodes were looked at.
    public var nodes: Int
  }

  private struct Node {
    var held: [Bool]
    var excluded: [Bool]
    var bound: Double
    var relaxed: EfficientFrontier.Portfolio
  }

  /// Finds the best portfolio.
  ///
  /// - Throws: `PortfolioError` when the limits make no sense or nothing fulfils them.
  public func best(
    _ objective: PortfolioObjective, mean: [Double], covariance: Matrix,
    constraints: PortfolioConstraints
  ) throws(PortfolioError) -> Result {
    try validate(constraints)
    var search = Search(self, objective, mean, covariance, constraints)
    try search.run()
    guard let best = search.best else {
      let limits =
        [
          maximumCount.map { "at most \($0) assets" },
          minimumPosition > 0
            ? "positions of at least \(NumberWords.plain(minimumPosition))" : nil,
        ].compactMap(\.self).joined(separator: " and ")
      throw PortfolioError(
        .infeasible,
        search.isComplete
          ? "no portfolio with \(limits) fulfils the other constraints."
          : "no portfolio with \(limits) was found among \(nodeLimit) candidates; there may be one."
      )
    }
    return Result(
      portfolio: best, score: objective.score(best), bound: search.bound,
      isProven: search.isComplete, nodes: search.nodes)
  }

  private func validate(_ constraints: PortfolioConstraints) throws(PortfolioError) {
    if let maximumCount, maximumCount < 1 {
      throw PortfolioError(.request, "at least one asset has to be allowed.")
    }
    guard minimumPosition >= 0, minimumPosition.isFinite else {
      throw PortfolioError(.request, "the smallest position is not a number of 0 or more.")
    }
    if let index = constraints.lower.firstIndex(where: { $0 < 0 }) {
      throw PortfolioError(
        .request,
        "limits on the number and size of positions are for long-only portfolios, and "
          + "\(constraints.name(index)) may be sold short.")
    }
  }

  // MARK: - The search

  private struct Search {
    let limits: CardinalitySearch
    let objective: PortfolioObjective
    let mean: [Double]
    let covariance: Matrix
    let constraints: PortfolioConstraints
    var best: EfficientFrontier.Portfolio?
    var nodes = 0
    var open: [Node] = []
    var isComplete = false
    /// The smallest bound of what was cut off as good as equal.
    private var closedBound = Double.infinity

    init(
      _ limits: CardinalitySearch, _ objective: PortfolioObjective, _ mean: [Double],
      _ covariance: Matrix, _ constraints: PortfolioConstraints
    ) {
      self.limits = limits
      self.objective = objective
      self.mean = mean
      self.covariance = covariance
      self.constraints = constraints
    }

    var bestScore: Double { best.map(objective.score) ?? .infinity }

    /// No portfolio has a smaller score.
    var bound: Double { min(bestScore, closedBound, open.map(\.bound).min() ?? .infinity) }

    mutating func run() throws(PortfolioError) {
      let n = mean.count
      let must = constraints.lower.map { $0 > 0 }
      try push(held: must, excluded: [Bool](repeating: false, count: n))
      while let node = takeNext(), nodes < limits.nodeLimit {
        if node.bound >= cutoff {
          closedBound = min(closedBound, node.bound)
          continue
        }
        guard let asset = branching(node) else { continue }
        for isHeld in [true, false] {
          var (held, excluded) = (node.held, node.excluded)
          if isHeld { held[asset] = true } else { excluded[asset] = true }
          try push(held: held, excluded: excluded)
        }
      }
      isComplete = open.allSatisfy { $0.bound >= cutoff } && nodes < limits.nodeLimit
    }

    private var cutoff: Double {
      best == nil ? .infinity : bestScore - 1e-10 * abs(bestScore)
    }

    /// The open node that promises most; among deep ones the search stays where it is.
    private mutating func takeNext() -> Node? {
      guard let place = open.indices.min(by: { open[$0].bound < open[$1].bound }) else {
        return nil
      }
      open.swapAt(place, open.count - 1)
      return open.popLast()
    }

    private mutating func push(held: [Bool], excluded: [Bool]) throws(PortfolioError) {
      nodes += 1
      let count = held.count { $0 }
      if let limit = limits.maximumCount, count > limit { return }
      guard let relaxed = try solve(held, excluded) else { return }
      let node = Node(
        held: held, excluded: excluded, bound: objective.score(relaxed), relaxed: relaxed)
      guard node.bound < cutoff else {
        closedBound = min(closedBound, node.bound)
        return
      }
      if isAllowed(relaxed) {
        best = relaxed
        return
      }
      try round(node)
      open.append(node)
    }

    private func isAllowed(_ portfolio: EfficientFrontier.Portfolio) -> Bool {
      let held = portfolio.weights.filter { $0 > 1e-9 }
      return held.count <= limits.maximumCount ?? .max
        && held.allSatisfy { $0 >= limits.minimumPosition - 1e-9 }
    }

    /// Holds the largest weights of a relaxed solution alone: a first candidate.
    private mutating func round(_ node: Node) throws(PortfolioError) {
      let n = mean.count
      var order = (0..<n).filter { !node.excluded[$0] }
      order.sort {
        (node.held[$0] ? 2 : 0) + node.relaxed.weights[$0] > (node.held[$1] ? 2 : 0)
          + node.relaxed.weights[$1]
      }
      var count = min(order.count, limits.maximumCount ?? n)
      if limits.minimumPosition > 0 {
        let large = order.prefix(count).count {
          node.held[$0] || node.relaxed.weights[$0] >= limits.minimumPosition / 2
        }
        count = max(1, large)
      }
      var held = [Bool](repeating: false, count: n)
      for asset in order.prefix(count) { held[asset] = true }
      if let candidate = try solve(held, held.map { !$0 }), isAllowed(candidate),
        objective.score(candidate) < bestScore
      {
        best = candidate
      }
    }

    /// The asset to decide on: the one that the relaxed solution is least sure of.
    private func branching(_ node: Node) -> Int? {
      let weights = node.relaxed.weights
      let undecided = weights.indices.filter { !node.held[$0] && !node.excluded[$0] }
      let small = undecided.filter {
        weights[$0] > 1e-9 && weights[$0] < limits.minimumPosition - 1e-9
      }
      return small.max { weights[$0] < weights[$1] }
        ?? undecided.filter { weights[$0] > 1e-9 }.max { weights[$0] < weights[$1] }
    }

    /// The best portfolio of a node, without the limits where nothing is decided.
    private func solve(
      _ held: [Bool], _ excluded: [Bool]
    ) throws(PortfolioError) -> EfficientFrontier.Portfolio? {
      var relaxed = constraints
      for asset in mean.indices {
        if held[asset] {
          relaxed.lower[asset] = max(relaxed.lower[asset], limits.minimumPosition)
        } else if excluded[asset] {
          guard relaxed.lower[asset] <= 0 else { return nil }
          relaxed.upper[asset] = 0
        }
      }
      if let limit = limits.maximumCount, let row = countRow(held, excluded, limit) {
        relaxed.linear.append(row)
      }
      do throws(PortfolioError) {
        return try EfficientFrontier(mean: mean, covariance: covariance, constraints: relaxed)
          .best(objective)
      } catch {
        if error.kind == .infeasible { return nil }
        throw error
      }
    }

    /// Σ wᵢ / uᵢ over the undecided assets: at most as many as may still be held.
    private func countRow(_ held: [Bool], _ excluded: [Bool], _ limit: Int) -> LinearConstraint? {
      let rest = Double(limit - held.count { $0 })
      var coefficients = [Double](repeating: 0, count: mean.count)
      for asset in mean.indices where !held[asset] && !excluded[asset] {
        let upper = constraints.upper[asset]
        guard upper > 0, upper.isFinite else { return nil }
        coefficients[asset] = 1 / upper
      }
      guard coefficients.contains(where: { $0 != 0 }) else { return nil }
      return LinearConstraint(name: "count", coefficients: coefficients, upper: rest)
    }
  }
}
