import Foundation

/// The values of one variable in an order, each with its part of the unit interval: where a Gaussian
/// copula finds the variable's latent number.
///
/// Atoms that have a rank stand among the continuous values there; categories stand by frequency,
/// and "missing" last, as they have no place of their own.
struct LatentScale: Sendable {
  /// An atom, or a run of continuous values, with its part of the unit interval.
  struct Segment: Sendable {
    /// The atom, or `nil`.
    var atom: Int?
    /// The continuous ranks, for a run of them.
    var ranks: ClosedRange<Double> = 0...0
    var lower = 0.0
    var upper = 0.0
  }

  let segments: [Segment]
  private let atomCount: Int
  private let segmentOfAtom: [Int]

  init(_ variable: MixedVariable) {
    atomCount = variable.atomCount
    let ranks = variable.scale?.atomRanks ?? []
    func rank(_ atom: Int) -> Double? {
      guard atom < ranks.count, !ranks[atom].isNaN else { return nil }
      return Double(min(max(ranks[atom], 0), 1))
    }
    let placed = (0..<atomCount).compactMap { atom in rank(atom).map { (atom: atom, rank: $0) } }
      .sorted { ($0.rank, $0.atom) < ($1.rank, $1.atom) }
    let others = (0..<atomCount).filter { rank($0) == nil }
      .sorted { variable.atomShares[$0] > variable.atomShares[$1] }
    var segments: [Segment] = []
    var last = 0.0
    for (atom, rank) in placed {
      if variable.isContinuous, rank > last {
        segments.append(Segment(ranks: last...rank))
        last = rank
      }
      segments.append(Segment(atom: atom))
    }
    if variable.isContinuous, last < 1 { segments.append(Segment(ranks: last...1)) }
    segments += others.map { Segment(atom: $0) }
    // A value without any row keeps a part, or what is given could be impossible.
    let shares = segments.map { segment in
      segment.atom.map { max(Double(variable.atomShares[$0]), 1e-7) }
        ?? Double(variable.continuousShare)
        * (segment.ranks.upperBound - segment.ranks.lowerBound)
    }
    let total = shares.reduce(0, +)
    var sum = 0.0
    var segmentOfAtom = [Int](repeating: 0, count: atomCount)
    for index in segments.indices {
      segments[index].lower = sum / total
      sum += shares[index]
      segments[index].upper = sum / total
      if let atom = segments[index].atom { segmentOfAtom[atom] = index }
    }
    self.segments = segments
    self.segmentOfAtom = segmentOfAtom
  }

  /// The part of the unit interval that a value stands for; a point for a continuous one.
  func interval(of value: Float) -> ClosedRange<Double> {
    if value < Float(atomCount) {
      let segment = segments[segmentOfAtom[min(max(Int(value), 0), atomCount - 1)]]
      return segment.lower...segment.upper
    }
    let rank = min(max(Double(value - Float(atomCount)), 0), 1)
    guard let segment = segments.last(where: { $0.atom == nil && $0.ranks.lowerBound <= rank })
    else { return 0.5...0.5 }
    let width = segment.ranks.upperBound - segment.ranks.lowerBound
    let fraction = min((rank - segment.ranks.lowerBound) / width, 1)
    let position = segment.lower + fraction * (segment.upper - segment.lower)
    // The ends of the line are infinite numbers.
    let inside = min(max(position, 1e-5), 1 - 1e-5)
    return inside...inside
  }

  /// The value at a point of the unit interval.
  func value(at position: Double) -> Float {
    var low = 0
    var high = segments.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if segments[middle].lower <= position { low = middle } else { high = middle - 1 }
    }
    let segment = segments[low]
    if let atom = segment.atom { return Float(atom) }
    let width = segment.upper - segment.lower
    let fraction = width > 0 ? min(max((position - segment.lower) / width, 0), 1) : 0
    let rank =
      segment.ranks.lowerBound
      + fraction * (segment.ranks.upperBound - segment.ranks.lowerBound)
    return Float(atomCount) + Float(min(rank, 0.999_99))
  }
}
