import Tabular

/// How often prices are noted.
public enum Frequency: String, Codable, Sendable, CaseIterable {
  /// Every day on which the market is open.
  case daily
  /// Every day of the calendar, as for currencies that never rest.
  case everyDay
  /// Once a week.
  case weekly
  /// Once a month.
  case monthly
  /// Four times a year.
  case quarterly
  /// Once a year.
  case yearly

  /// How many periods make a year: what means, variances and Sharpe ratios are annualised with.
  public var periodsPerYear: Double {
    switch self {
    case .daily: 252
    case .everyDay: 365
    case .weekly: 52
    case .monthly: 12
    case .quarterly: 4
    case .yearly: 1
    }
  }

  /// The frequency of ascending days, told by the usual step between them.
  ///
  /// - Parameter days: Days counted from 1970-01-01.
  /// - Throws: `PortfolioError` when the step is that of no frequency.
  public init(of days: [Int]) throws(PortfolioError) {
    guard let step = usualStep(between: days) else {
      throw PortfolioError(.data, "one date tells no frequency; give prices of two dates or more.")
    }
    switch step {
    case 1:
      let weekends = days.count { weekday($0) >= 5 }
      // Two days of seven are 0.29; a market that opens on a Saturday now and then stays far below.
      self = Double(weekends) > 0.15 * Double(days.count) ? .everyDay : .daily
    case 5...9: self = .weekly
    case 25...35: self = .monthly
    case 80...100: self = .quarterly
    case 350...380: self = .yearly
    default:
      throw PortfolioError(
        .data,
        "the dates are mostly \(step) days apart, which is neither daily, weekly, monthly, "
          + "quarterly nor yearly. Say which frequency to compute with.")
    }
  }

  /// A number that days of one period share, and later periods exceed.
  func period(of day: Int) -> Int {
    switch self {
    case .daily, .everyDay: return day
    case .weekly: return floorDivided(day + 3, by: 7)
    case .monthly, .quarterly, .yearly:
      let date = CivilDate.date(days: day)
      let month = date.year * 12 + date.month - 1
      return floorDivided(month, by: self == .monthly ? 1 : self == .quarterly ? 3 : 12)
    }
  }
}

/// The median of the steps between ascending days, `nil` when there is none.
func usualStep(between days: [Int]) -> Int? {
  let steps = zip(days.dropFirst(), days).map { $0 - $1 }.sorted()
  return steps.isEmpty ? nil : steps[(steps.count - 1) / 2]
}

/// 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
private func weekday(_ day: Int) -> Int { day + 3 - 7 * floorDivided(day + 3, by: 7) }

private func floorDivided(_ value: Int, by divisor: Int) -> Int {
  value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
}
