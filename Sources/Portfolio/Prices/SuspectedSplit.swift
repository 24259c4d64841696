import Foundation
import Tabular

/// A price that falls or rises from one day to the next by a whole factor and stays there, as after
/// a split of shares for which the prices were not adjusted.
public struct SuspectedSplit: Sendable, Equatable, Codable {
  /// The asset.
  public var asset: String
  /// The first day at the new price, counted from 1970-01-01.
  public var day: Int
  /// How many new shares stand for an old one: 2 when the price halved, 0.1 when it rose tenfold.
  public var newSharesPerOld: Double
}

extension PriceTable {
  /// The splits that prices suggest.
  ///
  /// The price changes from one day to the next by a factor within 4 % of 2, 3, 4, 5, 6, 7, 8, 10,
  /// 15, 20, 25, 30, 50 or 100, up or down, and in the five days that follow it does not come back
  /// half of the way. A crash can look the same: nothing is changed unless asked for.
  public func suspectedSplits() -> [SuspectedSplit] {
    var found: [SuspectedSplit] = []
    for (column, asset) in assets.enumerated() {
      let present = days.indices.filter { !values[$0, column].isNaN }
      let prices = present.map { values[$0, column] }
      for index in prices.indices.dropFirst() {
        let step = log(prices[index] / prices[index - 1])
        guard let factor = Self.splitFactor(step) else { continue }
        let after = prices[index..<min(index + 6, prices.count)]
        let isReversed = after.contains { log($0 / prices[index - 1]) / step < 0.5 }
        guard !isReversed else { continue }
        found.append(
          SuspectedSplit(asset: asset, day: days[present[index]], newSharesPerOld: factor))
      }
    }
    return found
  }

  private static func splitFactor(_ step: Double) -> Double? {
    guard abs(step) > 0.6 else { return nil }
    for factor in [2.0, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50, 100]
    where abs(abs(step) - log(factor)) < 0.04 {
      return step < 0 ? factor : 1 / factor
    }
    return nil
  }

  /// The prices with all that came before each split brought to the shares after it.
  ///
  /// - Parameter splits: What to correct, such as `suspectedSplits()` or some of them.
  /// - Returns: The prices, with a note for each split.
  /// - Throws: `PortfolioError` when a split names no asset of the table.
  public func adjusted(for splits: [SuspectedSplit]) throws(PortfolioError) -> PriceTable {
    var adjusted = values
    var remarks: [String] = []
    for split in splits {
      guard let column = assets.firstIndex(of: split.asset) else {
        throw PortfolioError(
          .request,
          "there is no asset \"\(split.asset)\".\(suggestion(for: split.asset, in: assets))")
      }
      for row in days.indices where days[row] < split.day {
        adjusted[row, column] /= split.newSharesPerOld
      }
      remarks.append(
        "\(split.asset): prices before \(CivilDate.text(days: split.day)) divided by "
          + "\(split.newSharesPerOld) for a split.")
    }
    return PriceTable(checked: assets, days: days, values: adjusted, notes: notes + remarks)
  }

  /// Remarks on what looks wrong: suspected splits, prices that never change, equal assets.
  public func remarks() -> [String] {
    var remarks = suspectedSplits().map { split in
      let factor =
        split.newSharesPerOld > 1
        ? "fell to 1/\(Int(split.newSharesPerOld.rounded()))"
        : "rose \(Int((1 / split.newSharesPerOld).rounded()))-fold"
      return "\(split.asset) \(factor) on \(CivilDate.text(days: split.day)) and stayed there: "
        + "a split for which the prices are not adjusted, or a crash. Nothing was changed."
    }
    var seen: [[Double]: String] = [:]
    for (column, asset) in assets.enumerated() {
      let prices = values.column(column).map { $0.isNaN ? -1 : $0 }
      let present = prices.filter { $0 > 0 }
      if let first = present.first, present.allSatisfy({ $0 == first }) {
        remarks.append("the price of \(asset) never changes.")
      }
      if let other = seen[prices] {
        remarks.append("\(asset) has the same prices as \(other).")
      }
      seen[prices] = seen[prices] ?? asset
    }
    return remarks
  }
}
