import Foundation

/// What the package manager makes of `Package.swift`.
struct PackageDescription: Decodable {
  struct Target: Decodable {
    let name: String
    let type: String
    let dependencies: [Dependency]
  }

  /// A dependency by name, which may be one of our targets, or a product of another package.
  struct Dependency: Decodable {
    let byName: [String?]?
    let target: [String?]?

    /// The target's name, if it may be one of ours.
    var name: String? { (byName ?? target)?.first ?? nil }
  }

  let targets: [Target]

  /// Asks the package manager, in a folder of its own, for the build that runs this holds a lock.
  static func load() throws -> PackageDescription {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "lyrebird-structure-\(ProcessInfo.processInfo.processIdentifier)")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", SourceTree.root.path, "--scratch-path", scratch.path,
      "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let json = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(PackageDescription.self, from: json)
  }
}
