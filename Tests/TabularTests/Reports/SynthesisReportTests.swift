import Foundation
import HeadlessBrowser
import Reporting
import Testing

@testable import Tabular

@Suite struct SynthesisReportTests {
  static func report() throws -> Report {
    let real = MixedTable.table(rows: 400, seed: 1)
    let synthetic = MixedTable.table(rows: 300, seed: 2)
    var options = EvaluationOptions(target: "income")
    options.dependencies = [DependencyRule(determinants: ["day"], dependent: "income")]
    return SynthesisReport(
      real: real, synthetic: synthetic,
      run: RunSettings(
        source: "a&b.csv", command: "lyrebird synth 'a&b.csv'", settings: [.init("seed", "1")]),
      evaluation: try EvaluationReport(real: real, synthetic: synthetic, options: options),
      training: (1...50).map { step in
        TrainingPoint(
          seconds: Double(step), step: step, trainingLoss: 20 + 1 / Double(step),
          validationLoss: step % 5 == 0 ? 20.5 : nil)
      }, keptStep: 40, warnings: ["Beware of <b>."]
    ).report()
  }

  @Test func everySectionDrawsInABrowser() throws {
    let report = try Self.report()
    let titles = report.sections.map(\.title)
    #expect(
      titles == [
        "At a glance", "Columns", "Pairs of columns", "Whole rows", "Use", "Learning", "Privacy",
        "Run it again",
      ])
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("lyrebird-synthesis-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    try report.writeHTML(to: file)
    let document = try Browser().document(of: file, width: 700)
    let root = try #require(document.firstMatch(of: /<html[^>]*>/)).output
    #expect(root.contains("data-failures=\"0\""), "script errors: \(root)")
    let figures = document.matches(of: /<figure[^>]*>/).map { String($0.output) }
    // Six columns, the pairs, the projection, the losses.
    #expect(figures.count == 9)
    for figure in figures {
      #expect(figure.contains("data-drawn=\"true\""), "not drawn: \(figure)")
      #expect(!figure.contains("data-marks=\"0\""), "empty: \(figure)")
    }
    #expect(document.matches(of: /data-marks="700"/).count == 1, "each row is a point")
  }

  @Test func identifiersAreNotInTheReport() throws {
    let page = try Self.report().html()
    #expect(!page.contains("secret-"))
    #expect(!page.contains("<b>.</"))
  }

  @Test func whatIsLeftEmptyIsLeftOut() throws {
    let table = MixedTable.table(rows: 20, seed: 3)
    let report = SynthesisReport(
      real: table, synthetic: table, run: RunSettings(source: "t.csv", command: "lyrebird"),
      columnLimit: 2
    ).report()
    #expect(report.sections.map(\.title) == ["Columns", "Whole rows", "Run it again"])
    #expect(
      report.sections[0].blocks.contains(
        .note(.init(.information, "The first 2 of 6 columns have a plot."))))
  }

  @Test func missingAndStrangeTablesGiveAReport() throws {
    let missing = Table(columns: [
      Column(name: "a", kind: .continuous, values: .numbers([.nan, .nan])),
      Column(name: "b", kind: .categorical, values: .codes([-1, -1], levels: [])),
    ])
    let one = Table(columns: [
      Column(name: "a", kind: .continuous, values: .numbers([5])),
      Column(name: "b", kind: .categorical, values: .codes([0], levels: ["x"])),
    ])
    for (real, synthetic) in [(missing, missing), (missing, one), (one, missing), (one, one)] {
      let report = SynthesisReport(
        real: real, synthetic: synthetic, run: RunSettings(source: "t.csv", command: "lyrebird"))
      let page = try report.report().html()
      #expect(page.contains("data-path=\"0.0.1\""))
    }
  }
}
