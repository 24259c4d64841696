import Foundation
internal import Torch
internal import TorchNN

/// Draws rows from a Gaussian copula.
///
/// Rows with the same given variables are drawn together: the latent numbers of what is given, then
/// those of the rest from their conditional normal distribution, which is exact.
public final class GaussianCopulaSampler: RowSampler {
  private let copula: GaussianCopula
  private let generator: SeededGenerator
  private let factor: Tensor
  private let width: Int
  private var nextChunk: UInt64 = 0

  private static let chunkSize = 4096
  /// Sweeps over the latent numbers of several given atoms.
  private static let sweeps = 25

  /// Prepares `copula`, whose correlations must not change meanwhile.
  public init(_ copula: GaussianCopula, seed: UInt64) {
    self.copula = copula
    generator = SeededGenerator(seed: seed)
    factor = copula.correlation.cholesky()
    width = copula.variables.count
  }

  /// Draws the next `count` rows, row-major, `[count, variables]`.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - condition: As many partial rows, whose unknown variables are drawn given the known ones.
  /// - Returns: The values, of known variables as they were given.
  public func sample(_ count: Int, given condition: PartialRows? = nil) -> [Float] {
    precondition(
      condition.map { $0.values.count == count * width } ?? true, "a condition of other length")
    let size = Self.chunkSize
    let first = nextChunk
    nextChunk += UInt64((count + size - 1) / size)
    var result = [Float](repeating: 0, count: count * width)
    result.withUnsafeMutableBufferPointer { buffer in
      let output = SharedOutput(buffer: buffer)
      ConcurrentChunks.run(rows: count, size: size, device: copula.correlation.device) {
        chunk, rows in
        var random = self.generator.split(stream: first + UInt64(chunk))
        let source = RandomSource(seed: random.next())
        let drawn = withoutGradient {
          condition.map {
            self.complete($0.rows(rows, width: self.width), rows: rows.count, using: source)
          } ?? self.draw(rows.count, using: source)
        }
        output.write(drawn, from: rows.lowerBound * self.width)
      }
    }
    return result
  }

  private func draw(_ rows: Int, using random: RandomSource) -> [Float] {
    let noise = Tensor.randomNormal([rows, width], dtype: .float64, using: random)
    let positions = noise.matmul(factor.transpose()).normalCDF().asArray(Double.self)
    return positions.enumerated().map { index, position in
      copula.scales[index % width].value(at: position)
    }
  }

  private func complete(
    _ condition: PartialRows, rows: Int, using random: RandomSource
  ) -> [Float] {
    let patterns = Dictionary(grouping: 0..<rows) {
      Array(condition.seen[$0 * width..<($0 + 1) * width])
    }
    var result = condition.values
    // In the order of their first rows, so that the random numbers do not depend on hashing.
    for (seen, members) in patterns.sorted(by: { $0.value[0] < $1.value[0] }) {
      let known = seen.indices.filter { seen[$0] }
      let unknown = seen.indices.filter { !seen[$0] }
      guard !unknown.isEmpty else { continue }
      var positions: [Double]
      if known.isEmpty {
        let noise = Tensor.randomNormal([members.count, width], dtype: .float64, using: random)
        positions = noise.matmul(factor.transpose()).normalCDF().asArray(Double.self)
      } else {
        let values = members.flatMap { row in known.map { condition.values[row * width + $0] } }
        positions = positionsOfUnknown(
          unknown, known: known, values: values, rows: members.count, using: random)
      }
      for (position, row) in members.enumerated() {
        for (offset, variable) in unknown.enumerated() {
          result[row * width + variable] = copula.scales[variable].value(
            at: positions[position * unknown.count + offset])
        }
      }
    }
    return result
  }

  /// Φ of the latent numbers of `unknown` given `values` of `known`, row-major.
  private func positionsOfUnknown(
    _ unknown: [Int], known: [Int], values: [Float], rows: Int, using random: RandomSource
  ) -> [Double] {
    func part(_ first: [Int], _ second: [Int]) -> Tensor {
      copula.correlation.indexSelect(axis: 0, Tensor(first))
        .indexSelect(axis: 1, Tensor(second))
    }
    let among = part(known, known)
    let latent = LatentRows(values, rows: rows, scales: known.map { copula.scales[$0] })
    var z = latent.start(using: random)
    // One interval beside points is drawn exactly by one sweep; several need some to mix.
    for _ in 0..<min(latent.intervalCount, 2) * (latent.intervalCount > 1 ? Self.sweeps / 2 : 1) {
      z = latent.sweep(z, correlation: among, using: random)
    }
    let across = part(known, unknown)
    let weights = among.solve(across)
    let covariance = part(unknown, unknown) - across.transpose().matmul(weights)
    let jitter = Tensor.identity(unknown.count, dtype: .float64) * 1e-9
    let noise = Tensor.randomNormal([rows, unknown.count], dtype: .float64, using: random)
    let drawn = z.matmul(weights) + noise.matmul((covariance + jitter).cholesky().transpose())
    return drawn.normalCDF().asArray(Double.self)
  }
}
