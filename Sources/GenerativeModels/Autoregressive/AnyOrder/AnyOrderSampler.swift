import Foundation
internal import Torch
internal import TorchNN

/// Draws rows from an any-order model, as many as wanted, on several threads.
///
/// Rows are drawn in chunks. A chunk has one order of the variables and its own random numbers, so
/// the same seed gives the same rows whatever the number of threads. Within a chunk the uniform
/// numbers that decide a variable are stratified: one in each of `rows` equal parts of [0, 1), in
/// random order. Each row's distribution is exactly the model's; the chunk's shares come closer to
/// it than independent draws would (stratified sampling, Cochran 1977, chapter 5). A sampler that
/// `keepsShares` departs from the model where rows are drawn under no condition: see `ShareFactors`.
public final class AnyOrderSampler {
  /// Rows a chunk.
  public static let chunkSize = 512

  private let model: AnyOrderModel
  private let walk: AnyOrderWalk
  private let generator: SeededGenerator
  private let keepsShares: Bool
  private var nextChunk: UInt64 = 0

  /// Prepares `model`, whose weights must not change meanwhile.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - seed: The seed of the rows.
  ///   - keepsShares: Whether rows that are drawn under no condition are steered towards the shares
  ///     of the training rows.
  public init(_ model: AnyOrderModel, seed: UInt64, keepsShares: Bool = false) {
    self.model = model
    self.keepsShares = keepsShares
    generator = SeededGenerator(seed: seed)
    model.eval()
    walk = withoutGradient { AnyOrderWalk(model) }
  }

  /// Draws the next `count` rows, row-major, `[count, variables]`.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - condition: As many partial rows, whose unknown variables are drawn given the known ones.
  ///   - excluded: Of some variables an atom that is not drawn, such as "missing": such a variable
  ///     is drawn from its conditional distribution given that it is none.
  /// - Returns: The values, of known variables as they were given.
  /// - Precondition: a condition has `count` rows.
  public func sample(
    _ count: Int, given condition: PartialRows? = nil, excluding excluded: [Int: Int] = [:]
  ) -> [Float] {
    let width = model.variables.count
    precondition(
      condition.map { $0.values.count == count * width } ?? true, "a condition of other length")
    let size = Self.chunkSize
    let chunks = (count + size - 1) / size
    let first = nextChunk
    nextChunk += UInt64(chunks)
    var result = [Float](repeating: 0, count: count * width)
    result.withUnsafeMutableBufferPointer { buffer in
      let output = SharedOutput(buffer: buffer)
      ConcurrentChunks.run(rows: count, size: size, device: walk.device) { chunk, rows in
        let part = condition?.rows(rows, width: width)
        let drawn = self.chunk(
          rows: rows.count, given: part, excluding: excluded, index: first + UInt64(chunk))
        output.write(drawn, from: rows.lowerBound * width)
      }
    }
    return result
  }

  /// Draws one chunk.
  private func chunk(
    rows: Int, given condition: PartialRows?, excluding excluded: [Int: Int], index: UInt64
  ) -> [Float] {
    var random = generator.split(stream: index)
    let order = model.orders[Int(random.next() % UInt64(model.orders.count))]
    let width = model.variables.count
    // Of few rows the expected shares differ from the known ones by chance, which is no fault.
    let keepsShares =
      keepsShares && condition == nil && excluded.isEmpty && rows * 2 >= Self.chunkSize
    return withoutGradient {
      var values = condition?.values ?? [Float](repeating: 0, count: rows * width)
      let seen = condition?.seen ?? [Bool](repeating: false, count: rows * width)
      let first = walk.start.tile([rows, 1])
      var contexts: SharedContexts? = SharedContexts(rows: rows)
      for variable in 0..<width {
        let known = (0..<rows).map { seen[$0 * width + variable] }
        guard known.contains(true) else { continue }
        let column = (0..<rows).map { values[$0 * width + variable] }
        if known.contains(false) {
          contexts = nil
          walk.reveal(variable: variable, values: column, known: known, in: first)
        } else {
          contexts?.refine(by: column, isAtom: true)
          walk.reveal(variable: variable, values: column, in: first)
        }
      }
      for (step, variable) in order.enumerated() {
        let wanted = (0..<rows).filter { !seen[$0 * width + variable] }
        guard !wanted.isEmpty else { continue }
        let drawn = draw(
          variable, rows: wanted, excluding: excluded[variable], keepingShares: keepsShares,
          first: first, contexts: contexts, using: &random)
        for (row, value) in zip(wanted, drawn) { values[row * width + variable] = value }
        guard step < width - 1 else { break }
        let column = (0..<rows).map { values[$0 * width + variable] }
        contexts?.refine(by: column, isAtom: !model.variables[variable].isContinuous)
        let known = wanted.count == rows ? nil : (0..<rows).map { !seen[$0 * width + variable] }
        walk.reveal(variable: variable, values: column, known: known, in: first)
      }
      return values
    }
  }

