import Testing

@Suite("The checks of the structure see what they should")
struct FindingsTests {
  @Test(
    "An import is found in every spelling",
    arguments: [
      "import Torch", "public import Torch", "@testable import Torch",
      "  @_spi(Some) internal import Torch", "import struct Torch.Tensor",
    ])
  func imports(line: String) {
    #expect(Findings.imports(in: [line[...]]).map(\.module) == ["Torch"])
  }

  @Test("A comment or a word is no import", arguments: ["// import Torch", "let important = 1"])
  func noImports(line: String) {
    #expect(Findings.imports(in: [line[...]]).isEmpty)
  }

  @Test(
    "A public declaration without a doc comment is found",
    arguments: [
      "public func f() {}", "  public static let x = 1", "open class C {",
      "@frozen public enum E {",
      "// A plain comment.\npublic init() {", "/// Far above.\n\npublic var x: Int",
      "/// Another's.\nvar y = 1\npublic final class C {", "  nonisolated public var x: Int",
      "@inlinable\npublic func f() {}", "public protocol P {",
    ])
  func undocumented(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(Findings.undocumented(in: lines) == [lines.count])
  }

  @Test(
    "A documented, overriding or internal declaration is left alone",
    arguments: [
      "/// Does f.\npublic func f() {}",
      "/// Does f.\n@inlinable\n@discardableResult\npublic func f()",
      "public override func f() {}", "func f() {}", "public import Torch", "public extension E {",
      "// public func f() {}",
    ])
  func documented(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(Findings.undocumented(in: lines).isEmpty)
  }

  @Test("The house has no cycle, and its top stands on everything")
  func house() throws {
    for target in House.targets {
      #expect(try !#require(House.below(target)).contains(target))
    }
    #expect(try #require(House.below("lyrebird")).count == House.targets.count - 1)
  }
}
