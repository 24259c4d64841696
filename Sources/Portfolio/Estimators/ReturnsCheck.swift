internal import CPortfolio
internal import Foundation

extension Returns {
  /// Refuses returns from which nothing can be estimated.
  ///
  /// - Throws: `PortfolioError` of kind `data` where there are no assets or fewer than `minimum`
  ///   periods, or where a return is infinite, not a number or absurdly large: the asset and the period are
  ///   named.
  func check(minimumPeriods minimum: Int = 2) throws {
    guard assetCount > 0 else { throw PortfolioError(.data, "There are no assets.") }
    guard periodCount >= minimum else {
      throw PortfolioError(
        .data,
        "There are \(periodCount) periods; this estimate needs at least \(minimum). "
          + "Take more of the history.")
    }
    // The eighth powers that some estimators form have to stay finite.
    let limit = 1e30
    let count = values.elements.count
    guard cportfolio_count_within(count, values.elements, limit) < count,
      let index = values.elements.firstIndex(where: { !(abs($0) <= limit) })
    else { return }
    throw PortfolioError(
      .data,
      "The return of \(assets[index % assetCount]) in \(periodName(index / assetCount)) is "
        + "\(values.elements[index]): that is no return. Leave the period out or choose a rule "
        + "for missing values.")
  }

  /// What a period is called in a message: its number from 1, and its last day where it has one.
  func periodName(_ period: Int) -> String {
    guard !days.isEmpty else { return "period \(period + 1)" }
    let date = Date(timeIntervalSince1970: Double(days[period]) * 86_400)
    return "period \(period + 1) (\(date.formatted(.iso8601.year().month().day())))"
  }

  /// Refuses a list that has not one finite number for each asset.
  func check(_ numbers: [Double], are what: String) throws {
    guard numbers.count == assetCount else {
      throw PortfolioError(
        .request, "There are \(numbers.count) \(what) for \(assetCount) assets.")
    }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw PortfolioError(
        .request, "The \(what) hold \(numbers[index]) for \(assets[index]).")
    }
  }
}
