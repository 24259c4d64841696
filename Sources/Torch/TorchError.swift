internal import CTorch

/// What libtorch, or the reading of a tensor file, refused, in words.
public struct TorchError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what to do.
  public let message: String

  /// Makes an error.
  public init(_ message: String) { self.message = message }

  /// The message.
  public var description: String { message }

  static var last: TorchError { TorchError(String(cString: ctorch_error_text())) }
}

/// The first error inside a `withError` scope.
private final class ErrorScope: @unchecked Sendable {
  // Only the thread that runs the scope's synchronous body touches it.
  var first: TorchError?
  @TaskLocal static var current: ErrorScope?
}

/// Runs `body` and throws the first error that an operator in it met.
///
/// Operators do not throw, so that formulas read as formulas: outside such a scope an error (shapes
/// that cannot match, say) is a programming error and traps. Inside, the operator that failed
/// returns an empty tensor, and the error is thrown when the body has ended.
///
/// - Throws: `TorchError`, or what `body` throws.
public func withError<Result>(_ body: () throws -> Result) throws -> Result {
  let scope = ErrorScope()
  let result = try ErrorScope.$current.withValue(scope) { try body() }
  if let error = scope.first { throw error }
  return result
}

/// Notes an operator's failure for the enclosing `withError`, or traps.
func report(_ error: TorchError, in operation: String) {
  let named = TorchError("\(operation): \(error.message)")
  guard let scope = ErrorScope.current else { fatalError(named.message) }
  if scope.first == nil { scope.first = named }
}
