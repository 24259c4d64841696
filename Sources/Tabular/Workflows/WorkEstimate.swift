/// About how long it takes to draw and to measure, so that a budget of time leaves room for both.
struct WorkEstimate {
  /// Seconds to draw and write.
  let drawing: Double
  /// Seconds to measure and to write the report.
  let measuring: Double

  /// Both, in seconds.
  var seconds: Double { drawing + measuring }

  /// Estimates from the size of a table; the constants are a third above what UCI Adult takes on one
  /// thread of a processor of 2021.
  init(
    _ table: Table, drawnRows: Int, preset: SynthesisPreset, threads: Int, isMeasured: Bool
  ) {
    let columns = Double(table.columns.count)
    let width = preset == .fast ? 1.0 : preset == .default ? 2 : 3
    drawing = Double(drawnRows) * columns * width * 4e-6 / Double(threads)
    guard isMeasured else {
      measuring = 0
      return
    }
    let cells = Double(min(table.rowCount, 50_000)) * columns
    let pairs = min(columns * columns / 2, 20_000) * Double(table.rowCount)
    measuring = 1 + (cells * 5e-6 + pairs * 5e-7) / Double(threads)
  }
}
