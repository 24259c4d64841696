import Foundation
internal import GenerativeModels
internal import Torch

/// A column of categories as one variable, or as two when there are very many.
///
/// Categories stand in the order of their frequency. Two variables are the quotient and the remainder
/// of the category's number; so a hundred thousand categories cost the network a few hundred inputs
/// and outputs.
struct CategoricalCodec: Codable, Sendable, Equatable {
  /// The categories, the most frequent first; `nil` stands for "missing".
  var levels: [String?]
  /// The category that stands for all that are not released, where those are most of the rows;
  /// otherwise each of them is replaced by a released one.
  var pooled: Int?
  /// The number of remainders; `nil` when one variable is enough.
  var base: Int?
  var variables: [MixedVariable]

  init(codes: [Int32], levels names: [String], options: CodecOptions) {
    var counts = [Int](repeating: 0, count: names.count + 1)
    for code in codes { counts[code < 0 ? names.count : Int(code)] += 1 }
    var order = counts.indices.filter { counts[$0] >= options.minimumCount }
    order.sort { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
    levels = order.map { $0 < names.count ? names[$0] : nil }
    let keptRows = order.reduce(0) { $0 + counts[$1] }
    if keptRows * 2 < codes.count || order.isEmpty {
      pooled = 0
      levels.insert(Self.pooledName(besides: names), at: 0)
      counts.append(codes.count - keptRows)
      order.insert(counts.count - 1, at: 0)
    }
    let total = Float(max(1, order.reduce(0) { $0 + counts[$1] }))
    let shares = order.map { Float(counts[$0]) / total }
    guard levels.count > options.maximumCategories else {
      base = nil
      variables = [MixedVariable(atomShares: shares)]
      return
    }
    let width = Int(Double(levels.count).squareRoot().rounded(.up))
    base = width
    var quotients = [Float](repeating: 0, count: (levels.count + width - 1) / width)
    var remainders = [Float](repeating: 0, count: width)
    for (index, share) in shares.enumerated() {
      quotients[index / width] += share
      remainders[index % width] += share
    }
    variables = [MixedVariable(atomShares: quotients), MixedVariable(atomShares: remainders)]
  }

  /// For each level of a column its number here, or `nil` for one that is not released and has no
  /// pool to go to; last the one for "missing".
  func numbers(for names: [String]) -> [Int?] {
    var known: [String: Int] = [:]
    var missing: Int?
    for (index, level) in levels.enumerated() {
      if let level { known[level] = index } else { missing = index }
    }
    return names.map { known[$0] ?? pooled } + [missing ?? pooled]
  }

  /// A name for the pooled categories that none of them has.
  private static func pooledName(besides names: [String]) -> String {
    var name = "other"
    while names.contains(name) { name += "*" }
    return name
  }

  /// The number of a category in place of one that is not released, in proportion to the shares.
  func replacement(using random: inout SeededGenerator) -> Int {
    // The most frequent categories stand first, so few steps are needed.
    var rest = Float.random(in: 0..<1, using: &random)
    guard base == nil else { return Int.random(in: levels.indices, using: &random) }
    for (index, share) in variables[0].atomShares.enumerated() {
      rest -= share
      if rest < 0 { return index }
    }
    return 0
  }
}
