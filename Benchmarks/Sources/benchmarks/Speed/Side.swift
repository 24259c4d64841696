import ArgumentParser
import Foundation

/// One of the two that are compared: a program that prints a JSON line for each case.
final class Side {
  private let command: [String]
  private var best: [String: Double] = [:]
  /// What the program says about itself.
  private(set) var version = ""

  init(_ program: String, _ arguments: [String]) throws {
    command = [program] + arguments
  }

  /// The fewest seconds that any turn needed for a case.
  func seconds(_ name: String, threads: Int) -> Double? { best["\(name) \(threads)"] }

  /// Runs the program once, with nothing beside it.
  func takeTurn(threads: Int, seconds: Double) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command + ["--threads", "\(threads)", "--seconds", "\(seconds)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ValidationError("\(command.joined(separator: " ")) failed; its words are above")
    }
    for line in text.split(separator: UInt8(ascii: "\n")) { read(Data(line)) }
  }

  private func read(_ line: Data) {
    let decoder = JSONDecoder()
    if let timing = try? decoder.decode(Timing.self, from: line) {
      let key = "\(timing.case) \(timing.threads)"
      best[key] = min(timing.seconds, best[key] ?? .infinity)
    } else if let words = try? decoder.decode([String: String].self, from: line) {
      version = words["version"] ?? version
    }
  }
}
