import Foundation
import Testing

@Suite("What bad input gets: one sentence, an exit status, and no half file")
struct BadInputTests {
  /// A bad input, and what is said about it.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var arguments = ["synth", "in.csv", "--steps", "5", "--no-report"]
    var file = Data(Sample.table().utf8)
    let status: Int32
    let says: String

    init(
      _ name: String, _ text: String? = nil, bytes: Data? = nil, arguments: [String]? = nil,
      status: Int32 = 65, says: String
    ) {
      testDescription = name
      if let arguments { self.arguments = arguments }
      if let text { file = Data(text.utf8) }
      if let bytes { file = bytes }
      self.status = status
      self.says = says
    }
  }

  static let learning = ["--steps", "5", "--no-report"]
  static let rows = Sample.table()
  static func lines(_ header: String, _ row: (Int) -> String) -> String {
    header + "\n" + (0..<40).map { row($0) + "\n" }.joined()
  }

  static let cases: [Case] = [
    Case("an empty file", "", says: "is empty"),
    Case("a header alone", "a,b,c\n", arguments: ["synth", "in.csv", "--header"], says: "no rows"),
    Case("one row", "a,b\n1,2\n", says: "too few rows, 1; at least 10"),
    Case("all missing", lines("a,b") { _ in "," }, says: "no column can be learnt"),
    Case("constants alone", lines("a,b") { _ in "1,x" }, says: "no column can be learnt"),
    Case("duplicate headers", lines("a,a") { "\($0),\($0)" }, says: "\"a\" twice"),
    Case(
      "a cell of a million characters",
      rows + String(repeating: "x", count: 1_000_001) + ",a,1,b\n",
      says: "line 122"),
    Case(
      "a wrong encoding", bytes: Data((rows + "30,").utf8) + [0xE9] + Data(",1,no\n".utf8),
      says: "--encoding latin1"),
    Case("NUL bytes", bytes: Data((rows + "30,a").utf8) + [0] + Data(",1,no\n".utf8), says: "NUL"),
    Case("text in UTF-16", bytes: Data([0xFF, 0xFE, 0x61, 0x00]), says: "UTF-16"),
    Case("a ragged row", rows + "1,2\n", says: "line 122"),
    Case("an open quote", rows + "1,\"red\n", says: "line 122"),
    Case("no such file", arguments: ["synth", "none.csv"], status: 66, says: "cannot be opened"),
    Case("a folder", arguments: ["synth", "."], status: 66, says: "not a regular file"),
    Case(
      "a number beyond all bounds", rows + "1e999,red,1,no\n",
      arguments: ["synth", "in.csv", "--type", "age=continuous"] + learning, says: "1e999"),
    Case(
      "a number beyond all bounds among numbers",
      lines("a,b") { "\($0 == 3 ? "1e999" : "\($0)"),\($0 % 4)" }, says: "line 5, column \"a\""),
    Case(
      "a checkpoint that is none",
      arguments: ["fit", "in.csv", "--checkpoint", "other.csv", "--resume"], says: "other.csv"),
    Case(
      "rows that are given and counted",
      arguments: ["sample", "in.csv", "--given", "in.csv", "--rows", "3"], status: 64,
      says: "excludes"),
    Case(
      "a family that is none", arguments: ["fit", "in.csv", "--family", "gan"], status: 64,
      says: "no family"),
    Case(
      "an unknown column in --type", arguments: ["synth", "in.csv", "--type", "agee=integer"],
      says: "\"age\""),
    Case(
      "an unknown type", arguments: ["synth", "in.csv", "--type", "age=number"], status: 64,
      says: "no type"),
    Case(
      "an unknown target", arguments: ["synth", "in.csv", "--target", "agee"], says: "\"age\""),
    Case(
      "an unknown column in --where",
      arguments: ["synth", "in.csv", "--where", "agee > 30"] + learning, status: 64,
      says: "\"age\""),
    Case(
      "a condition that nothing can fulfil",
      arguments: ["synth", "in.csv", "--where", "age > 30 and age < 20"] + learning, status: 64,
      says: "condition"),
    Case(
      "a value that does not occur",
      arguments: ["synth", "in.csv", "--where", "colour = 'gren'"] + learning, status: 64,
      says: "\"green\""),
    Case(
      "a target without classes", arguments: ["balance", "in.csv", "--target", "income"],
      says: "no classes to balance"),
    Case(
      "a class that does not occur",
      arguments: ["balance", "in.csv", "--target", "label", "--positive", "maybe"],
      says: "\"maybe\""),
    Case(
      "a schema that does not exist", arguments: ["synth", "in.csv", "--schema", "no.yaml"],
      status: 66, says: "no.yaml cannot be opened"),
    Case(
      "an output that exists", arguments: ["synth", "in.csv", "--output", "in.csv"],
      status: 73, says: "--overwrite"),
    Case(
      "an output in no folder", arguments: ["synth", "in.csv", "--output", "no/out.csv"],
      status: 73, says: "cannot be written"),
    Case(
      "an output that is a folder", arguments: ["synth", "in.csv", "--output", "."],
      status: 73, says: "directory"),
    Case(
      "an output that is a device",
      arguments: ["synth", "in.csv", "--output", "/dev/full", "--overwrite"], status: 73,
      says: "not a regular file"),
    Case(
      "a report that exists", arguments: ["synth", "in.csv", "--report", "in.csv"],
      status: 73, says: "--overwrite"),
    Case("a model that is a table", arguments: ["sample", "in.csv"], says: "not a model"),
    Case(
      "a budget of no time", arguments: ["synth", "in.csv", "--budget", "soon"], status: 64,
      says: "span of time"),
    Case(
      "a device that is not there", arguments: ["fit", "in.csv", "--device", "cuda:99"],
      status: 64, says: "device"),
    Case(
      "resuming from nothing", arguments: ["fit", "in.csv", "--resume"], status: 64,
      says: "--checkpoint"),
    Case(
      "no rows to draw", arguments: ["sample", "in.csv", "--rows", "0"], status: 64,
      says: "at least 1"),
    Case(
      "tables of different columns", arguments: ["evaluate", "in.csv", "other.csv"],
      says: "column \"colour\""),
  ]

  @Test(arguments: cases)
  func badInput(_ bad: Case) throws {
    let program = try Program(files: ["other.csv": Self.lines("age,size") { "\($0),\($0 % 3)" }])
    try program.write(bad.file, to: "in.csv")
    let before = try program.names()
    let ending = try program.run(bad.arguments)
    #expect(ending.status == bad.status, "\(ending.errors)")
    #expect(!ending.wasSignalled)
    #expect(ending.errors.contains(bad.says), "\(ending.errors)")
    #expect(ending.output.isEmpty)
    if bad.status != 64 {
      // One line that begins with the program's name; the parser of options adds its usage.
      #expect(ending.errors.hasPrefix("lyrebird: "))
      #expect(ending.errors.count { $0 == "\n" } == 1, "\(ending.errors)")
    }
    #expect(try program.names() == before, "no half file")
    #expect(try program.data("in.csv") == bad.file)
  }

  @Test(
    "Odd tables that can be learnt are",
    arguments: [
      lines("a") { "\($0 % 7)" }, lines("a,b,c") { "\($0),same,\($0 % 2 == 0 ? "" : "x")" },
      lines("a,b") { "\($0),1e-300" }, lines("id,a") { "customer-\($0),\($0 * $0 % 11)" },
      lines("a,b") { "\($0 % 5)," }, lines("a,b") { "\($0 % 9),\"two\nlines \($0)\"" },
    ])
  func oddTables(text: String) throws {
    let program = try Program(files: ["in.csv": text])
    let ending = try program.run("synth", "in.csv", "--steps", "5")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(try program.text("in-synthetic.csv").split(separator: "\n").count >= 41)
  }

  @Test(
    "A disk that fills up leaves no half file", arguments: ["csv", "model", "report", "checkpoint"])
  func fullDisk(what: String) throws {
    let program = try Program(files: ["in.csv": Sample.table()])
    #expect(try program.run("fit", "in.csv", "--steps", "5").status == 0)
    let before = try program.names()
    let command =
      switch what {
      case "csv": "sample in.safetensors --rows 100000"
      case "model": "fit in.csv --steps 5 --model m.safetensors"
      case "report": "synth in.csv --steps 5 --rows 10"
      default: "fit in.csv --steps 40 --model m.safetensors --checkpoint c --checkpoint-seconds 0"
      }
    // No file may be larger than 8 kB: writing fails as it does on a full disk.
    let ending = try program.shell("trap '' XFSZ; ulimit -f 16; exec \"$0\" \(command) --quiet")
    #expect(ending.status == 74, "\(ending.errors)")
    #expect(ending.errors.hasPrefix("lyrebird: "))
    #expect(ending.errors.count { $0 == "\n" } == 1, "\(ending.errors)")
    let left = try program.names().subtracting(before)
    // The table was complete before the report failed.
    #expect(left == (what == "report" ? ["in-synthetic.csv"] : []))
    let result = try program.shell("\"$0\" inspect in.csv > /dev/full")
    #expect(result.status == 74)
  }

  @Test("A damaged model is refused, wherever it is damaged")
  func damagedModel() throws {
    let program = try Program(files: ["in.csv": Sample.table()])
    #expect(try program.run("fit", "in.csv", "--steps", "5").status == 0)
    let whole = try program.data("in.safetensors")
    var damaged: [Data] = [Data(), whole.prefix(7), whole.prefix(200), whole.dropLast(100)]
    damaged.append(Data([255, 255, 255, 255, 255, 255, 255, 127]) + whole.dropFirst(8))
    let text = String(decoding: whole.prefix(60_000), as: UTF8.self)
    #expect(text.contains("lyrebird.model"))
    for (old, new) in [
      ("\\\"width\\\":", "\\\"widht\\\":"), ("\\\"blocks\\\":2", "\\\"blocks\\\":9"),
      ("lyrebird.model", "lyrebird.medol"),
    ] {
      var bytes = whole
      let range = try #require(bytes.range(of: Data(old.utf8)))
      bytes.replaceSubrange(range, with: Data(new.utf8))
      damaged.append(bytes)
    }
    for (index, bytes) in damaged.enumerated() {
      try program.write(bytes, to: "bad.safetensors")
      for command in [
        ["sample", "bad.safetensors", "--rows", "3"], ["inspect", "bad.safetensors"],
      ] {
        let ending = try program.run(command)
        #expect(ending.status == 65, "\(index): \(ending.errors)")
        #expect(!ending.wasSignalled)
        #expect(ending.errors.hasPrefix("lyrebird: "))
      }
    }
    #expect(try !program.names().contains("bad-synthetic.csv"))
  }
}
