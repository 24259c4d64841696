/// A validation that learns from the past alone: a training window, then the periods after it as a
/// test, then both move on.
public struct WalkForward: Sendable, Equatable, Codable {
  /// How the training window moves on.
  public enum Growth: String, Codable, Sendable, CaseIterable {
    /// Its length stays: the oldest periods leave.
    case rolling
    /// Its start stays: it grows.
    case expanding
  }

  /// Periods to learn from, and periods to test on.
  public struct Window: Sendable, Equatable, Codable {
    /// The periods to learn from.
    public var training: Range<Int>
    /// The periods to test on, all of them later.
    public var test: Range<Int>
  }

  /// How many periods to learn from; the first window's where the window grows.
  public var trainingSize: Int
  /// How many periods to test on.
  public var testSize: Int
  /// How the training window moves on.
  public var growth: Growth
  /// How many periods are left out between training and test, so that a value which takes several
  /// periods to become known does not reach into the test.
  ///
  /// There is no embargo: it concerns training periods that follow a test (López de Prado 2018,
  /// §7.4.2), and here none does.
  public var purge: Int
  /// Whether a last test that is shorter than the others is kept.
  public var keepsPartialTest: Bool

  /// Makes a validation; the defaults are those of daily prices: a year to learn, a month to test.
  public init(
    trainingSize: Int = 252, testSize: Int = 21, growth: Growth = .rolling, purge: Int = 0,
    keepsPartialTest: Bool = false
  ) {
    self.trainingSize = trainingSize
    self.testSize = testSize
    self.growth = growth
    self.purge = purge
    self.keepsPartialTest = keepsPartialTest
  }

  /// The windows of so many periods, in the order of time.
  ///
  /// - Throws: `PortfolioError` when a size makes no sense, or when there are too few periods for a
  ///   single window.
  public func windows(periods count: Int) throws(PortfolioError) -> [Window] {
    guard trainingSize > 0, testSize > 0, purge >= 0 else {
      throw PortfolioError(
        .request,
        "a walk-forward learns from \(trainingSize) periods, leaves out \(purge) and tests on "
          + "\(testSize); the first and the last must be positive, and none negative.")
    }
    // Compared without adding, which sizes near the largest integer would not survive.
    let isTooShort =
      trainingSize >= count || purge >= count - trainingSize
      || (!keepsPartialTest && testSize > count - trainingSize - purge)
    guard !isTooShort else {
      throw PortfolioError(
        .request,
        "\(count) periods are too few to learn from \(trainingSize)"
          + (purge > 0 ? ", leave out \(purge)" : "")
          + " and test on \(testSize). Choose shorter windows or more data.")
    }
    var windows: [Window] = []
    var start = trainingSize + purge
    while start < count {
      let end = start + min(testSize, count - start)
      if end - start < testSize, !keepsPartialTest { break }
      let last = start - purge
      windows.append(
        Window(training: (growth == .expanding ? 0 : last - trainingSize)..<last, test: start..<end)
      )
      start = end
    }
    return windows
  }
}
