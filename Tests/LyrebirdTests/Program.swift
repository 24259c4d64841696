import Foundation

/// The built program, run as a user runs it, in a folder of its own that goes when the value goes.
final class Program {
  /// What a run left behind.
  struct Ending {
    let status: Int32
    let wasSignalled: Bool
    let output: String
    let errors: String
  }

  /// The folder in which the program runs.
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "lyrebird-test-\(UUID().uuidString)")

  init(files: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The program lies beside the tests.
  static let url = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
    .deletingLastPathComponent().appending(path: "lyrebird")

  func file(_ name: String) -> URL { folder.appending(path: name) }

  func write(_ data: Data, to name: String) throws { try data.write(to: file(name)) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// The names of all files, hidden ones included.
  func names() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
      .filter { !$0.hasPrefix("stdout-") && !$0.hasPrefix("stderr-") }
      .reduce(into: []) { $0.insert($1) }
  }

  /// A process that runs, its output going to files.
  final class Running {
    let process = Process()
    fileprivate let output: URL
    fileprivate let errors: URL

    fileprivate init(_ arguments: [String], in folder: URL) throws {
      let number = UUID().uuidString
      output = folder.appending(path: "stdout-\(number)")
      errors = folder.appending(path: "stderr-\(number)")
      for url in [output, errors] { try Data().write(to: url) }
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = arguments
      process.currentDirectoryURL = folder
      var environment = ProcessInfo.processInfo.environment
      environment["OMP_NUM_THREADS"] = "1"
      environment["COLUMNS"] = "100"
      process.environment = environment
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
    }

    /// What it has said on standard error so far.
    var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    func wait() throws -> Ending {
      process.waitUntilExit()
      return Ending(
        status: process.terminationStatus,
        wasSignalled: process.terminationReason == .uncaughtSignal,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: errorsSoFar)
    }
  }

  /// Starts the program.
  func start(_ arguments: [String]) throws -> Running {
    try Running([Self.url.path] + arguments, in: folder)
  }

  /// Runs the program to its end.
  func run(_ arguments: String...) throws -> Ending { try start(arguments).wait() }

  /// Runs the program to its end.
  func run(_ arguments: [String]) throws -> Ending { try start(arguments).wait() }

  /// Runs the program from a shell, in whose text `$0` is the program.
  func shell(_ text: String) throws -> Ending {
    try Running(["sh", "-c", text, Self.url.path], in: folder).wait()
  }
}

/// Small tables in which columns of several types hang together.
enum Sample {
  /// `rows` rows with an age, a colour, an income with gaps and a label.
  static func table(rows: Int = 120, first: Int = 0) -> String {
    var text = "age,colour,income,label\n"
    for row in first..<first + rows {
      // A fixed scatter, which needs no random source.
      let scatter = (row * 7919 + 104_729) % 1009
      let age = 18 + scatter % 60
      let colour = ["red", "green", "blue"][(scatter / 7 + age / 30) % 3]
      let income = row % 17 == 0 ? "" : "\(age * 900 + scatter * 3).\(scatter % 90 + 10)"
      text += "\(age),\(colour),\(income),\(age > 45 && scatter % 11 > 0 ? "yes" : "no")\n"
    }
    return text
  }
}
