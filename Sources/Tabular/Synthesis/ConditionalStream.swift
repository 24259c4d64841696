internal import GenerativeModels
internal import Torch

/// Draws the rows of a model that fulfil a condition, in pieces of any number.
///
/// Rows are drawn from the model's distribution given the condition, not by drawing rows and
/// throwing away those that do not fit: the time a row takes does not depend on how rare the
/// condition is. See `RestrictedSampler` for how.
///
/// Two checks follow. Every row is tested against the condition; rows that fail (numbers that
/// changed places because of an inequality between columns can, and only they) are drawn again,
/// which leaves the distribution exact. Rows that repeat a value of a unique column are drawn again
/// as well.
public final class ConditionalStream {
  /// The condition; `nil` for all rows.
  public let condition: Condition?
  /// What is to be said about the rows; `nil` when they follow the model's distribution exactly.
  public let note: String?
  /// Rows drawn so far.
  public private(set) var rowCount = 0

  private let model: TableModel
  private let source: Source
  private var random: SeededGenerator
  private var unique: UniqueValues
  private var drawn = 0
  private var fulfilled = 0

  private enum Source {
    case all(any RowSampler)
    case some(RestrictedSampler)
  }

  init(_ model: TableModel, seed: UInt64, where condition: Condition?) throws(TableError) {
    self.model = model
    self.condition = condition
    random = SeededGenerator(seed: seed).split(stream: .max)
    unique = UniqueValues(model)
    guard let condition else {
      source = .all(model.model.makeSampler(seed: seed, keepsShares: true))
      note = nil
      return
    }
    let exact = try model.modelOfExactConditionals(for: "drawing rows that fulfil a condition")
    let terms = try model.conditionalTerms.restrictions(for: condition)
    let sampler = RestrictedSampler(exact, terms: terms, seed: seed)
    guard sampler.probability > 1e-30 else { throw ConditionalTerms.unknown(condition) }
    source = .some(sampler)
    note = sampler.effectiveSampleSize.map { size in
      "The condition leaves too many combinations of values to write out, so its columns were "
        + "drawn from a pool of \(RestrictedSampler.poolSize) weighted rows worth \(Int(size)) "
        + "independent ones; the rows follow the model approximately."
    }
  }

  /// The share of rows that fulfil the condition, according to the model. Where the condition
  /// touches columns with an inequality between them, the rows drawn so far refine it.
  public var probability: Double {
    guard case .some(let sampler) = source else { return 1 }
    guard drawn > 0 else { return sampler.probability }
    return sampler.probability * Double(fulfilled) / Double(drawn)
  }

  /// Draws the next `count` rows, all of which fulfil the condition.
  ///
  /// - Parameter count: How many.
  /// - Returns: The rows, with all columns in the order of the file.
  /// - Throws: `TableError` when the condition hardly ever agrees with an inequality between columns,
  ///   or when there are too few different values for a unique column.
  public func next(_ count: Int) throws(TableError) -> Table {
    try unique.checkRoom(for: count)
    let width = model.card.codec.variables.count
    var values = sample(count)
    var attempts = count
    drawn += count
    while true {
      var identifiers = random
      let table = model.withDependencies(
        model.card.codec.decode(values, rows: count, firstRow: rowCount, using: &identifiers))
      let unfit = try unfitRows(of: table)
      let repeated = unique.repeatedRows(of: table, besides: unfit)
      let open = (unfit.union(repeated)).sorted()
      guard !open.isEmpty else {
        fulfilled += count
        random = identifiers
        unique.add(table)
        rowCount += count
        return table
      }
      guard attempts < 200 * count + 20_000 else {
        throw exhausted(unfit: unfit.count, repeated: repeated.count)
      }
      attempts += open.count
      drawn += unfit.count
      let replacements = sample(open.count)
      for (position, row) in open.enumerated() {
        for variable in 0..<width {
          values[row * width + variable] = replacements[position * width + variable]
        }
      }
    }
  }

  private func sample(_ count: Int) -> [Float] {
    switch source {
    case .all(let sampler): sampler.sample(count, given: nil)
    case .some(let sampler): sampler.sample(count)
    }
  }

  private func unfitRows(of table: Table) throws(TableError) -> Set<Int> {
    guard let condition else { return [] }
    let matches = try condition.matches(in: table)
    return Set(matches.indices.filter { !matches[$0] })
  }

  private func exhausted(unfit: Int, repeated: Int) -> TableError {
    guard unfit == 0 || unique.columns.isEmpty || repeated > unfit else {
      return TableError(
        .condition,
        "the condition \(condition.map(\.description) ?? "") contradicts an inequality between "
          + "columns in nearly all rows of the model. Widen the condition.")
    }
    return TableError(
      .constraint,
      "after \(rowCount) rows the model draws hardly any new values for the unique "
        + "\(unique.columns.map { "\"\($0)\"" }.joined(separator: ", ")). Draw fewer rows, or leave "
        + "uniqueness out.")
  }
}

extension TableModel {
  /// Rows that fulfil a condition, to be drawn from a seed.
  ///
  /// To draw `count` rows of one class, as balancing does of rare classes, pass
  /// `.compare(column: target, .equal, .text(level))`: a column with a fixed value costs nothing, so
  /// this is as fast as drawing any rows.
  ///
  /// - Parameters:
  ///   - seed: The seed: the same gives the same rows, whatever the number of threads.
  ///   - condition: The condition, as `condition(_:)` reads one; `nil` for all rows.
  /// - Returns: The rows to come, with the probability of the condition.
  /// - Throws: `TableError` when the condition names a column or a value that the model does not
  ///   know, when it contradicts itself or a constraint, or when no row can fulfil it.
  public func stream(
    seed: UInt64, where condition: Condition?
  ) throws(TableError) -> ConditionalStream {
    try ConditionalStream(self, seed: seed, where: condition)
  }

  /// Understands the text of a condition, as `sample --where` takes it.
  ///
  /// - Parameter text: Such as `income = '>50K' and age >= 40`.
  /// - Returns: The condition.
  /// - Throws: `TableError` that names what is not understood, does not exist or cannot occur.
  public func condition(_ text: String) throws(TableError) -> Condition {
    try Condition(parsing: text, columns: conditionColumns)
  }

  /// The condition that columns have given values, as `sample --given` takes them.
  ///
  /// - Parameter values: The text of a value for each of some columns.
  /// - Returns: The condition.
  /// - Throws: `TableError` that names the column that does not exist or cannot have the value.
  public func condition(given values: [String: String]) throws(TableError) -> Condition {
    let parts = values.sorted { $0.key < $1.key }.map { name, text in
      Condition.compare(column: name, .equal, .text(text))
    }
    return try Condition.all(parts).bound(to: ColumnIndex(conditionColumns))
  }

  /// The columns that conditions may name, with the levels that drawn rows may have.
  public var conditionColumns: [ColumnDescription] {
    card.columns.map { column in
      guard !column.isNumeric,
        let dependency = card.constraints.dependencies.first(where: { $0.dependent == column.name })
      else { return column }
      var column = column
      var known: Set<String> = []
      column.levels = dependency.values.compactMap { value in
        if case .text(let text) = value, known.insert(text).inserted { text } else { nil }
      }
      return column
    }
  }

  var conditionalTerms: ConditionalTerms {
    ConditionalTerms(
      constraints: card.constraints, codec: card.codec, columns: conditionColumns)
  }
}
