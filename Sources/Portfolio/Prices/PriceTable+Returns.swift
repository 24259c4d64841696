import Foundation
import Tabular

extension PriceTable {
  /// The returns from each day to the next.
  ///
  /// - Parameters:
  ///   - kind: Simple returns, which add up over assets, or logarithmic ones, which add up over time.
  ///   - frequency: What annualises them; told by the dates if `nil`.
  /// - Returns: One period fewer than there are days; the day of a return is its last.
  /// - Throws: `PortfolioError` when prices are missing, when there are fewer than two days, or when
  ///   the dates tell no frequency.
  public func returns(
    _ kind: Returns.Kind = .simple, frequency: Frequency? = nil
  ) throws(PortfolioError) -> Returns {
    let prices = try complete()
    let width = assets.count
    var elements: [Double] = []
    elements.reserveCapacity((days.count - 1) * width)
    for index in width..<prices.values.elements.count {
      let ratio = prices.values.elements[index] / prices.values.elements[index - width]
      elements.append(kind == .simple ? ratio - 1 : log(ratio))
    }
    let known: Frequency
    if let frequency { known = frequency } else { known = try Frequency(of: days) }
    return Returns(
      assets: assets, days: Array(days.dropFirst()),
      values: Matrix(rows: days.count - 1, columns: width, elements: elements), kind: kind,
      periodsPerYear: known.periodsPerYear)
  }

  /// Prices that have these returns and start at 1.
  ///
  /// The first day, which returns do not know, is put before the others by the usual step between
  /// them.
  ///
  /// - Throws: `PortfolioError` when returns have no dates, or when one of them loses everything.
  public init(_ returns: Returns) throws(PortfolioError) {
    try self.init(
      accumulating: returns.values, kind: returns.kind, assets: returns.assets, days: returns.days,
      notes: [])
  }

  /// Prices from returns of which some may be missing (NaN): there is no price then, and the next
  /// return counts from the last price.
  init(
    accumulating returns: Matrix, kind: Returns.Kind, assets: [String], days: [Int],
    notes: [String]
  ) throws(PortfolioError) {
    guard let first = days.first, days.count == returns.rowCount else {
      throw PortfolioError(.data, "returns without dates cannot be turned into prices.")
    }
    let base = first - (usualStep(between: days) ?? 1)
    var prices = Matrix(rows: days.count + 1, columns: assets.count, repeating: .nan)
    for (column, asset) in assets.enumerated() {
      var last = Double.nan
      for row in days.indices where !returns[row, column].isNaN {
        let value = returns[row, column]
        if last.isNaN {
          last = 1
          prices[row, column] = last
        }
        last *= kind == .simple ? 1 + value : exp(value)
        guard last > 0, last.isFinite else {
          throw PortfolioError(
            .data,
            "\(asset) has a return of \(value) on \(CivilDate.text(days: days[row])), after which "
              + "no price is left. Returns are fractions: 1 % is 0.01.")
        }
        prices[row + 1, column] = last
      }
    }
    try self.init(assets: assets, days: [base] + days, values: prices, notes: notes)
  }
}

extension Returns {
  /// The same returns, computed as `kind` says.
  public func converted(to kind: Kind) -> Returns {
    guard kind != self.kind else { return self }
    var result = self
    result.kind = kind
    result.values.elements = values.elements.map {
      kind == .simple ? Foundation.expm1($0) : Foundation.log1p($0)
    }
    return result
  }
}
