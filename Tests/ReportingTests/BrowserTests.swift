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

  /// What a reader does, done by a script at the end of the page; it notes what it sees.
  private static let reader = """
    <script>
    const seen = {};
    const press = (plot, key) => plot.dispatchEvent(new KeyboardEvent("keydown", { key }));
    const tooltip = document.getElementById("tooltip");
    const [first] = document.querySelectorAll("figure");
    const plot = first.querySelector(".plot");
    seen.focusable = plot.tabIndex === 0;
    seen.hiddenBefore = tooltip.hidden;
    press(plot, "ArrowRight");
    press(plot, "End");
    seen.last = tooltip.textContent;
    press(plot, "Home");
    seen.first = tooltip.textContent;
    press(plot, "Escape");
    seen.hiddenAfter = tooltip.hidden;
    const outlines = () => first.querySelectorAll(".outline").length;
    const [real, synthetic, logarithm] = first.querySelectorAll("button");
    seen.outlines = [outlines()];
    synthetic.click();
    seen.outlines.push(outlines());
    seen.pressed = synthetic.getAttribute("aria-pressed");
    synthetic.click();
    seen.outlines.push(outlines());
    const marks = () => [...first.querySelectorAll("text")].map((text) => text.textContent).join();
    const even = marks();
    logarithm.click();
    seen.otherMarks = marks() !== even;
    const box = plot.getBoundingClientRect();
    plot.dispatchEvent(new PointerEvent("pointermove",
      { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }));
    seen.pointed = tooltip.textContent;
    document.documentElement.dataset.seen = JSON.stringify(seen);
    </script>
    </body>
    """

  private struct Seen: Decodable {
    var focusable: Bool
    var hiddenBefore: Bool
    var last: String
    var first: String
    var hiddenAfter: Bool
    var outlines: [Int]
    var pressed: String
    var otherMarks: Bool
    var pointed: String
  }

  @Test func mouseAndKeyboardReachEveryMark() throws {
    let numbers = (0..<100).map(Double.init)
    let histogram = Histogram(
      of: [("real", numbers), ("synthetic", numbers)], bins: 10, axis: Axis("n"))
    let report = Report(
      title: "t",
      sections: [.init("s", blocks: [.figures([Figure("f", plot: .histogram(histogram))])])])
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("lyrebird-reader-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    let page = try report.html().replacingOccurrences(of: "</body>", with: Self.reader)
    try page.write(to: file, atomically: true, encoding: .utf8)
    let document = try Browser().document(of: file)
    let noted = try #require(document.firstMatch(of: /data-seen="([^"]*)"/)).output.1
    let json = noted.replacingOccurrences(of: "&quot;", with: "\"")
    let seen = try JSONDecoder().decode(Seen.self, from: Data(json.utf8))
    #expect(seen.focusable && seen.hiddenBefore && seen.hiddenAfter)
    #expect(seen.first == "0 to 9.9real10 %synthetic10 %")
    #expect(seen.last == "89.1 to 99real10 %synthetic10 %")
    #expect(seen.outlines == [1, 0, 1])
    #expect(seen.pressed == "false")
    #expect(seen.otherMarks)
    #expect(seen.pointed.contains(" to "))
  }
}
