import Reporting

/// A report with every kind of block and plot, and with text that tries to break out of the page.
enum Gallery {
  static let hostile = "</script><img src=x onerror=\"fail()\"> & <!-- ' \u{0}"

  static var report: Report {
    Report(
      title: "Gallery \(hostile)", subtitle: hostile,
      sections: [
        Report.Section("Words \(hostile)", introduction: hostile, blocks: words),
        Report.Section("Plots", blocks: [.figures(figures), .figures(wideFigures)]),
      ],
      footer: hostile)
  }

  static var figureCount: Int { figures.count + wideFigures.count }

  private static var words: [Report.Block] {
    [
      .text("One paragraph.\n\nAnother: \(hostile)"),
      .note(.init(.warning, hostile)),
      .note(.init(.information, "Good to know.")),
      .keyFigures([
        KeyFigure(
          label: hostile, value: 0.921, sentence: "A sentence.",
          references: [.init("real rows", 0.928)], scale: .init(0.5, 1), verdict: .good),
        KeyFigure(label: "nothing", value: .nan),
      ]),
      .table(TextTable(caption: hostile, header: ["a", hostile], rows: [["1", hostile]])),
      .command("lyrebird synth 'a b.csv' --seed 1 \(hostile)"),
    ]
  }

  private static var figures: [Figure] {
    let waves = (0..<2000).map { Double($0 * 7919 % 2000) / 100 }
    let day = 86400.0
    let names: [(name: String, counts: [String: Int])] = [
      ("real", ["Bachelors": 60, hostile: 40, "HS-grad": 300]),
      ("synthetic", ["Bachelors": 66, "HS-grad": 280, "a very long name of a level": 9]),
    ]
    return [
      Figure(
        "Numbers", caption: hostile,
        plot: .histogram(
          Histogram(
            of: [("real", waves), ("synthetic", waves.map { $0 * 0.9 })], axis: Axis("age, years")))
      ),
      Figure(
        "One number",
        plot: .histogram(Histogram(of: [("real", [7, 7])], axis: Axis("constant")))),
      Figure(
        "No numbers", plot: .histogram(Histogram(of: [("real", [.nan])], axis: Axis("missing")))),
      Figure(
        "Dates",
        plot: .histogram(
          Histogram(
            of: [("real", waves.map { 1e9 + $0 * 90 * day }), ("synthetic", [1e9])],
            axis: Axis("day", scale: .time)))),
      Figure("Names", plot: .bars(.shares(counts: names))),
      Figure("No names", plot: .bars(.shares(counts: [("real", [:]), ("synthetic", [:])]))),
      Figure(
        "Ranges",
        plot: .intervals(
          IntervalPlot(
            intervals: [
              .init("Lyrebird", lower: 0.915, middle: 0.921, upper: 0.924),
              .init("class weights", lower: 0.89, middle: 0.9, upper: 0.912, box: 0.895...0.905),
            ], axis: Axis("ROC AUC"), references: [ReferenceLine("real rows", at: 0.928)]))),
      Figure(
        "Loss",
        plot: .lines(
          LineChart(
            series: [
              .init("training", x: [1, 10, 100, 1000], y: [30, 24, 20.5, 19.8]),
              .init("validation", x: [1, 10, 100, 1000], y: [31, .nan, 21, 20.1]),
            ], x: Axis("seconds", scale: .logarithmic), y: Axis("loss, nats a row"),
            verticalReferences: [ReferenceLine("kept", at: 100)],
            horizontalReferences: [ReferenceLine("entropy", at: 19.5)]))),
    ]
  }

  private static var wideFigures: [Figure] {
    let angles = (0..<5000).map { Double($0) * 0.7 }
    let size = 12
    let cells = (0..<size).map { row in (0..<size).map { Double((row - $0) * (row - $0)) / 900 } }
    return [
      Figure(
        "Projection", isWide: true,
        plot: .scatter(
          ScatterPlot(
            series: [
              .init("real", x: angles.map { $0.remainder(dividingBy: 6.1) }, y: angles),
              .init("synthetic", x: angles.map { $0.remainder(dividingBy: 5.9) }, y: angles),
            ], x: Axis("first"), y: Axis("second")))),
      Figure(
        "Pairs", isWide: true,
        plot: .heatMap(
          HeatMap(
            rows: (0..<size).map { "column \($0)" }, columns: (0..<size).map { "column \($0)" },
            values: cells, axis: Axis("difference", marks: .percent)))),
      Figure(
        "Signed",
        plot: .heatMap(
          HeatMap(
            rows: ["a", hostile], columns: ["a", "b"], values: [[1, -0.4], [.nan, 0]],
            axis: Axis("correlation", lower: -1, upper: 1), colours: .diverging))),
    ]
  }
}
