/// The arguments of a command line, and the text that repeats it.
public struct CommandText: Sendable, Equatable {
  /// The arguments as they were given, the program's name first.
  public var arguments: [String]

  /// Makes the text of a command.
  public init(_ arguments: [String]) { self.arguments = arguments }

  /// A command for a shell that gives the same bytes again.
  ///
  /// What was chosen for the user is spelled out; a budget of time becomes the steps that it was
  /// good for, and a checkpoint is of no use any more.
  ///
  /// - Parameters:
  ///   - steps: The steps that a budget was good for; `nil` without a budget.
  ///   - seed: The seed.
  ///   - threads: The threads.
  /// - Returns: The command.
  public func repeatable(steps: Int?, seed: UInt64, threads: Int) -> String {
    var result = arguments
    if let first = result.first, let name = first.split(separator: "/").last {
      result[0] = String(name)
    }
    for name in ["--budget", "--checkpoint", "--checkpoint-seconds"] {
      Self.remove(name, hasValue: true, from: &result)
    }
    for name in ["--resume", "--overwrite", "--json", "--quiet"] {
      Self.remove(name, hasValue: false, from: &result)
    }
    func add(_ name: String, _ value: String) {
      guard !result.contains(where: { $0 == name || $0.hasPrefix(name + "=") }) else { return }
      result += [name, value]
    }
    if let steps { add("--steps", "\(steps)") }
    add("--seed", "\(seed)")
    add("--threads", "\(threads)")
    return result.map(Self.quoted).joined(separator: " ")
  }

  private static func remove(_ name: String, hasValue: Bool, from arguments: inout [String]) {
    while let index = arguments.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
      let length = hasValue && arguments[index] == name ? 2 : 1
      arguments.removeSubrange(index..<min(index + length, arguments.count))
    }
  }

  /// A word as a shell reads it back.
  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-_./=:,+%@".utf8.contains(byte)
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
}
