import Foundation
import Testing

@Suite("The help of each command")
struct HelpTests {
  static let commands = [
    "synth", "fit", "sample", "evaluate", "balance", "inspect", "portfolio",
    "portfolio frontier", "portfolio optimize", "portfolio random", "portfolio risk",
    "portfolio backtest", "portfolio scenarios", "portfolio allocate",
  ]

  @Test("The version is the program's and libtorch's")
  func version() throws {
    let ending = try Program().run(["--version"])
    #expect(ending.status == 0)
    let parts = ending.output.split(separator: " ").map(String.init)
    #expect(parts.count == 4 && parts[0] == "Lyrebird" && parts[2] == "libtorch")
    #expect(parts.filter { $0.first?.isNumber == true }.count == 2)
  }

  @Test("The help is as it was read and approved", arguments: [""] + commands)
  func help(command: String) throws {
    let program = try Program()
    let ending = try program.run(["help"] + command.split(separator: " ").map(String.init))
    #expect(ending.status == 0)
    let name =
      command.isEmpty ? "lyrebird" : command.replacingOccurrences(of: " ", with: "-")
    let golden = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Help"))
    #expect(
      ending.output == (try String(contentsOf: golden, encoding: .utf8)),
      "COLUMNS=100 lyrebird help \(command) > Tests/LyrebirdTests/Help/\(name).txt, and read it")
  }
}
