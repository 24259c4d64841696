public import Foundation

/// What is wrong with a table, a file or an option, in one sentence that says what to do about it.
public struct TableError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
  /// The sort of failure, for code that has to tell them apart.
  public enum Kind: String, Sendable, CaseIterable {
    /// The file cannot be opened or read.
    case file
    /// The output exists already.
    case exists
    /// The output cannot be made where it is wanted.
    case output
    /// The output was begun and cannot be written to its end, as on a full disk.
    case write
    /// The file is not text in the expected encoding.
    case encoding
    /// The text is not a table: no rows, ragged rows, double headers, open quotes.
    case structure
    /// A value does not fit the type of its column.
    case value
    /// A schema or an option makes no sense.
    case schema
    /// A condition cannot be understood or fulfilled.
    case condition
    /// Rows contradict a constraint, or constraints contradict each other.
    case constraint
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
