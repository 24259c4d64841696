import Foundation
internal import Torch

/// Draws rows from an any-order model given that variables lie in sets of values.
///
/// The condition is a list of *terms*, of which a row fulfils at most one; a term restricts some
/// variables, each to a set. A row is drawn in two stages: first the restricted variables of one
/// term, from their joint distribution given the condition (`RestrictionTable`), then all others by
/// `AnyOrderSampler` given those. Drawing the restricted variables one after the other, each from
/// what is allowed of its conditional distribution, would not do: it gives each row the same weight
/// however little of the next variable its values leave.
///
/// The density is the model's along orders that begin with the restricted variables. Where more
/// combinations than `contextLimit` would have to be written out, a pool of weighted draws stands
/// in for the table, and the rows are approximately distributed; see `effectiveSampleSize`.
public final class RestrictedSampler {
  /// Combinations of restricted values that are written out at the most, over all terms.
  public static let contextLimit = 50_000
  /// Draws in a pool; when there are several, they share them.
  public static let poolSize = 20_000
  /// Pools that make less than this part of all rows are not worth mentioning.
  private static let negligibleShare = 1e-3

  /// The probability of the condition according to the model. With several restricted continuous
  /// variables the midpoint rule over bins stands in for integrals.
  public let probability: Double
  /// The effective number of independent draws in the smallest pool; `nil` where rows are exactly
  /// distributed, but for one in a thousand at most.
  public let effectiveSampleSize: Double?

  /// Rounds after which a row is taken as it is. Each takes two thirds of the open rows, unless a
  /// network changes abruptly inside a bin.
  private static let roundLimit = 1000

  private let conditionals: AnyOrderConditionals
  private let rest: AnyOrderSampler
  private let generator: SeededGenerator
  private let sources: [RestrictionSource]
  /// The first cell of each source in `cumulated`.
  private let starts: [Int]
  private let cumulated: [Double]
  /// By how much a density may exceed what its cell promised; proposals are accepted in proportion.
  private let headroom: Double
  private var nextChunk: UInt64 = 0

  /// Prepares the draws.
  ///
  /// - Parameters:
  ///   - model: The model, whose weights must not change meanwhile.
  ///   - terms: The condition: at least one term; a row fulfils at most one.
  ///   - seed: The seed.
  ///   - contextLimit: Other than the usual limit, for tests of what happens behind it.
  public init(
    _ model: AnyOrderModel, terms: [[VariableRestriction]], seed: UInt64,
    contextLimit: Int = RestrictedSampler.contextLimit
  ) {
    let conditionals = AnyOrderConditionals(model)
    self.conditionals = conditionals
    var seeds = SeededGenerator(seed: seed).split(stream: 1)
    rest = AnyOrderSampler(model, seed: seeds.next())
    let generator = SeededGenerator(seed: seed).split(stream: 2)
    self.generator = generator
    let prepared = terms.map {
      RestrictedTerm(
        $0, variables: model.variables, bins: model.configuration.bins, limit: contextLimit)
    }
    let isWritten = Self.written(prepared, limit: contextLimit)
    var sources: [RestrictionSource] = []
    Self.onOneThread {
      for (index, term) in prepared.enumerated() {
        if isWritten[index] {
          sources.append(.table(RestrictionTable(term, conditionals: conditionals)))
        } else {
          var random = generator.split(stream: .max - UInt64(index))
          let pool = ImportancePool(
            term, size: max(Self.poolSize / terms.count, 1000), conditionals: conditionals,
            using: &random)
          sources.append(.pool(term, pool))
        }
      }
    }
    self.sources = sources
    var starts: [Int] = []
    var cumulated: [Double] = []
    var sum = 0.0
    for source in sources {
      starts.append(cumulated.count)
      for weight in source.weights {
        sum += weight
        cumulated.append(sum)
      }
    }
    self.starts = starts
    self.cumulated = cumulated
    probability = min(sum, 1)
    headroom = sources.contains { $0.hasBins } ? 1.5 : 1
    let pools = sources.filter { $0.effectiveSize != nil }
    let share = pools.reduce(0) { $0 + $1.weights.reduce(0, +) } / max(sum, .leastNormalMagnitude)
    effectiveSampleSize =
      share < Self.negligibleShare ? nil : pools.compactMap(\.effectiveSize).min()
  }

