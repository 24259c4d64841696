internal import Foundation

extension EvaluationReport {
  /// The report as plain text, 100 characters wide at the most.
  public var text: String {
    var lines = [
      "\(rows.synthetic) synthetic rows against \(rows.real) real ones"
        + (rows.holdout.map { " and \($0) that were not learned from" } ?? "")
        + ", \(columns.count) columns.", "",
    ]
    let width = figures.map(\.title.count).max() ?? 0
    for figure in figures {
      let title = figure.title.padding(toLength: width, withPad: " ", startingAt: 0)
      let value = figure.value.map(figure.written) ?? "—"
      let ceiling = figure.ceiling.map { "real data: " + figure.written($0) } ?? ""
      lines.append(
        "\(title)  \(value.leftPadded(to: 9))   \(ceiling)".trimmingTrailingSpaces)
      lines += (figure.reason ?? figure.sentence).wrapped(to: 94).map { "      " + $0 }
    }
    let worst = columnShapes.filter { $0.score != nil }
      .sorted { ($0.score ?? 1, $0.column) < ($1.score ?? 1, $1.column) }.prefix(3)
    if !worst.isEmpty {
      lines += ["", "Columns whose shapes are furthest off:"]
      for shape in worst {
        lines.append("  \(shape.column): \(percent(1 - (shape.score ?? 1)))")
      }
    }
    let apart = pairTrends.filter { $0.scoreWithRealEdges != nil }
      .sorted { ($0.scoreWithRealEdges ?? 1, $0.first) < ($1.scoreWithRealEdges ?? 1, $1.first) }
      .prefix(3)
    if !apart.isEmpty {
      lines += ["", "Pairs whose relations are furthest off:"]
      for trend in apart {
        let error = percent(1 - (trend.scoreWithRealEdges ?? 1))
        lines.append("  \(trend.first) and \(trend.second): \(error)")
      }
    }
    let sources = figures.compactMap(\.ceilingSource).reduce(into: [String]()) { kept, source in
      if !kept.contains(source) { kept.append(source) }
    }
    lines.append("")
    lines += ("\"Real data\" is: " + sources.joined(separator: "; ") + ".").wrapped(to: 100)
    for note in notes { lines += [""] + note.wrapped(to: 100) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
}

extension EvaluationFigure {
  /// A value in the figure's unit.
  public func written(_ value: Double) -> String {
    switch unit {
    case .percent: String(format: "%.2f %%", value)
    case .number: String(format: abs(value) < 10 ? "%.4f" : "%.4g", value)
    }
  }
}

extension String {
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }

  /// The text in lines of at most `width` characters, broken at spaces.
  fileprivate func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
