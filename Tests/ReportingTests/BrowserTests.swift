import Foundation
import HeadlessBrowser
import Reporting
import Testing

/// What a real browser makes of the page.
@Suite struct BrowserTests {
  @Test func everyPlotDrawsAndNothingEscapes() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("lyrebird-gallery-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    try Gallery.report.writeHTML(to: file)
    let document = try Browser().document(of: file)

    let root = try #require(document.firstMatch(of: /<html[^>]*>/)).output
    #expect(root.contains("data-failures=\"0\""), "script errors: \(root)")
    #expect(root.contains("data-figures=\"\(Gallery.figureCount)\""))
    let figures = document.matches(of: /<figure[^>]*>/).map { String($0.output) }
    #expect(figures.count == Gallery.figureCount)
    for figure in figures {
      #expect(figure.contains("data-drawn=\"true\""), "not drawn: \(figure)")
    }
    let marks = figures.compactMap { $0.firstMatch(of: /data-marks="(\d+)"/)?.output.1 }
    // Bins, bins of one number, of none, of dates; names; no name; ranges; points of two curves
    // (one is a gap); 3,000 points of each cloud; cells (one is empty).
    let expected = [40, 1, 1, 40, 4, 0, 2, 7, 6000, 144, 3]
    #expect(marks.map(String.init) == expected.map(String.init))
    // The hostile text stands on the page as text; had it become an element, there would be one.
    #expect(!document.contains("<img"))
    #expect(document.contains("&lt;img src=x"))
  }
}
