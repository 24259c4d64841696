import Foundation

/// The machine that figures were measured on, without which they say little.
struct Machine: Codable {
  /// The processor's name.
  let processor: String
  /// How many cores this process may use.
  let cores: Int
  /// The operating system.
  let system: String

  /// The machine that this runs on.
  static func current() -> Machine {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let name = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    return Machine(
      processor: name.map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
        ?? "unknown processor",
      cores: ProcessInfo.processInfo.activeProcessorCount,
      system: ProcessInfo.processInfo.operatingSystemVersionString)
  }
}
