/// Cross-validation on every choice of k of n folds of time, which gives not one but many histories
/// of a strategy on periods that it did not learn from.
///
/// Training periods next to a test are left out, for what happens on both sides of the edge is not
/// independent. Unlike a walk-forward, most training sets hold periods *after* the test: what is
/// measured is how much a result depends on the particular history, not what would have been earned.
///
/// Source: M. López de Prado, *Advances in Financial Machine Learning*, 2018, chapters 7 and 12.
public struct CombinatorialPurgedCrossValidation: Sendable, Equatable, Codable {
  /// Periods to learn from, and periods to test on.
  public struct Split: Sendable, Equatable, Codable {
    /// The periods to learn from, in ascending ranges that do not touch.
    public var training: [Range<Int>]
    /// The periods of each test fold, ascending.
    public var tests: [Range<Int>]
    /// The numbers of the test folds, ascending.
    public var testFolds: [Int]
  }

  /// Into how many folds the periods are cut.
  public var foldCount: Int
  /// How many folds are tested on at a time.
  public var testFoldCount: Int
  /// How many training periods are left out before and after each test.
  public var purge: Int
  /// How many training periods more are left out after each test.
  public var embargo: Int

  /// Makes a validation.
  public init(foldCount: Int = 10, testFoldCount: Int = 8, purge: Int = 0, embargo: Int = 0) {
    self.foldCount = foldCount
    self.testFoldCount = testFoldCount
    self.purge = purge
    self.embargo = embargo
  }

  /// More splits than anybody can fit models for.
  static let splitLimit = 100_000

  /// The splits of so many periods, in the lexicographic order of their test folds.
  ///
  /// The folds are of one length, but for the last, which takes what is left.
  ///
  /// - Throws: `PortfolioError` when the numbers of folds make no sense, when purge and embargo
  ///   leave nothing of a fold, or when a split has nothing to learn from.
  public func splits(periods count: Int) throws(PortfolioError) -> [Split] {
    try check(periods: count)
    let folds = folds(periods: count)
    var splits: [Split] = []
    for chosen in combinations() {
      let training = training(folds, chosen)
      guard !training.isEmpty else {
        throw PortfolioError(
          .request,
          "purge and embargo leave nothing to learn from beside folds \(chosen). Choose them "
            + "shorter, or fewer folds.")
      }
      splits.append(
        Split(training: training, tests: chosen.map { folds[$0] }, testFolds: chosen))
    }
    return splits
  }

  /// Which split tests each fold of each history: `[paths, folds]`.
  ///
  /// The i-th split that tests a fold belongs to history i, as in the book's figure 12.1.
  ///
  /// - Throws: `PortfolioError` when the numbers of folds make no sense.
  public func paths() throws(PortfolioError) -> [[Int]] {
    try check(periods: nil)
    var paths: [[Int]] = []
    var taken = [Int](repeating: 0, count: foldCount)
    for (split, chosen) in combinations().enumerated() {
      for fold in chosen {
        if taken[fold] == paths.count { paths.append([Int](repeating: 0, count: foldCount)) }
        paths[taken[fold]][fold] = split
        taken[fold] += 1
      }
    }
    return paths
  }

  /// The histories, put together from what each split gave on its test periods.
  ///
  /// - Parameters:
  ///   - values: For each split one value for each of its test periods, in the order of time.
  ///   - count: How many periods there are.
  /// - Returns: One value for each period, `[paths, periods]`.
  /// - Throws: `PortfolioError` as `splits(periods:)`.
  /// - Precondition: there are as many values as test periods.
  public func histories(
    from values: [[Double]], periods count: Int
  ) throws(PortfolioError) -> [[Double]] {
    let splits = try splits(periods: count)
    precondition(values.count == splits.count, "not the values of one split for each split")
    for (split, own) in zip(splits, values) {
      precondition(own.count == split.tests.reduce(0) { $0 + $1.count }, "not a value a period")
    }
    return try paths().map { path in
      path.enumerated().flatMap { fold, index in
        let split = splits[index]
        var start = 0
        for (range, number) in zip(split.tests, split.testFolds) {
          if number == fold { return values[index][start..<start + range.count] }
          start += range.count
        }
        return []
      }
    }
  }

  private func check(periods count: Int?) throws(PortfolioError) {
    guard testFoldCount >= 1, foldCount > testFoldCount, foldCount <= Self.splitLimit, purge >= 0,
      embargo >= 0
    else {
      throw PortfolioError(
        .request,
        "of \(foldCount) folds \(testFoldCount) are to be tests, with a purge of \(purge) and an "
          + "embargo of \(embargo); at least one fold must be a test and one not, and nothing may "
          + "be negative.")
    }
    var splitCount = 1
    for step in 0..<min(testFoldCount, foldCount - testFoldCount) {
      splitCount = splitCount * (foldCount - step) / (step + 1)
      guard splitCount <= Self.splitLimit else {
        throw PortfolioError(
          .request,
          "\(testFoldCount) of \(foldCount) folds can be chosen in more than \(Self.splitLimit) "
            + "ways. Choose fewer folds.")
      }
    }
    guard let count else { return }
    let size = count / foldCount
    guard purge < size, embargo < size, purge + embargo < size - 1 else {
      throw PortfolioError(
        .request,
        "purge and embargo, \(purge) and \(embargo) periods, must together be shorter by two than a "
          + "fold, which has \(size). Choose fewer folds, or shorter ones of both.")
    }
  }

  private func folds(periods count: Int) -> [Range<Int>] {
    let size = count / foldCount
    return (0..<foldCount).map { $0 * size..<($0 == foldCount - 1 ? count : ($0 + 1) * size) }
  }

  private func training(_ folds: [Range<Int>], _ chosen: [Int]) -> [Range<Int>] {
    var training: [Range<Int>] = []
    let isTest = folds.indices.map(chosen.contains)
    for (fold, range) in folds.enumerated() where !isTest[fold] {
      let start = range.lowerBound + (fold > 0 && isTest[fold - 1] ? purge + embargo : 0)
      let isBeforeTest = fold + 1 < folds.count && isTest[fold + 1]
      let end = range.upperBound - (isBeforeTest ? purge : 0)
      guard start < end else { continue }
      if let last = training.last, last.upperBound == start {
        training[training.count - 1] = last.lowerBound..<end
      } else {
        training.append(start..<end)
      }
    }
    return training
  }

  /// Every choice of test folds, in lexicographic order.
  private func combinations() -> [[Int]] {
    var chosen = Array(0..<testFoldCount)
    var all = [chosen]
    while let place = chosen.indices.last(where: {
      chosen[$0] < foldCount - testFoldCount + $0
    }) {
      chosen[place] += 1
      for later in chosen.indices where later > place { chosen[later] = chosen[later - 1] + 1 }
      all.append(chosen)
    }
    return all
  }
}