  /// Draws one variable for `rows`.
  private func draw(
    _ variable: Int, rows: [Int], excluding excluded: Int?, keepingShares keepsShares: Bool,
    first: Tensor, contexts: SharedContexts?, using random: inout SeededGenerator
  ) -> [Float] {
    func source(_ rows: [Int]) -> Tensor {
      rows.count == first.size(0)
        ? first : first.indexSelect(Tensor(rows).to(device: first.device))
    }
    // Rows that have seen the same share one evaluation: the first steps are nearly free.
    let shared = contexts.flatMap { $0.isWorthwhile ? $0 : nil }
    let evaluated = shared?.representatives ?? rows
    // To draw from the mean of some distributions is to draw from one of them taken at random, so a
    // row costs one network. A chunk takes the same one for all its rows, as it takes one order: one
    // large product instead of several small ones. The mean is taken where it costs as little.
    let members = model.configuration.members
    let table =
      members == 1 || excluded != nil || members * evaluated.count <= rows.count
      ? walk.probabilities(of: variable, afterInput: source(evaluated))
      : walk.probabilities(
        of: variable, member: Int(random.next() % UInt64(members)), afterInput: source(evaluated))
    let places = shared.map { shared in rows.map { Int(shared.identifiers[$0]) } }
    return draw(
      variable, from: table, at: places ?? Array(rows.indices), excluding: excluded,
      keepingShares: keepsShares, using: &random)
  }

  /// Draws one value from each of some rows of a table of probabilities.
  private func draw(
    _ variable: Int, from probabilities: Tensor, at rows: [Int], excluding excluded: Int?,
    keepingShares keepsShares: Bool, using random: inout SeededGenerator
  ) -> [Float] {
    let uniforms = random.stratifiedUniforms(rows.count)
    let atoms = model.variables[variable].atomCount
    let bins = Float(model.configuration.bins)
    let outcomes = probabilities.size(1)
    func value(_ drawn: (outcome: Int, fraction: Float)) -> Float {
      guard drawn.outcome >= atoms else { return Float(drawn.outcome) }
      return Float(atoms) + min((Float(drawn.outcome - atoms) + drawn.fraction) / bins, 0.999_99)
    }
    return probabilities.withElements(as: Float.self) { table in
      let factors =
        keepsShares
        ? ShareFactors(of: model.variables[variable], from: table, at: rows, outcomes: outcomes)
        : nil
      var steered = [Float](repeating: 0, count: factors == nil ? 0 : outcomes)
      return zip(rows, uniforms).map { row, uniform in
        let part = UnsafeBufferPointer(rebasing: table[row * outcomes..<(row + 1) * outcomes])
        guard let factors else { return value(part.invert(part.skipping(excluded, at: uniform))) }
        let sum = factors.apply(to: part, into: &steered)
        return steered.withUnsafeBufferPointer { value($0.invert(uniform * sum)) }
      }
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// The place among the cumulated probabilities of `uniform` among those without one outcome.
  fileprivate func skipping(_ outcome: Int?, at uniform: Float) -> Float {
    guard let outcome else { return uniform }
    let before = self[..<outcome].reduce(0, +)
    let place = uniform * Swift.max(reduce(0, +) - self[outcome], 0)
    return place < before ? place : place + self[outcome]
  }

  /// The outcome at which the cumulated probabilities pass `uniform`, and how far into it that is.
  func invert(_ uniform: Float) -> (outcome: Int, fraction: Float) {
    var rest = uniform
    var last = 0
    for outcome in indices {
      let probability = self[outcome]
      if rest < probability { return (outcome, Swift.max(rest, 0) / probability) }
      rest -= probability
      if probability > 0 { last = outcome }
    }
    // Rounding left the sum just below one.
    return (last, 0.999_99)
  }
}

extension SeededGenerator {
  /// One number in each of `count` equal parts of [0, 1), in random order.
  fileprivate mutating func stratifiedUniforms(_ count: Int) -> [Float] {
    var numbers = (0..<count).map { index in
      (Float(index) + Float(next() >> 40) * 0x1p-24) / Float(count)
    }
    numbers.shuffle(using: &self)
    return numbers
  }
}

/// Which rows of a chunk have seen the same so far.
private struct SharedContexts {
  var identifiers: [Int32]
  /// One row of each kind.
  var representatives: [Int] = [0]
  private var isTracked = true

  init(rows: Int) { identifiers = [Int32](repeating: 0, count: rows) }

  var isWorthwhile: Bool {
    isTracked && representatives.count * 10 < identifiers.count * 9
  }

  mutating func refine(by column: [Float], isAtom: Bool) {
    guard isAtom, isWorthwhile else {
      isTracked = false
      return
    }
    var known: [UInt64: Int32] = [:]
    representatives = []
    for row in column.indices {
      let key = UInt64(UInt32(bitPattern: identifiers[row])) << 32 | UInt64(column[row].bitPattern)
      if let identifier = known[key] {
        identifiers[row] = identifier
      } else {
        let identifier = Int32(representatives.count)
        known[key] = identifier
        representatives.append(row)
        identifiers[row] = identifier
      }
    }
  }
}
