public import Foundation

/// A Chromium without a window, in which tests open pages as a reader would.
public struct Browser: Sendable {
  /// Why no page could be tried.
  public enum Failure: Error, CustomStringConvertible {
    /// There is no Chromium.
    case missing
    /// Chromium did not answer with a page.
    case failed(status: Int32, output: String)

    /// What happened, and what to do.
    public var description: String {
      switch self {
      case .missing:
        "no Chromium found, so no page was tried in a browser: run scripts/bootstrap --tests, or "
          + "install it (apt-get install chromium), or set CHROME to its path"
      case .failed(let status, let output): "Chromium ended with status \(status): \(output)"
      }
    }
  }

  private let executable: URL

  /// Finds the browser: what `CHROME` names, else the first of the usual names in `PATH`.
  ///
  /// - Throws: `Failure.missing`.
  public init() throws {
    let environment = ProcessInfo.processInfo.environment
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":")
    let candidates =
      [environment["CHROME"]].compactMap(\.self)
      + names.flatMap { name in folders.map { "\($0)/\(name)" } }
      + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { throw Failure.missing }
    executable = URL(fileURLWithPath: found)
  }

  /// The page at `file` as markup, after its scripts have run.
  ///
  /// - Parameters:
  ///   - file: The page.
  ///   - width: The width of the window in pixels.
  /// - Returns: The whole document.
  /// - Throws: `Failure.failed` when the browser does not answer with a page.
  public func document(of file: URL, width: Int = 1200) throws -> String {
    let profile = FileManager.default.temporaryDirectory
      .appendingPathComponent("lyrebird-browser-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: profile) }
    let process = Process()
    process.executableURL = executable
    process.arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--no-first-run", "--user-data-dir=\(profile.path)", "--window-size=\(width),2000",
      "--virtual-time-budget=10000", "--timeout=60000", "--dump-dom", file.absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard process.terminationStatus == 0, !text.isEmpty else {
      throw Failure.failed(status: process.terminationStatus, output: text)
    }
    return text
  }
}
