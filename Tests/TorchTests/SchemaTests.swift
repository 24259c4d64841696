import Foundation
import Testing

@testable import Torch

/// Every declared operator against the dispatcher: an upgrade of libtorch shows here as a readable
/// difference.
@Suite struct SchemaTests {
  static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/Torch/Operators").standardizedFileURL

  /// The schema texts in the sources, with the line continuations of multi-line literals undone.
  static let declared: [String] = {
    let files =
      (try? FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil))
      ?? []
    return files.filter { $0.pathExtension == "swift" }.flatMap { file -> [String] in
      let text = ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
        .replacing(/[ ]*\\\n[ ]*/, with: " ")
      return text.matches(of: /Operator\(\s*"{1,3}\s*(aten::[^\n]*?)\s*"{1,3}\)\n/).map {
        String($0.output.1).replacing("\\\"", with: "\"").trimmingCharacters(in: .whitespaces)
      }
    }
  }()

  @Test func declarationsAreFound() { #expect(Self.declared.count > 150) }

  @Test(arguments: declared) func schemaIsTheDispatchers(_ schema: String) {
    #expect(Operator(schema).dispatcherSchema == schema)
  }

  @Test func noOperatorIsDeclaredTwice() {
    let names = Self.declared.map { $0.prefix { $0 != "(" } }
    #expect(Set(names).count == names.count)
  }
}
