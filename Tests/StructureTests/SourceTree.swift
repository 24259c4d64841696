import Foundation

/// The files of this package, read where they lie.
enum SourceTree {
  /// The root of the package.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// One source file.
  struct File: CustomStringConvertible {
    /// The path below the root, as in `Sources/Torch/Tensor.swift`.
    let path: String
    /// Its lines.
    let lines: [Substring]

    /// The folder below `Sources` or `Tests`, which is the target's name.
    var target: String { String(path.split(separator: "/")[1]) }

    /// The file's name.
    var name: String { String(path.split(separator: "/").last ?? "") }

    var description: String { path }
  }

  /// The source files in `folder` whose names end in one of `extensions`.
  static func files(
    in folder: String, extensions: Set<String> = ["swift", "cpp", "c", "h"]
  ) throws -> [File] {
    let start = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
    return try walk.compactMap { $0 as? String }
      .filter { extensions.contains(URL(filePath: $0).pathExtension) }
      .sorted()
      .map { path in
        let text = try String(contentsOf: start.appending(path: path), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return File(path: "\(folder)/\(path)", lines: lines)
      }
  }
}