  /// Which terms are written out: those of the fewest combinations, as long as all stay in the limit.
  private static func written(_ terms: [RestrictedTerm], limit: Int) -> [Bool] {
    var result = [Bool](repeating: false, count: terms.count)
    var rest = limit
    for index in terms.indices.sorted(by: { terms[$0].contextCount < terms[$1].contextCount })
    where terms[index].contextCount <= rest {
      result[index] = true
      rest -= terms[index].contextCount
    }
    return result
  }

  /// What a term computes must not depend on the number of threads, so it is computed on one.
  private static func onOneThread(_ body: () -> Void) {
    let threads = Runtime.threadCount
    Runtime.threadCount = 1
    defer { Runtime.threadCount = threads }
    body()
  }

  /// Draws the next `count` rows, row-major, `[count, variables]`.
  ///
  /// - Precondition: the condition has a probability above zero.
  public func sample(_ count: Int) -> [Float] {
    precondition(probability > 0, "a condition that no row fulfils")
    let width = conditionals.model.variables.count
    var values = [Float](repeating: 0, count: count * width)
    var seen = [Bool](repeating: false, count: count * width)
    let size = AnyOrderSampler.chunkSize
    let first = nextChunk
    nextChunk += UInt64((count + size - 1) / size)
    values.withUnsafeMutableBufferPointer { values in
      seen.withUnsafeMutableBufferPointer { seen in
        let (values, seen) = (SharedOutput(buffer: values), SharedOutput(buffer: seen))
        ConcurrentChunks.run(rows: count, size: size, device: conditionals.device) { chunk, rows in
          let part = self.chunk(rows: rows.count, index: first + UInt64(chunk))
          values.write(part.values, from: rows.lowerBound * width)
          seen.write(part.seen, from: rows.lowerBound * width)
        }
      }
    }
    return rest.sample(count, given: PartialRows(values: values, seen: seen))
  }

  /// Draws the restricted variables of one chunk.
  private func chunk(rows: Int, index: UInt64) -> PartialRows {
    var random = generator.split(stream: index)
    let width = conditionals.model.variables.count
    var result = PartialRows(
      values: [Float](repeating: 0, count: rows * width),
      seen: [Bool](repeating: false, count: rows * width))
    var open = Array(0..<rows)
    var round = 0
    while !open.isEmpty {
      round += 1
      var cells = [[(row: Int, cell: Int)]](repeating: [], count: sources.count)
      for (row, uniform) in zip(open, random.stratifiedDoubles(open.count)) {
        let cell = cell(at: uniform * (cumulated.last ?? 0))
        let source = (starts.firstIndex { $0 > cell } ?? starts.count) - 1
        cells[source].append((row, cell - starts[source]))
      }
      var rejected: [Int] = []
      for (source, chosen) in zip(sources, cells) where !chosen.isEmpty {
        let drawn = source.draw(chosen.map(\.cell), conditionals, using: &random)
        let variables = source.term.steps.map(\.variable)
        for (position, row) in chosen.map(\.row).enumerated() {
          let chance = drawn.ratios[position] / headroom
          guard
            chance >= 1 || round >= Self.roundLimit
              || Double.random(in: 0..<1, using: &random) < chance
          else {
            rejected.append(row)
            continue
          }
          for (step, variable) in variables.enumerated() {
            result.values[row * width + variable] = drawn.values[position * variables.count + step]
            result.seen[row * width + variable] = true
          }
        }
      }
      open = rejected
    }
    return result
  }

  /// The first cell whose cumulated weight passes `weight`.
  private func cell(at weight: Double) -> Int {
    var low = 0
    var high = cumulated.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] > weight { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
