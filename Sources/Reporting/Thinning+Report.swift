extension Report {
  /// The report with no more data than the limits allow: clouds of evenly chosen points, curves
  /// with their extremes, leading rows of tables, rounded numbers.
  public func thinned(to limits: Thinning = Thinning()) -> Report {
    var result = self
    for section in sections.indices {
      result.sections[section].blocks = sections[section].blocks.map { $0.thinned(to: limits) }
    }
    return result
  }
}

extension Report.Block {
  func thinned(to limits: Thinning) -> Report.Block {
    switch self {
    case .figures(let figures):
      .figures(
        figures.map { figure in
          var result = figure
          result.title = limits.shortened(figure.title)
          result.plot = figure.plot.thinned(to: limits)
          return result
        })
    case .table(let table): .table(table.thinned(to: limits))
    case .text, .note, .keyFigures, .command: self
    }
  }
}

extension TextTable {
  /// The first rows, and a last one that says how many were left out.
  func thinned(to limits: Thinning) -> TextTable {
    var result = self
    result.rows = rows.prefix(limits.rows).map { $0.map(limits.shortened) }
    if rows.count > limits.rows, !header.isEmpty {
      let remark = "… and \(rows.count - limits.rows) more rows"
      result.rows.append([remark] + header.dropFirst().map { _ in "" })
    }
    return result
  }
}
