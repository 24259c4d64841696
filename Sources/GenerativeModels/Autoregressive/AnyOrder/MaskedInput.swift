import Foundation
internal import Torch

/// Turns rows of values, some of them seen, into the network's input.
///
/// A seen variable gives its one-hot atom and, where it has an order, a piecewise-linear encoding of
/// its rank (Gorishniy, Rubachev and Babenko 2022), its normal score and its standardised value; an
/// unseen one gives zeros. A flag a variable says which it is.
struct MaskedInput: Sendable {
  /// Where one variable's features stand in a row of the input.
  struct Slot: Sendable {
    var start: Int
    var atomCount: Int
    /// Rank, normal score and standardised value of each atom; NaN for an atom without a place.
    var atomFeatures: [(rank: Float, score: Float, value: Float)]
    var hasScale: Bool
    var curve: [Float]
  }

  let slots: [Slot]
  let width: Int
  let pieces: Int

  init(variables: [MixedVariable], pieces: Int) {
    var slots: [Slot] = []
    var start = variables.count
    for variable in variables {
      var features: [(rank: Float, score: Float, value: Float)] = []
      if let scale = variable.scale {
        for (rank, value) in zip(scale.atomRanks, scale.atomValues) {
          features.append((rank, Self.normalScore(rank), value))
        }
      }
      slots.append(
        Slot(
          start: start, atomCount: variable.atomCount, atomFeatures: features,
          hasScale: variable.scale != nil, curve: variable.scale?.curve ?? []))
      start += variable.atomCount + (variable.scale == nil ? 0 : pieces + 2)
    }
    self.slots = slots
    self.pieces = pieces
    width = start
  }

  /// The quantile of the standard normal distribution, kept within ±3.5.
  static func normalScore(_ rank: Float) -> Float {
    guard !rank.isNaN else { return .nan }
    return Float(NormalScore.quantile(Double(min(max(rank, 0.00025), 0.99975))))
  }

  /// The input of `rows` whose `seen` variables are known, `[rows, width]`.
  ///
  /// - Parameters:
  ///   - values: Row-major, `[rows, variables]`.
  ///   - seen: Row-major, likewise.
  ///   - rows: The number of rows.
  /// - Returns: The features, with zeros where a variable is not seen.
  func input(values: UnsafePointer<Float>, seen: UnsafePointer<Bool>, rows: Int) -> Tensor {
    var buffer = [Float](repeating: 0, count: rows * width)
    let count = slots.count
    buffer.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for variable in 0..<count {
        let slot = slots[variable]
        for row in 0..<rows where seen[row * count + variable] {
          slot.write(
            values[row * count + variable], variable: variable, pieces: pieces,
            into: base + row * width)
        }
      }
    }
    return Tensor(buffer, [rows, width])
  }
}

extension MaskedInput.Slot {
  /// Writes the flag and the features of one seen value into a row that holds zeros there.
  @inline(__always)
  func write(
    _ value: Float, variable: Int, pieces: Int, into row: UnsafeMutablePointer<Float>
  ) {
    row[variable] = 1
    let out = row + start
    let rank: Float
    let score: Float
    let standardised: Float
    if value < Float(atomCount) {
      let atom = Int(value)
      out[atom] = 1
      guard hasScale, !atomFeatures[atom].rank.isNaN else { return }
      (rank, score, standardised) = atomFeatures[atom]
    } else {
      rank = min(max(value - Float(atomCount), 0), 1)
      let position = rank * Float(curve.count - 1)
      let lower = min(Int(position), curve.count - 2)
      let fraction = position - Float(lower)
      standardised = curve[lower] + fraction * (curve[lower + 1] - curve[lower])
      score = NormalScore.table.score(rank)
    }
    let features = out + atomCount
    for piece in 0..<pieces {
      features[piece] = min(max(rank * Float(pieces) - Float(piece), 0), 1) - 0.5
    }
    features[pieces] = score
    features[pieces + 1] = min(max(standardised, -4), 4)
  }
}
