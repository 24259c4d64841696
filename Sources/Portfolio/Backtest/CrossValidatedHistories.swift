/// The histories that a strategy would have had, each made of periods that it did not learn from.
public struct CrossValidatedHistories: Sendable, Equatable, Codable {
  /// A split for which the strategy had no weights, so that its test periods were spent in cash.
  public struct Failure: Sendable, Equatable, Codable {
    /// The number of the split.
    public var split: Int
    /// Why.
    public var reason: String
  }

  /// What the strategy is called.
  public var name: String
  /// The simple returns before costs, `[histories, periods]`.
  public var returns: [[Double]]
  /// How many periods make a year.
  public var periodsPerYear: Double
  /// The splits that failed.
  public var failures: [Failure]

  /// The annual Sharpe ratio of each history; `nil` for one whose returns never change.
  ///
  /// - Parameter riskFreeRate: The return of a year without risk.
  /// - Returns: One value for each history. Histories share periods: their spread is no standard
  ///   error.
  public func sharpeRatios(riskFreeRate: Double = 0) -> [Double?] {
    returns.map { history in
      let moments = Moments(history)
      guard !moments.isConstant else { return nil }
      return (moments.mean - riskFreeRate / periodsPerYear) / moments.standardDeviation
        * periodsPerYear.squareRoot()
    }
  }
}

extension CombinatorialPurgedCrossValidation {
  /// Runs a strategy on every split and puts its histories together.
  ///
  /// Weights are chosen once for each split, bought at the start of each test fold and left to drift
  /// in it, without costs. The strategy is told that it holds nothing.
  ///
  /// - Parameters:
  ///   - strategy: What chooses weights.
  ///   - returns: The returns of the assets, `[periods, assets]`.
  /// - Returns: The histories.
  /// - Throws: `PortfolioError` when the request makes no sense for these returns.
  public func run(
    _ strategy: some AllocationStrategy, on returns: Returns
  ) throws(PortfolioError) -> CrossValidatedHistories {
    let splits = try splits(periods: returns.periodCount)
    try returns.refuseImpossible()
    let simple = returns.converted(to: .simple)
    let width = returns.assetCount
    let nothing = [Double](repeating: 0, count: width)
    var failures: [CrossValidatedHistories.Failure] = []
    let values = splits.enumerated().map { index, split in
      var weights = nothing
      do {
        weights = try strategy.checkedWeights(
          for: returns.periods(split.training), previous: nothing)
      } catch {
        failures.append(.init(split: index, reason: "\(error)"))
      }
      return simple.values.elements.withUnsafeBufferPointer { elements in
        split.tests.flatMap { fold in
          var held = HeldPortfolio(wealth: 1, rates: nothing, perOrder: 0)
          _ = held.trade(to: weights)
          return fold.map { period in
            held.live(
              through: UnsafeBufferPointer(
                rebasing: elements[period * width..<(period + 1) * width]))
          }
        }
      }
    }
    return CrossValidatedHistories(
      name: strategy.name, returns: try histories(from: values, periods: returns.periodCount),
      periodsPerYear: returns.periodsPerYear, failures: failures)
  }
}

extension Returns {
  /// The periods in several ranges, one after another.
  func periods(_ ranges: [Range<Int>]) -> Returns {
    let rows = ranges.flatMap { Array($0) }
    return Returns(
      assets: assets, days: days.isEmpty ? [] : rows.map { days[$0] },
      values: Matrix(
        rows: rows.count, columns: assetCount, elements: rows.flatMap { Array(values.row($0)) }),
      kind: kind, periodsPerYear: periodsPerYear)
  }
}
