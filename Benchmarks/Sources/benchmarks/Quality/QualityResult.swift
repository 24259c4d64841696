import Foundation
import Reporting

/// The figures of one data set, as they are committed, and the table that pages quote.
struct QualityResult: Codable {
  /// A table of text, as `scripts/update-results` shows it.
  struct TextGrid: Codable {
    let header: [String]
    let rows: [[String]]
  }

  let dataset: String
  let machine: Machine
  let threads: Int
  let runs: [QualityRun]
  let table: TextGrid
  let caption: String

  /// Reads the committed result of a data set.
  init(of dataset: String, in folder: URL) throws {
    let data = try Data(contentsOf: folder.appending(path: "\(dataset).json"))
    self = try JSONDecoder().decode(Self.self, from: data)
  }

  /// This result with the runs of another in the place of the earlier ones of the same generators and
  /// seeds. Runs of another processor than the first ones' say so, because their times do not compare.
  func replacing(_ other: QualityResult, of item: QualityCase) -> QualityResult {
    let elsewhere = other.machine.processor == machine.processor ? nil : other.machine.processor
    var merged = runs
    for var run in other.runs {
      run.processor = elsewhere
      if let place = merged.firstIndex(where: {
        $0.generator == run.generator && $0.seed == run.seed
      }) {
        merged[place] = run
      } else {
        merged.append(run)
      }
    }
    return QualityResult(item, machine: machine, threads: threads, runs: merged)
  }

  init(_ item: QualityCase, machine: Machine, threads: Int, runs: [QualityRun]) {
    dataset = item.dataset
    self.machine = machine
    self.threads = threads
    self.runs = runs
    let generators = runs.map(\.generator).reduce(into: [String]()) { list, name in
      if !list.contains(name) { list.append(name) }
    }
    table = TextGrid(
      header: [""] + QualityResult.columns.map(\.title),
      rows: generators.map { name in
        let own = runs.filter { $0.generator == name }
        return [name] + QualityResult.columns.map { $0.text(own) }
      })
    let seeds = Set(runs.filter { $0.seconds != nil }.map(\.seed)).count
    caption =
      "Means over seeds (\(seeds)) on \(machine.processor), \(threads) threads. Time: to read the table, "
      + "learn it and draw as many rows; the peers' without the start of Python."
      + QualityResult.remark(on: runs)
  }

  /// Which runs were made elsewhere.
  private static func remark(on runs: [QualityRun]) -> String {
    let moved = runs.filter { $0.processor != nil && $0.seconds != nil }
    return Dictionary(grouping: moved) { $0.processor ?? "" }.sorted { $0.key < $1.key }
      .map { processor, runs in
        " \(Set(runs.map(\.generator)).sorted().joined(separator: ", ")) ran on \(processor), so "
          + "time, speed and memory do not compare."
      }.joined()
  }

  /// One column of the table.
  private struct Column {
    let title: String
    let digits: Int
    /// Whether the runs are counted, not averaged.
    var isCount = false
    let value: (QualityRun) -> Double?

    /// The mean over the runs that have a value.
    func text(_ runs: [QualityRun]) -> String {
      let values = runs.compactMap(value)
      guard !values.isEmpty else { return "" }
      if isCount { return "\(values.count)" }
      let mean = values.reduce(0, +) / Double(values.count)
      return String(format: "%.\(digits)f", mean)
    }
  }

  private static var columns: [Column] {
    [
      Column(title: "runs", digits: 0, isCount: true) { $0.seconds == nil ? nil : 1 },
      Column(title: "seconds", digits: 1) { $0.seconds },
      Column(title: "shape error %", digits: 2) { $0.figures["shapeError"] },
      Column(title: "trend error % (real edges)", digits: 2) {
        $0.figures["trendErrorWithRealEdges"]
      },
      Column(title: "AUC, trained on it", digits: 4) { $0.figures["predictionAUC"] },
      Column(title: "C2ST AUC", digits: 3) { $0.figures["twoSampleAUC"] },
      Column(title: "held-out NLL, nats a row", digits: 2) { $0.figures["negativeLogLikelihood"] },
      Column(title: "nearer to training rows", digits: 3) { $0.figures["shareNearerToTraining"] },
      Column(title: "exact copies %", digits: 2) { $0.figures["exactCopies"] },
      Column(title: "broken dependencies %", digits: 2) {
        $0.figures["brokenDependencies"]
      },
      Column(title: "largest gap of a point mass, points", digits: 2) {
        $0.figures["pointMassGap"]
      },
      Column(title: "rows drawn a second", digits: 0) { $0.figures["rowsPerSecond"] },
      Column(title: "peak MiB", digits: 0) { $0.peakMemory },
    ]
  }

  /// Writes `DATASET.json`, and `DATASET.html` with the curves of quality against time.
  func write(to folder: URL) throws {
    try writeResult(to: folder.appending(path: "\(dataset).json"))
    try Data(page.html().utf8)
      .write(to: folder.appending(path: "\(dataset).html"), options: .atomic)
  }

  /// Each measure against the seconds that it took, one curve a generator.
  private var page: Report {
    let measures = [
      ("shapeError", "Shape error, %"), ("trendErrorWithRealEdges", "Trend error (real edges), %"),
      ("predictionAUC", "AUC of a classifier trained on it"), ("twoSampleAUC", "C2ST AUC"),
    ]
    let figures = measures.map { name, title in
      Figure(title, plot: .lines(curves(name, title)))
    }
    return Report(
      title: "Quality against time: \(dataset)", subtitle: caption,
      sections: [Report.Section("Curves", blocks: [.figures(figures)])])
  }

  private func curves(_ name: String, _ title: String) -> LineChart {
    let timed = runs.filter { $0.seconds != nil && $0.figures[name] != nil }
    // "Lyrebird fast" and "TVAE, 30 epochs" belong to the curves "Lyrebird" and "TVAE".
    let families = Dictionary(grouping: timed) { run in
      String(run.generator.prefix { $0.isLetter })
    }
    let series = families.keys.sorted().map { family in
      let points = (families[family] ?? []).sorted { ($0.seconds ?? 0) < ($1.seconds ?? 0) }
      return LineChart.Series(
        family, x: points.compactMap(\.seconds), y: points.compactMap { $0.figures[name] })
    }
    let real = runs.first { $0.seconds == nil }?.figures[name]
    return LineChart(
      series: series, x: Axis("seconds", scale: .logarithmic), y: Axis(title),
      horizontalReferences: real.map { [ReferenceLine("fresh real rows", at: $0)] } ?? [])
  }
}
