import Foundation
import Testing

@testable import Tabular

@Suite struct BadInputTests {
  @Test(arguments: [
    ("", "is empty"),
    ("\n\r\n  \n", "is empty"),
    ("\u{FEFF}", "is empty"),
    ("age,job\n", "has a header and no rows"),
    ("age,job,age\n1,a,2\n", "the header has \"age\" twice, in columns 1 and 3"),
    ("a,b\n1,2\n3\n4,5\n", "line 3 has 1 cell where the header has 2"),
    ("a,b\n1,2\n3,4,5\n", "line 3 has 3 cells where the header has 2"),
    ("a,b\n\"x\ny\",2\n3\n", "line 4 has 1 cell where"),
    ("a,b\n1,2\n1e999,4\n", "line 3, column \"a\": \"1e999\" is beyond the largest number"),
    ("a,b\n1,2\n3,\"4\n", "a quote is opened and never closed"),
    ("a,b\n1,x\n3,y\u{0}z\n", "line 3, column \"b\": the cell holds a NUL byte"),
    ("a\u{0},b\n1,x\n", "the header holds a NUL byte"),
  ])
  func eachGetsItsSentence(text: String, sentence: String) {
    let message = refusal(text)
    #expect(message?.contains(sentence) == true, "\(message ?? "was read")")
    #expect(message?.hasSuffix(".") == true)
  }

  @Test func aMillionCharactersInACell() {
    let message = refusal("a,b\n1,\(String(repeating: "x", count: 1_000_000))\n")
    #expect(message?.contains("line 2: a cell has 1000000 characters or more") == true)
    let longest = String(repeating: "x", count: 999_999)
    #expect(refusal("a,b\n1,\(longest)\n2,\"\(longest)\"\n") == nil)
  }

  @Test func otherEncodings() throws {
    let latin1: [UInt8] = Array("name,n\nM".utf8) + [0xFC] + Array("ller,1\nMeier,2\n".utf8)
    let error = #expect(throws: TableError.self) { try CSVReader.read(bytes: latin1) }
    #expect(error?.message.contains("line 2, column \"name\"") == true)
    #expect(error?.message.contains("--encoding latin1") == true)
    var options = CSVOptions()
    options.encoding = .latin1
    let table = try CSVReader.read(bytes: latin1, options: options).table
    #expect(table["name"]?.texts == ["Müller", "Meier"])
    for start: [UInt8] in [[0xFF, 0xFE, 0x61, 0], [0x1F, 0x8B, 8, 0], [0x50, 0x4B, 3, 4]] {
      let error = #expect(throws: TableError.self) { try CSVReader.read(bytes: start) }
      #expect(error?.kind == .encoding)
    }
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = FileManager.default.temporaryDirectory
    for url in [folder, folder.appending(path: "there-is-no-such-file.csv")] {
      let error = #expect(throws: TableError.self) { try CSVReader.read(url) }
      #expect(error?.kind == .file)
    }
  }

  @Test func valuesThatContradictADeclaredType() {
    var options = CSVOptions()
    options.types = ["age": .continuous]
    let text = "age,job\n1,a\nn/a,b\nn/a,c\n2,d\n"
    #expect(
      refusal(text, options: options)
        == "line 3, column \"age\": \"n/a\" is not a number; 2 such values. "
        + "Pass --missing \"n/a\" to read it as missing.")
    options.missing = ["n/a"]
    #expect(refusal(text, options: options) == nil)
    options.types = ["age": .boolean]
    #expect(refusal("age,job\n1,a\n2,b\n3,b\n", options: options)?.contains("boolean") == true)
    options.types = ["agee": .boolean]
    #expect(refusal("age,job\n1,a\n", options: options)?.contains("Did you mean \"age\"?") == true)
  }
}
