import Tabular

/// What is done about prices that are missing: a choice that changes the figures, so it is the
/// user's. The default, no policy, refuses them.
public enum MissingPricePolicy: Sendable, Equatable, Codable {
  /// Refuses missing prices.
  case error
  /// Leaves out each day on which an asset has no price.
  case dropDays
  /// Leaves out each asset of whose prices more than this share is missing.
  case dropAssets(maximumShare: Double)
  /// Repeats the last price for at most so many days of the table in a row.
  ///
  /// Repeated prices are returns of zero: volatilities and correlations become too small.
  case fillForward(maximumDays: Int)
  /// Begins when the asset that was listed last has its first price, and ends when the first that
  /// goes has its last.
  case startAtLatest
}

extension PriceTable {
  /// Applies policies, one after another, until no price is missing.
  ///
  /// - Parameter policies: For instance `[.startAtLatest, .fillForward(maximumDays: 3)]`.
  /// - Returns: The prices, none missing, with a note for each change.
  /// - Throws: `PortfolioError` that names asset, date and count when prices are missing still, and
  ///   when fewer than two days or no assets are left.
  public func complete(
    _ policies: [MissingPricePolicy] = [.error]
  ) throws(PortfolioError) -> PriceTable {
    var result = self
    for policy in policies {
      switch policy {
      case .error: try result.refuseMissing()
      case .dropDays: result.dropDays()
      case .dropAssets(let share): try result.dropAssets(share)
      case .fillForward(let days): try result.fillForward(days)
      case .startAtLatest: try result.startAtLatest()
      }
    }
    guard result.days.count > 1 else {
      throw PortfolioError(
        .data,
        "\(result.days.isEmpty ? "no date is" : "only one date is") left on which all assets have "
          + "a price. Begin where the last asset was listed, or drop the assets with the most gaps."
      )
    }
    try result.refuseMissing()
    return result
  }

  private func isComplete(row: Int) -> Bool { !values.row(row).contains { $0.isNaN } }

  private func refuseMissing() throws(PortfolioError) {
    let total = missingCount
    guard total > 0 else { return }
    var counts: [(asset: String, first: Int, count: Int)] = []
    for (column, asset) in assets.enumerated() {
      let rows = days.indices.filter { values[$0, column].isNaN }
      if let first = rows.first { counts.append((asset, days[first], rows.count)) }
    }
    counts.sort { $0.count > $1.count }
    let worst = counts[0]
    let others = counts.dropFirst().map(\.asset)
    throw PortfolioError(
      .data,
      "\(worst.asset) has no price on \(CivilDate.text(days: worst.first)); "
        + "\(counted(worst.count, "price")) of \(days.count) \(worst.count == 1 ? "is" : "are") "
        + "missing\(others.isEmpty ? "" : ", and \(listed(others)) \(others.count == 1 ? "lacks" : "lack") some too"). Choose what to "
        + "do: drop the days, drop the assets, fill forward, or start where all are listed.")
  }

  private mutating func dropDays() {
    let rows = days.indices.filter(isComplete)
    guard rows.count < days.count else { return }
    let dropped = days.count - rows.count
    self = keeping(rows: rows)
    notes.append(
      "\(counted(dropped, "day")) of \(dropped + rows.count) dropped because an asset has no price."
    )
  }

  private mutating func dropAssets(_ share: Double) throws(PortfolioError) {
    guard share >= 0, share < 1 else {
      throw PortfolioError(.request, "a share of missing prices lies from 0 to 1, not at \(share).")
    }
    let limit = share * Double(days.count)
    let kept = assets.indices.filter { column in
      Double(days.indices.count { values[$0, column].isNaN }) <= limit
    }
    guard kept.count < assets.count else { return }
    let names = assets.indices.filter { !kept.contains($0) }.map { assets[$0] }
    guard !kept.isEmpty else {
      throw PortfolioError(
        .data, "every asset lacks more than \(percent(share)) of its prices; allow more.")
    }
    self = keeping(rows: Array(days.indices), columns: kept)
    notes.append(
      "\(listed(names)) dropped: more than \(percent(share)) of the prices missing.")
  }

  private mutating func fillForward(_ limit: Int) throws(PortfolioError) {
    guard limit > 0 else {
      throw PortfolioError(.request, "prices are filled forward for 1 day or more, not \(limit).")
    }
    var filled = values
    var total = 0
    var touched: [String] = []
    for (column, asset) in assets.enumerated() {
      let before = total
      var run = 0
      var last = Double.nan
      for row in days.indices {
        if filled[row, column].isNaN {
          run += 1
          guard run <= limit, !last.isNaN else { continue }
          filled[row, column] = last
          total += 1
        } else {
          run = 0
          last = filled[row, column]
        }
      }
      if total > before { touched.append(asset) }
    }
    guard total > 0 else { return }
    self = PriceTable(checked: assets, days: days, values: filled, notes: notes)
    notes.append(
      "\(counted(total, "price")) of \(listed(touched)) filled forward, for at most "
        + "\(counted(limit, "day")) in a row: returns of zero that lower volatility.")
  }

  private mutating func startAtLatest() throws(PortfolioError) {
    var start = (row: 0, asset: "")
    var end = (row: days.count - 1, asset: "")
    for (column, asset) in assets.enumerated() {
      let present = days.indices.filter { !values[$0, column].isNaN }
      if let first = present.first, first > start.row { start = (first, asset) }
      if let last = present.last, last < end.row { end = (last, asset) }
    }
    guard start.row < end.row else {
      throw PortfolioError(
        .data,
        "no period is common to all assets: \(start.asset) begins on "
          + "\(CivilDate.text(days: days[start.row])) and \(end.asset) ends on "
          + "\(CivilDate.text(days: days[end.row])). Drop one of them.")
    }
    let (first, last) = (days[start.row], days[end.row])
    if start.row > 0 {
      notes.append(
        "begins on \(CivilDate.text(days: first)), where \(start.asset) has its first price; "
          + "\(counted(start.row, "earlier day")) left out.")
    }
    if end.row < days.count - 1 {
      notes.append(
        "ends on \(CivilDate.text(days: last)), where \(end.asset) has its last price; "
          + "\(counted(days.count - 1 - end.row, "later day")) left out.")
    }
    self = keeping(rows: Array(start.row...end.row))
  }
}

private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
