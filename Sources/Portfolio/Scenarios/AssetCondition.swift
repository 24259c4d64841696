internal import Foundation

/// A condition on returns of the next period: bounds of some assets, all of which hold.
///
/// Written `SPY <= -5%`, `TLT >= 0.02`, joined by `and`. An asset's name with other signs than
/// letters, digits, `.`, `-`, `_` and `^` stands in double quotes.
public struct AssetCondition: Sendable, Equatable {
  /// What one asset is held to.
  public struct Bound: Sendable, Equatable {
    /// The position of the asset.
    public let asset: Int
    /// The least return; -infinity for none.
    public let lower: Double
    /// The largest return; infinity for none.
    public let upper: Double
  }

  /// One bound an asset, in the order of the assets.
  public let bounds: [Bound]

  /// Reads a condition.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - assets: The names that may occur.
  /// - Throws: `PortfolioError` when the text cannot be understood, names no asset, or no return can
  ///   fulfil it.
  public init(_ text: String, assets: [String]) throws {
    var lower: [Int: Double] = [:]
    var upper: [Int: Double] = [:]
    for part in Self.parts(text) {
      let (name, isUpper, value) = try Self.comparison(part)
      guard let asset = assets.firstIndex(of: name) else {
        throw PortfolioError(
          .request,
          "\"\(part)\": there is no asset \"\(name)\"; the assets are "
            + assets.prefix(8).joined(separator: ", ") + (assets.count > 8 ? ", …" : ""))
      }
      if isUpper {
        upper[asset] = min(upper[asset] ?? .infinity, value)
      } else {
        lower[asset] = max(lower[asset] ?? -.infinity, value)
      }
    }
    bounds = Set(lower.keys).union(upper.keys).sorted().map {
      Bound(asset: $0, lower: lower[$0] ?? -.infinity, upper: upper[$0] ?? .infinity)
    }
    if let empty = bounds.first(where: { $0.lower >= $0.upper }) {
      throw PortfolioError(
        .request,
        "\"\(text)\": no return of \(assets[empty.asset]) is at least \(empty.lower) and at most "
          + "\(empty.upper)")
    }
  }

  /// Whether returns fulfil it.
  public func holds(for returns: ArraySlice<Double>) -> Bool {
    bounds.allSatisfy {
      let value = returns[returns.startIndex + $0.asset]
      return value >= $0.lower && value <= $0.upper
    }
  }

  /// The text between the words `and`, quotes left alone.
  private static func parts(_ text: String) -> [String] {
    var parts: [String] = [""]
    var isQuoted = false
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isQuoted, word.lowercased() == "and" {
        parts.append("")
        continue
      }
      if word.filter({ $0 == "\"" }).count % 2 == 1 { isQuoted.toggle() }
      parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
    }
    return parts.map { $0.trimmed }
  }

  private static func comparison(
    _ part: String
  ) throws -> (name: String, isUpper: Bool, value: Double) {
    for (sign, isUpper) in [("<=", true), (">=", false), ("<", true), (">", false)] {
      guard let place = part.range(of: sign) else { continue }
      var name = String(part[..<place.lowerBound]).trimmed
      if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") {
        name = String(name.dropFirst().dropLast())
      }
      var number = String(part[place.upperBound...]).trimmed
      let isPercent = number.hasSuffix("%")
      if isPercent { number = String(number.dropLast()).trimmed }
      guard let value = Double(number), value.isFinite, !name.isEmpty else { break }
      return (name, isUpper, isPercent ? value / 100 : value)
    }
    throw PortfolioError(
      .request,
      "\"\(part)\" is no condition on a return; write such as SPY <= -5% and TLT >= 0%")
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
