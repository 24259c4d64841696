internal import GenerativeModels
internal import Torch

extension TableModel {
  /// Draws rows in pieces, so that any number can be streamed.
  public final class Stream {
    private let model: TableModel
    private let sampler: any RowSampler
    private var random: SeededGenerator
    /// Rows drawn so far.
    public private(set) var rowCount = 0

    init(_ model: TableModel, seed: UInt64) {
      self.model = model
      sampler = model.model.makeSampler(seed: seed, keepsShares: true)
      random = SeededGenerator(seed: seed).split(stream: .max)
    }

    /// Draws the next `count` rows.
    public func next(_ count: Int) -> Table {
      let values = sampler.sample(count, given: nil)
      return decoded(values, count)
    }

    /// The next rows, of which some values are given.
    func next(given rows: PartialRows, count: Int) -> Table {
      decoded(sampler.sample(count, given: rows), count)
    }

    private func decoded(_ values: [Float], _ count: Int) -> Table {
      defer { rowCount += count }
      let learnt = model.card.codec.decode(
        values, rows: count, firstRow: rowCount, using: &random)
      return model.withDependencies(learnt)
    }
  }

  /// Rows to be drawn from a seed.
  public func stream(seed: UInt64) -> Stream { Stream(self, seed: seed) }

  /// Draws `count` rows at once.
  public func sample(_ count: Int, seed: UInt64) -> Table { stream(seed: seed).next(count) }

  /// Adds the columns that others determine, puts all in the order of the file, and lets what holds
  /// in every row hold in the drawn ones.
  func withDependencies(_ learnt: Table) -> Table {
    let rows = learnt.rowCount
    let columns = card.columns.map { description -> Column in
      learnt[description.name]
        ?? Column(
          name: description.name, kind: description.kind,
          values: description.isNumeric
            ? .numbers([Double](repeating: .nan, count: rows))
            : .codes([Int32](repeating: -1, count: rows), levels: []),
          format: description.format)
    }
    return card.constraints.repaired(Table(columns: columns))
  }
}
