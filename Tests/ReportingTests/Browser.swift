import Foundation
import Testing

/// A headless Chromium, in which the pages are tried as a reader would open them.
struct Browser {
  /// Why no page could be tried.
  enum Failure: Error, CustomStringConvertible {
    case missing
    case failed(status: Int32, output: String)

    var description: String {
      switch self {
      case .missing:
        "no Chromium found, so the report was not tried in a browser: run scripts/bootstrap, "
          + "or install it (apt-get install chromium), or set CHROMIUM to its path"
      case .failed(let status, let output): "Chromium ended with status \(status): \(output)"
      }
    }
  }

  let executable: URL

  init() throws {
    let environment = ProcessInfo.processInfo.environment
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    let folders = (environment["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
    let candidates =
      [environment["CHROMIUM"]].compactMap(\.self)
      + names.flatMap { name in folders.map { "\($0)/\(name)" } }
      + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { throw Failure.missing }
    executable = URL(fileURLWithPath: found)
  }

  /// The page at `file` as the browser sees it after its scripts have run.
  func document(of file: URL, width: Int = 1200) throws -> String {
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
