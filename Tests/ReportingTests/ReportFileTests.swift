import Foundation
import Reporting
import Testing

@Suite struct ReportFileTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lyrebird-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
    // Nothing temporary stays behind, whatever happened.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.allSatisfy { !$0.hasPrefix(".") })
  }

  @Test func writesBothForms() throws {
    try inFolder { folder in
      let page = folder.appendingPathComponent("report.html")
      let data = folder.appendingPathComponent("report.json")
      let report = Report(title: "ä")
      try report.writeHTML(to: page)
      try report.writeJSON(to: data)
      let written = try String(contentsOf: page, encoding: .utf8)
      let expected = try report.html()
      #expect(written == expected)
      #expect(try Report(json: Data(contentsOf: data)) == report)
    }
  }

  @Test func overwritesOnlyWhenAsked() throws {
    try inFolder { folder in
      let file = folder.appendingPathComponent("report.json")
      try Report(title: "first").writeJSON(to: file)
      #expect(throws: ReportFileError.exists(path: file.path)) {
        try Report(title: "second").writeJSON(to: file)
      }
      #expect(try Report(json: Data(contentsOf: file)).title == "first")
      try Report(title: "second").writeJSON(to: file, overwriting: true)
      #expect(try Report(json: Data(contentsOf: file)).title == "second")
    }
  }

  @Test func unwritablePlacesAreNamed() throws {
    try inFolder { folder in
      let lost = folder.appendingPathComponent("no/such/report.html")
      let error = #expect(throws: ReportFileError.self) {
        try Report(title: "t").writeHTML(to: lost)
      }
      #expect(error?.description.contains(lost.path) == true)
      #expect(throws: ReportFileError.self) {
        try Report(title: "t").writeHTML(to: folder, overwriting: true)
      }
    }
  }
}
