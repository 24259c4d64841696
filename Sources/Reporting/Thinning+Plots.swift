extension Plot {
  /// The plot with no more data than the limits allow.
  func thinned(to limits: Thinning) -> Plot {
    switch self {
    case .histogram(let plot): .histogram(plot.thinned(to: limits))
    case .bars(let plot): .bars(plot.thinned(to: limits))
    case .lines(let plot): .lines(plot.thinned(to: limits))
    case .scatter(let plot): .scatter(plot.thinned(to: limits))
    case .heatMap(let plot): .heatMap(plot.thinned(to: limits))
    case .intervals(let plot): .intervals(plot.thinned(to: limits))
    }
  }
}

extension Histogram {
  /// The same bins with rounded shares. Edges stay exact: rounding could make two of them equal.
  func thinned(to limits: Thinning) -> Histogram {
    var result = self
    for index in series.indices {
      result.series[index].shares = series[index].shares.map(limits.rounded)
    }
    return result
  }
}

extension BarChart {
  /// The topmost categories.
  func thinned(to limits: Thinning) -> BarChart {
    var result = self
    result.categories = categories.prefix(limits.rows).map(limits.shortened)
    for index in series.indices {
      result.series[index].values = series[index].values.prefix(limits.rows).map(limits.rounded)
    }
    return result
  }
}

extension LineChart {
  /// The curves with the extremes of each stretch kept, so that peaks stay visible.
  func thinned(to limits: Thinning) -> LineChart {
    var result = self
    for index in series.indices {
      let curve = series[index]
      let kept = curve.extremes(atMost: limits.curvePoints)
      result.series[index].x = kept.map { limits.rounded(curve.x[$0]) }
      result.series[index].y = kept.map { limits.rounded(curve.y[$0]) }
    }
    return result
  }
}

extension LineChart.Series {
  /// The indices of the first and last point and of the lowest and highest of each stretch.
  func extremes(atMost count: Int) -> [Int] {
    guard y.count > count else { return Array(y.indices) }
    guard count >= 4 else { return Array(y.indices.prefix(count)) }
    let stretches = (count - 2) / 2
    var kept: Set<Int> = [0, y.count - 1]
    for stretch in 0..<stretches {
      let range = (stretch * y.count / stretches)..<((stretch + 1) * y.count / stretches)
      let finite = range.filter { y[$0].isFinite }
      if let lowest = finite.min(by: { y[$0] < y[$1] }) { kept.insert(lowest) }
      if let highest = finite.max(by: { y[$0] < y[$1] }) { kept.insert(highest) }
    }
    return kept.sorted()
  }
}

extension ScatterPlot {
  /// Clouds of evenly chosen points.
  func thinned(to limits: Thinning) -> ScatterPlot {
    var result = self
    for index in series.indices {
      let cloud = series[index]
      let kept = limits.spread(cloud.x.count, over: limits.points)
      result.series[index].x = kept.map { limits.rounded(cloud.x[$0]) }
      result.series[index].y = kept.map { limits.rounded(cloud.y[$0]) }
    }
    return result
  }
}

extension HeatMap {
  /// The leading rows and columns.
  func thinned(to limits: Thinning) -> HeatMap {
    var result = self
    result.rows = rows.prefix(limits.heatMapSide).map(limits.shortened)
    result.columns = columns.prefix(limits.heatMapSide).map(limits.shortened)
    result.values = values.prefix(limits.heatMapSide).map { row in
      row.prefix(limits.heatMapSide).map(limits.rounded)
    }
    return result
  }
}

extension IntervalPlot {
  /// The topmost ranges.
  func thinned(to limits: Thinning) -> IntervalPlot {
    var result = self
    result.intervals = Array(intervals.prefix(limits.rows))
    for index in result.intervals.indices {
      result.intervals[index].label = limits.shortened(result.intervals[index].label)
    }
    return result
  }
}
