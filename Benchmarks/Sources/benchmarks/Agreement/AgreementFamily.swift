import Foundation
import Portfolio
import Torch

/// Random problems of the kinds that portfolios have, the degenerate ones among them.
enum AgreementFamily: String, CaseIterable, Codable {
  case longOnly = "long-only"
  case bounded = "bounds"
  case longShort = "long-short"
  case marketNeutral = "market-neutral"
  case groups = "groups"
  case randomRows = "random rows, some infeasible"
  case tightBounds = "bounds that leave next to nothing"
  case fixedAssets = "fixed weights"
  case redundantRows = "rows that repeat others"
  case withoutBounds = "no bounds"
  case turnover = "turnover limit"
  case costs = "trading costs"
  case grossExposure = "gross exposure limit"
  case tracking = "beside a benchmark"
  case equalMeans = "equal means"
  case ties = "equal variances and tied means"
  case duplicates = "duplicated assets"
  case nearlyCollinear = "nearly collinear assets"
  case singular = "fewer periods than assets"
  case singularLongShort = "fewer periods than assets, long-short"
  case riskless = "a riskless asset"
  case constants = "several constant assets"
  case hugeScale = "returns × 1e6"
  case smallScale = "returns × 1e-6"
  case mixedScales = "assets of different scales"
  case wide = "30 to 60 assets"
  case tiny = "one or two assets"
  case stocks = "20 stocks of the S&P 500"

  /// A problem drawn with `random`; `stocks` are the daily returns that real problems are cut from.
  func problem(stocks: Matrix, using random: inout SeededGenerator) -> AgreementProblem {
    let count =
      switch self {
      case .wide: Int.random(in: 30...60, using: &random)
      case .tiny: Int.random(in: 1...2, using: &random)
      case .singular, .singularLongShort: Int.random(in: 6...20, using: &random)
      case .stocks: Int.random(in: 5...20, using: &random)
      default: Int.random(in: 2...16, using: &random)
      }
    var problem = AgreementProblem(
      family: self, returns: returns(count, stocks: stocks, using: &random),
      constraints: .longOnly(count))
    constrain(&problem, using: &random)
    return problem
  }

  // MARK: - Returns

  private func returns(
    _ count: Int, stocks: Matrix, using random: inout SeededGenerator
  ) -> Matrix {
    switch self {
    case .stocks: return window(count, of: stocks, using: &random)
    case .ties: return orthogonal(count, using: &random)
    default: break
    }
    let periods =
      switch self {
      case .singular, .singularLongShort: Int.random(in: 3...max(3, count / 2 + 1), using: &random)
      case .wide: Int.random(in: 70...120, using: &random)
      default: Int.random(in: 3 * count...3 * count + 40, using: &random)
      }
    var columns = (0..<count).map { _ in
      let (beta, size) = (
        Double.random(in: 0...1.5, using: &random), Double.random(in: 0.2...2, using: &random)
      )
      return (beta, size, Double.random(in: -0.001...0.002, using: &random))
    }
    if self == .equalMeans { for index in columns.indices { columns[index].2 = 0.0007 } }
    var values = Matrix(rows: periods, columns: count)
    for period in 0..<periods {
      let market = Self.shock(using: &random)
      for (asset, (beta, size, _)) in columns.enumerated() {
        values[period, asset] = beta * market + size * Self.shock(using: &random)
      }
    }
    for asset in 0..<count {
      let mean = values.column(asset).reduce(0, +) / Double(periods)
      for period in 0..<periods { values[period, asset] += columns[asset].2 - mean }
    }
    degenerate(&values, using: &random)
    return values
  }

  /// A return with heavy tails.
  private static func shock(using random: inout SeededGenerator) -> Double {
    let u = Double.random(in: -1...1, using: &random)
    return 0.01 * u + 0.03 * u * u * u * u * u
  }

  private func degenerate(_ values: inout Matrix, using random: inout SeededGenerator) {
    let last = values.columnCount - 1
    let constants = self == .constants ? max(1, last / 2) : 1
    for period in 0..<values.rowCount {
      switch self {
      case .duplicates: values[period, last] = values[period, 0]
      case .nearlyCollinear where last > 0:
        values[period, last] = values[period, 0] + 1e-7 * Self.shock(using: &random)
      case .riskless, .constants:
        for asset in 0..<constants { values[period, asset] = 0.0002 + 0.0001 * Double(asset) }
      case .hugeScale, .smallScale:
        for asset in 0...last { values[period, asset] *= self == .hugeScale ? 1e6 : 1e-6 }
      case .mixedScales:
        for asset in 0...last { values[period, asset] *= pow(10, Double(asset % 4) - 2) }
      default: return
      }
    }
  }

  /// Some of the stocks, over some days that follow each other.
  private func window(
    _ count: Int, of stocks: Matrix, using random: inout SeededGenerator
  ) -> Matrix {
    let days = Int.random(in: 60...250, using: &random)
    let start = Int.random(in: 0...stocks.rowCount - days, using: &random)
    let chosen = Array((0..<stocks.columnCount).shuffled(using: &random).prefix(count))
    return Matrix((start..<start + days).map { day in chosen.map { stocks[day, $0] } })
  }

  /// Columns of a Hadamard matrix: equal variances, no covariances, means of a coarse grid.
  private func orthogonal(_ count: Int, using random: inout SeededGenerator) -> Matrix {
    var values = Matrix(rows: 32, columns: count)
    for asset in 0..<count {
      let mean = 0.001 * Double(Int.random(in: 0...2, using: &random))
      for period in 0..<32 {
        let sign = (period & (asset + 1)).nonzeroBitCount % 2 == 0 ? 1.0 : -1
        values[period, asset] = mean + 0.015625 * sign
      }
    }
    return values
  }
}
