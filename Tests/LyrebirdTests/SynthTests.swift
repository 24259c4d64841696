import Foundation
import Testing

@Suite("lyrebird synth, fit, sample, evaluate and inspect")
struct SynthTests {
  private let program: Program

  init() throws {
    program = try Program(files: [
      "real.csv": Sample.table(), "test.csv": Sample.table(rows: 60, first: 120),
    ])
  }

  @Test("One command writes a table and a report, and prints the figures and where the report is")
  func synth() throws {
    let ending = try program.run(
      "synth", "real.csv", "--test", "test.csv", "--target", "label", "--steps", "40", "--rows",
      "150", "--model", "m.safetensors", "--budget", "1m")
    #expect(ending.status == 0)
    #expect(ending.errors == "")
    #expect(ending.output.contains("Column shapes, error"))
    #expect(ending.output.contains("The report:  \(program.file("real-report.html").path)"))
    #expect(
      try program.names() == [
        "real.csv", "test.csv", "real-synthetic.csv", "real-report.html", "m.safetensors",
      ])
    let lines = try program.text("real-synthetic.csv").split(separator: "\n")
    #expect(lines.count == 151)
    #expect(lines.first == "age,colour,income,label")
    let report = try program.text("real-report.html")
    #expect(report.contains("lyrebird synth real.csv --test test.csv --target label --steps 40"))
    #expect(report.contains("--model m.safetensors --seed 0 --threads 1"))
    #expect(!report.contains("--budget"))
  }

  @Test(
    "The same seed gives the same bytes, another seed others; fit and sample are synth in parts")
  func seeds() throws {
    let common = ["--steps", "40", "--rows", "130", "--no-report"]
    for (name, seed) in [("a", "3"), ("b", "3"), ("c", "4")] {
      let ending = try program.run(
        ["synth", "real.csv", "--output", "\(name).csv", "--model", "\(name).safetensors"]
          + ["--seed", seed] + common)
      #expect(ending.status == 0, "\(ending.errors)")
    }
    #expect(try program.data("a.csv") == program.data("b.csv"))
    #expect(try program.data("a.safetensors") == program.data("b.safetensors"))
    #expect(try program.data("a.csv") != program.data("c.csv"))

    #expect(
      try program.run(
        "fit", "real.csv", "--steps", "40", "--seed", "3", "--model", "f.safetensors"
      ).status == 0)
    let sample = try program.run(
      "sample", "f.safetensors", "--rows", "130", "--seed", "3", "--output", "f.csv")
    #expect(sample.status == 0)
    #expect(sample.output.contains("rows a second"))
    #expect(try program.data("a.safetensors") == program.data("f.safetensors"))
    #expect(try program.data("a.csv") == program.data("f.csv"))
  }

  @Test("Results for programs are JSON on standard output alone")
  func json() throws {
    func object(_ arguments: String...) throws -> [String: Any] {
      let ending = try program.run(arguments + ["--json"])
      #expect(ending.status == 0, "\(ending.errors)")
      let value = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
      return try #require(value as? [String: Any])
    }
    let synth = try object("synth", "real.csv", "--steps", "20", "--model", "m.safetensors")
    #expect(synth["rowCount"] as? Int == 120)
    #expect(synth["wasInterrupted"] as? Bool == false)
    let figures = (synth["evaluation"] as? [String: Any])?["figures"] as? [[String: Any]]
    #expect(figures?.contains { $0["name"] as? String == "shapeError" } == true)
    let sample = try object("sample", "m.safetensors", "--rows", "5")
    #expect(sample["rowCount"] as? Int == 5)
    #expect(try object("inspect", "real.csv")["rowCount"] as? Int == 120)
    let model = try object("inspect", "m.safetensors")
    #expect((model["columns"] as? [[String: Any]])?.count == 4)
    #expect((model["history"] as? [Any])?.isEmpty == false)
    let evaluation = try object("evaluate", "real.csv", "test.csv", "--target", "label")
    #expect((evaluation["figures"] as? [Any])?.isEmpty == false)
  }

  @Test("Tables are inspected, models as well, and a table is evaluated with a report")
  func words() throws {
    let table = try program.run("inspect", "real.csv")
    #expect(table.output.contains("120 rows, 4 columns"))
    let evaluation = try program.run(
      "evaluate", "real.csv", "test.csv", "--report", "r.html", "--seed", "7")
    #expect(evaluation.output.contains("The report:  \(program.file("r.html").path)"))
    #expect(
      try program.text("r.html").contains(
        "lyrebird evaluate real.csv test.csv --report r.html --seed 7 --threads 1"))
  }

  @Test("The layout of the file that was learnt is the layout of what is drawn")
  func layout() throws {
    let text = Sample.table().replacing(",", with: ";")
    try program.write(Data(text.dropFirst("age;colour;income;label\n".count).utf8), to: "bare.csv")
    let ending = try program.run(
      "synth", "bare.csv", "--no-header", "--delimiter", ";", "--type", "column_1=categorical",
      "--steps", "20", "--rows", "3", "--no-report")
    #expect(ending.status == 0, "\(ending.errors)")
    let lines = try program.text("bare-synthetic.csv").split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count { $0 == ";" } == 3 })
  }

  @Test("Rows that fulfil a condition alone are drawn, and compared with such rows")
  func condition() throws {
    let ending = try program.run(
      "synth", "real.csv", "--where", "colour = 'red' and age >= 40", "--steps", "30")
    #expect(ending.status == 0, "\(ending.errors)")
    let rows = try program.text("real-synthetic.csv").split(separator: "\n").dropFirst()
    #expect(rows.count == 120)
    for row in rows {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(cells[1] == "red")
      #expect(try #require(Int(cells[0])) >= 40)
    }
    #expect(try program.text("real-report.html").contains("real rows for which it holds"))
  }

  @Test("Given rows are filled in, and what they have stays")
  func given() throws {
    #expect(try program.run("fit", "real.csv", "--steps", "30").status == 0)
    let partial = "label,age,colour\nyes,,red\n,30,\nno,41,blue\nyes,,\n"
    try program.write(Data(partial.utf8), to: "partial.csv")
    let ending = try program.run(
      "sample", "real.safetensors", "--given", "partial.csv", "--output", "filled.csv")
    #expect(ending.status == 0, "\(ending.errors)")
    let rows = try program.text("filled.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.first == ["label", "age", "colour", "income"])
    #expect(rows.count == 5)
    for (given, filled) in zip(partial.split(separator: "\n").dropFirst(), rows.dropFirst()) {
      let cells = given.split(separator: ",", omittingEmptySubsequences: false)
      for (cell, other) in zip(cells, filled) { #expect(cell == other || cell.isEmpty) }
      #expect(!filled.prefix(3).contains(""))
    }
  }

  @Test("A rare class is added to, and the report says whether that helps")
  func balance() throws {
    let lines = Sample.table(rows: 200).split(separator: "\n").enumerated()
      .filter { !$1.hasSuffix("yes") || $0 % 5 == 0 }.map(\.element)
    let text = lines.joined(separator: "\n") + "\n"
    try program.write(Data(text.utf8), to: "rare.csv")
    let ending = try program.run(
      "balance", "rare.csv", "--target", "label", "--steps", "20", "--folds", "2")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("SMOTENC"))
    let balanced = try program.text("rare-balanced.csv")
    #expect(balanced.hasPrefix(text), "the table's own rows come first, as they were")
    let labels = balanced.split(separator: "\n").dropFirst().map { $0.hasSuffix(",yes") }
    #expect(labels.count { $0 } == labels.count { !$0 })
    #expect(try program.text("rare-balance.html").contains("lyrebird balance rare.csv"))
    #expect(
      try program.run("balance", "rare-balanced.csv", "--target", "label").errors
        .contains("nothing to add"))
  }

  @Test("A budget of time is kept, and becomes steps that the report names")
  func budget() throws {
    let start = ContinuousClock.now
    let ending = try program.run("synth", "real.csv", "--budget", "4s", "--preset", "fast")
    #expect(ending.status == 0, "\(ending.errors)")
    // Generous, since many tests run at once.
    #expect(ContinuousClock.now - start < .seconds(20))
    let report = try program.text("real-report.html")
    #expect(report.contains(/lyrebird synth real.csv --preset fast --steps \d+ --seed 0/))
  }
}
