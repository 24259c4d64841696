import Foundation

/// How fast the past is forgotten: the weight of a period is λ times that of the period after it.
public enum ExponentialDecay: Sendable, Equatable {
  /// λ = 1 - 2 / (span + 1), for a span of at least 1; RiskMetrics' 0.94 is a span of 32.3.
  case span(Double)
  /// λ = 2^(-1 / halfLife): a period that lies so many periods back weighs half.
  case halfLife(Double)

  /// λ, between 0 and 1.
  ///
  /// - Throws: `PortfolioError` of kind `request` where the span is below 1 or the half-life not
  ///   positive.
  public func factor() throws -> Double {
    switch self {
    case .span(let span):
      guard span >= 1, span.isFinite else {
        throw PortfolioError(.request, "A span of \(span) periods: it has to be 1 or more.")
      }
      return 1 - 2 / (span + 1)
    case .halfLife(let halfLife):
      guard halfLife > 0, halfLife.isFinite else {
        throw PortfolioError(.request, "A half-life of \(halfLife) periods: it has to be positive.")
      }
      return exp2(-1 / halfLife)
    }
  }

  /// The weights of `count` periods, the latest one last; they sum to 1.
  ///
  /// - Throws: as `factor()` does.
  public func weights(_ count: Int) throws -> [Double] {
    let factor = try factor()
    let raw = (0..<count).map { pow(factor, Double(count - 1 - $0)) }
    let total = raw.reduce(0, +)
    return raw.map { $0 / total }
  }
}
