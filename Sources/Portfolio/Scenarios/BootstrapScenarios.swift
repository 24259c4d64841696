internal import Torch

/// Periods that were seen, drawn in blocks of random length, so that what follows a period is likely
/// what followed it. Says nothing about the present.
///
/// Source: Politis and Romano, "The Stationary Bootstrap" (1994).
public struct BootstrapScenarios: ScenarioModel {
  /// The assets, in the order of the columns.
  public let assets: [String]
  /// The mean length of a block, in periods.
  public let meanBlockLength: Double
  private let seen: Matrix

  /// Keeps the returns.
  ///
  /// - Throws: `PortfolioError` when the returns are too few or no numbers, or the length is below 1.
  public init(fitting returns: Returns, meanBlockLength: Double = 20) throws {
    try returns.checkForScenarios()
    guard meanBlockLength >= 1, meanBlockLength.isFinite else {
      throw PortfolioError(
        .request, "blocks of \(meanBlockLength) periods; the mean length is 1 or more")
    }
    assets = returns.assets
    self.meanBlockLength = meanBlockLength
    seen = returns.values
  }

  /// `bootstrap`.
  public var name: String { "bootstrap" }

  /// Draws paths; a block that reaches the last period goes on at the first.
  ///
  /// - Throws: `PortfolioError` when the history is of other assets.
  public func paths(
    _ count: Int, horizon: Int, given history: Returns?, seed: UInt64
  ) throws -> [Matrix] {
    if let history { try check(history) }
    var generator = SeededGenerator(seed: seed)
    var places = (0..<count).map { _ in Int.random(in: 0..<seen.rowCount, using: &generator) }
    return (0..<horizon).map { period in
      if period > 0 {
        for path in 0..<count {
          let ends = generator.openUniform() < 1 / meanBlockLength
          places[path] =
            ends
            ? Int.random(in: 0..<seen.rowCount, using: &generator)
            : (places[path] + 1) % seen.rowCount
        }
      }
      return Matrix(
        rows: count, columns: assets.count, elements: places.flatMap { seen.row($0) })
    }
  }

  /// None: a bootstrap has no density.
  public func logLikelihood(of returns: Returns, given history: Returns?) -> [Double]? { nil }
}
