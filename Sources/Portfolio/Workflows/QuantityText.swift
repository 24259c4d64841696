import Foundation
import Tabular

/// Numbers as people write them in options: `2%`, `10bp`, `0.02`, `1e-3`, and dates.
enum QuantityText {
  /// A share: percent and basis points are understood.
  ///
  /// - Throws: `PortfolioError` that shows what is not a number.
  static func share(_ text: String, of what: String) throws(PortfolioError) -> Double {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    for (unit, scale) in [("%", 100.0), ("bps", 10_000), ("bp", 10_000)]
    where trimmed.lowercased().hasSuffix(unit) {
      let digits = trimmed.dropLast(unit.count).trimmingCharacters(in: .whitespaces)
      return try number(digits, of: what) / scale
    }
    return try number(trimmed, of: what)
  }

  /// A finite number.
  ///
  /// - Throws: `PortfolioError` that shows what is none.
  static func number(_ text: String, of what: String) throws(PortfolioError) -> Double {
    guard let value = Double(text), value.isFinite else {
      throw PortfolioError(
        .request, "\(what): \"\(text)\" is not a number. Write something like 0.02 or 2%.")
    }
    return value
  }

  /// A whole number of at least `minimum`.
  ///
  /// - Throws: `PortfolioError` that shows what is none.
  static func count(
    _ text: String, of what: String, atLeast minimum: Int
  ) throws(PortfolioError) -> Int {
    guard let value = Int(text.trimmingCharacters(in: .whitespaces)), value >= minimum else {
      throw PortfolioError(
        .request, "\(what): \"\(text)\" is not a whole number of at least \(minimum).")
    }
    return value
  }

  /// A day such as `2020-03-31`, counted from 1970-01-01.
  ///
  /// - Throws: `PortfolioError` that shows what is none.
  static func day(_ text: String, of what: String) throws(PortfolioError) -> Int {
    let parts = text.trimmingCharacters(in: .whitespaces).split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      CivilDate.exists(year: year, month: month, day: day)
    else {
      throw PortfolioError(
        .request, "\(what): \"\(text)\" is not a date. Write it as in 2020-03-31.")
    }
    return CivilDate.days(year: year, month: month, day: day)
  }

  /// One of the names of an enumeration.
  ///
  /// - Throws: `PortfolioError` that lists the names.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, of what: String
  ) throws(PortfolioError) -> Choice where Choice.RawValue == String {
    let name = text.trimmingCharacters(in: .whitespaces)
    guard let choice = Choice(rawValue: name) else {
      let names = Choice.allCases.map(\.rawValue)
      throw PortfolioError(
        .request,
        "\(what): \"\(name)\" is none of \(names.joined(separator: ", "))."
          + suggestion(for: name, in: names))
    }
    return choice
  }
}

extension MissingPricePolicy {
  /// Reads a policy as it is written in options: `drop-days`, `drop-assets 10%`, `fill-forward 3`,
  /// `start-at-latest`, `error`.
  ///
  /// - Throws: `PortfolioError` that lists the policies.
  init(parsing text: String) throws(PortfolioError) {
    let words = text.split(separator: " ").map(String.init)
    switch (words.first, words.count) {
    case ("error", 1): self = .error
    case ("drop-days", 1): self = .dropDays
    case ("start-at-latest", 1): self = .startAtLatest
    case ("drop-assets", 1...2):
      let share = try words.count == 2 ? QuantityText.share(words[1], of: "missing") : 0.1
      self = .dropAssets(maximumShare: share)
    case ("fill-forward", 1...2):
      let days =
        try words.count == 2 ? QuantityText.count(words[1], of: "missing", atLeast: 1) : 5
      self = .fillForward(maximumDays: days)
    default:
      throw PortfolioError(
        .request,
        "missing: \"\(text)\" is no rule for missing prices. The rules are error, drop-days, "
          + "start-at-latest, \"drop-assets 10%\" and \"fill-forward 3\".")
    }
  }
}
