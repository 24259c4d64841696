public import Foundation
internal import GenerativeModels

/// From a model and rows with gaps to the same rows without.
public struct FillingRun: Sendable {
  /// The model.
  public var model: URL
  /// The rows; columns that they lack are drawn as well.
  public var source: TableSource
  /// The seed.
  public var seed: UInt64
  /// Where the rows go.
  public var output: URL
  /// Whether a file that is there may be replaced.
  public var overwrites: Bool

  /// Makes a run.
  public init(
    model: URL, source: TableSource, seed: UInt64 = 0, output: URL, overwrites: Bool = false
  ) {
    self.model = model
    self.source = source
    self.seed = seed
    self.output = output
    self.overwrites = overwrites
  }

  /// Reads the model and the rows, fills and writes.
  ///
  /// - Parameter observer: Told what happens.
  /// - Returns: What came of it.
  /// - Throws: `TableError`, in words for the user; nothing is left behind then.
  public func run(_ observer: WorkObserver = { _ in }) throws -> SamplingRun.Outcome {
    try OutputPlace.check(output, overwrites: overwrites)
    observer(.phase("reading \(model.lastPathComponent)"))
    let model = try TableModel.read(model)
    // Read twice: only a first look tells which columns there are.
    let names = Set(try source.read().table.columns.map(\.name))
    let reading = try source.like(model.columns, among: names, keepsNumbers: true).read(observer)
    let start = ContinuousClock.now
    observer(.phase("filling \(reading.table.rowCount) rows"))
    let filling = try model.fill(reading.table, seed: seed)
    for note in filling.notes { observer(.note(note)) }
    try filling.table.write(csv: output, dialect: reading.dialect, overwrites: overwrites)
    return SamplingRun.Outcome(
      output, rowCount: filling.table.rowCount, seed: seed,
      .init(kept: nil, probability: 1, seconds: (ContinuousClock.now - start).seconds))
  }
}
