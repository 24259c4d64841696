/// What is wrong with a checkpoint, in one sentence that says what to do about it.
public enum CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file is none, or belongs to another training.
  case unfit(String)
  /// The file cannot be written.
  case unwritable(String)

  /// What is wrong and what helps.
  public var description: String {
    switch self {
    case .unfit(let text), .unwritable(let text): text
    }
  }
}
