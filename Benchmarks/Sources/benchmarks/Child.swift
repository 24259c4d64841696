import ArgumentParser
import Foundation

/// A program that was run to its end, and what that took.
struct Child {
  /// What it printed.
  let output: Data
  /// Wall time in seconds, from start to end.
  let seconds: Double
  /// The most memory it held at once, in MiB, where the system tells.
  let peakMemory: Double?

  /// Runs `command`.
  init(_ command: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    // A file rather than a pipe, so that nobody has to read while memory is being watched.
    let path = FileManager.default.temporaryDirectory
      .appending(path: "benchmark-\(ProcessInfo.processInfo.processIdentifier)").path
    try Data().write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    process.standardOutput = FileHandle(forWritingAtPath: path)
    process.standardInput = FileHandle.nullDevice
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    var peak: Double?
    while process.isRunning {
      peak = Child.highWater(process.processIdentifier) ?? peak
      Thread.sleep(forTimeInterval: 0.05)
    }
    seconds = (clock.now - start) / .seconds(1)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ValidationError("\(command.joined(separator: " ")) failed; its words are above")
    }
    output = FileManager.default.contents(atPath: path) ?? Data()
    peakMemory = peak
  }

  /// The high-water mark of a process' resident memory, which only ever rises.
  private static func highWater(_ process: Int32) -> Double? {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first
      .flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }.map { $0 / 1024 }
  }
}
