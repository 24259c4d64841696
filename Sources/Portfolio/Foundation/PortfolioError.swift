public import Foundation

/// What is wrong with prices, a request or a solution, in one sentence that says what helps.
public struct PortfolioError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
  /// The sort of failure, for code that has to tell them apart.
  public enum Kind: String, Sendable, CaseIterable {
    /// The prices, returns, means or covariances make no sense.
    case data
    /// A request makes no sense, such as a weight bound that is not a number.
    case request
    /// No portfolio fulfils the constraints, or none reaches what is asked for.
    case infeasible
    /// There is no best portfolio: one can go on for ever.
    case unbounded
    /// An iteration did not come to its end.
    case notConverged
  }

  /// The sort of failure.
  public let kind: Kind
  /// What is wrong and what helps.
  public let message: String

  /// Makes an error.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// What is wrong and what helps.
  public var description: String { message }
  /// What is wrong and what helps.
  public var errorDescription: String? { message }
}
