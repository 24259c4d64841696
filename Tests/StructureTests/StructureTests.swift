import Testing

@Suite("The structure of the package")
struct StructureTests {
  static let lineLimit = 400

  @Test("An arrow between targets only ever points down")
  func arrowsPointDown() throws {
    let package = try PackageDescription.load()
    #expect(package.targets.count > 8)
    for target in package.targets where target.type != "test" && target.type != "snippet" {
      let below = try #require(
        House.outside.contains(target.name) ? [] : House.below(target.name),
        "\(target.name) has no floor: give it one in House.swift")
      let ours = Set(target.dependencies.compactMap(\.name)).intersection(House.targets)
      #expect(ours.isSubset(of: below), "\(target.name) stands on \(ours.subtracting(below))")
    }
  }

  @Test("An import only names a module further down")
  func importsPointDown() throws {
    let files = try SourceTree.files(in: "Sources", extensions: ["swift"])
    #expect(files.count > 20)
    for file in files {
      let below = try #require(House.below(file.target), "\(file) belongs to no known target")
      for (line, module) in Findings.imports(in: file.lines) where House.targets.contains(module) {
        #expect(below.contains(module), "\(file):\(line) imports \(module), which is not below")
      }
    }
  }

  @Test("No source file is longer than one can read", arguments: ["Sources", "Tests"])
  func filesAreShort(folder: String) throws {
    for file in try SourceTree.files(in: folder) {
      let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
      #expect(count <= Self.lineLimit, "\(file) has \(count) lines: split it by idea")
    }
  }

  @Test("A file is named after its idea", arguments: ["Sources", "Tests"])
  func filesAreNamed(folder: String) throws {
    let empty = #/(Util|Utils|Utilities|Helper|Helpers|Manager|Common|Misc)(\.|\+|$)/#
    for file in try SourceTree.files(in: folder) {
      for part in file.path.split(separator: "/") {
        #expect(part.firstMatch(of: empty) == nil, "\(file): name the idea that \(part) holds")
      }
    }
  }

  @Test("Everything public has a doc comment")
  func publicIsDocumented() throws {
    for file in try SourceTree.files(in: "Sources", extensions: ["swift"]) {
      for line in Findings.undocumented(in: file.lines) {
        Issue.record("\(file):\(line) is public and has no doc comment")
      }
    }
  }
}
