import Foundation
import Reporting
import Testing

/// What the page holds, read as text.
@Suite struct HTMLTests {
  @Test func onePageHoldsEverything() throws {
    let page = try Gallery.report.html()
    for reference in ["src=\"", "href=\"http", "url(", "@import", "fetch("] {
      #expect(!page.contains(reference), "the page reaches outside: \(reference)")
    }
    #expect(page.contains("default-src 'none'"))
    #expect(!page.contains("\u{0}"))
  }

  @Test func embeddedReportIsTheReport() throws {
    let page = try Gallery.report.html()
    let opening = "<script type=\"application/json\" id=\"report\">"
    let start = try #require(page.range(of: opening)).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    let embedded = try Report(json: Data(page[start..<end].utf8))
    // NaN differs from itself, hence the texts are compared.
    let expected = try Gallery.report.thinned().json()
    #expect(try embedded.json() == expected)
  }

  @Test func sameReportGivesSamePage() throws {
    let first = try Gallery.report.html()
    #expect(try Gallery.report.html() == first)
  }

  @Test func numbersRoundTripThroughJSON() throws {
    let values = [0.1, -1e-300, 1e300, .infinity, -.infinity, .leastNonzeroMagnitude]
    let chart = BarChart(
      categories: values.map { "\($0)" }, series: [.init("s", values: values)], axis: Axis("x"))
    let report = Report(
      title: "t", sections: [.init("s", blocks: [.figures([Figure("f", plot: .bars(chart))])])])
    #expect(try Report(json: report.json()) == report)
  }

  @Test func largeInputsStaySmall() throws {
    let many = (0..<200_000).map { Double($0 % 977) * 1.000_123_4 }
    let names = (0..<1000).map { "column \($0)" }
    let row = (0..<1000).map { Double($0) / 7 }
    let report = Report(
      title: "large",
      sections: [
        .init(
          "s",
          blocks: [
            .figures([
              Figure(
                "cloud",
                plot: .scatter(
                  ScatterPlot(series: [.init("a", x: many, y: many)], x: Axis(""), y: Axis("")))),
              Figure(
                "curve",
                plot: .lines(
                  LineChart(series: [.init("a", x: many, y: many)], x: Axis(""), y: Axis("")))),
              Figure(
                "matrix",
                plot: .heatMap(
                  HeatMap(
                    rows: names, columns: names, values: names.map { _ in row }, axis: Axis("")))),
            ]),
            .table(TextTable(header: ["n"], rows: names.map { [$0] })),
          ])
      ])
    #expect(try report.html().utf8.count < 400_000)
  }
}
