/// When a portfolio that has drifted is brought back to the weights that were chosen last.
///
/// New weights are always bought at the start of a test window, whatever this says.
public enum Rebalancing: Sendable, Equatable, Codable {
  /// Only when new weights are chosen.
  case withNewWeights
  /// Also each time so many periods have gone by since.
  case every(periods: Int)
  /// Also at the first period of each new week, month, quarter or year.
  case atStart(of: Frequency)

  /// Whether the portfolio is brought back before `period`, `offset` periods after new weights.
  func isDue(offset: Int, period: Int, days: [Int]) -> Bool {
    switch self {
    case .withNewWeights: false
    case .every(let count): offset % count == 0
    case .atStart(let frequency):
      frequency.period(of: days[period]) != frequency.period(of: days[period - 1])
    }
  }

  func check(_ returns: Returns) throws(PortfolioError) {
    switch self {
    case .withNewWeights: break
    case .every(let count):
      guard count > 0 else {
        throw PortfolioError(.request, "rebalancing every \(count) periods: choose 1 or more.")
      }
    case .atStart(let frequency):
      guard !returns.days.isEmpty else {
        throw PortfolioError(
          .request,
          "\(frequency.rawValue) rebalancing needs dates, and the returns have none; rebalance "
            + "every so many periods.")
      }
    }
  }
}
