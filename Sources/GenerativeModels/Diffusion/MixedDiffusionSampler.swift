import Foundation
internal import Torch
internal import TorchNN

/// Draws rows from a mixed diffusion: from noise and masks to data in the configuration's steps.
///
/// In a step from time t to s each masked name is told with probability (t - s) / t, which is how
/// masking runs backwards, and the scores follow the probability flow.
public final class MixedDiffusionSampler: RowSampler {
  private let model: MixedDiffusion
  private let device: Device
  private let generator: SeededGenerator
  private var nextChunk: UInt64 = 0

  private static let chunkSize = 1024

  /// Prepares `model`, whose weights must not change meanwhile.
  public init(_ model: MixedDiffusion, seed: UInt64) {
    self.model = model
    generator = SeededGenerator(seed: seed)
    device = model.network.input.weight.device
    model.eval()
  }

  /// Draws the next `count` rows, row-major, `[count, variables]`.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - condition: As many partial rows, whose unknown variables are drawn given the known ones.
  /// - Returns: The values, of known variables as they were given.
  public func sample(_ count: Int, given condition: PartialRows? = nil) -> [Float] {
    let width = model.variables.count
    precondition(
      condition.map { $0.values.count == count * width } ?? true, "a condition of other length")
    let first = nextChunk
    nextChunk += UInt64((count + Self.chunkSize - 1) / Self.chunkSize)
    var result = [Float](repeating: 0, count: count * width)
    result.withUnsafeMutableBufferPointer { buffer in
      let output = SharedOutput(buffer: buffer)
      ConcurrentChunks.run(rows: count, size: Self.chunkSize, device: device) { chunk, rows in
        let random = self.generator.split(stream: first + UInt64(chunk))
        let part = condition?.rows(rows, width: width)
        let drawn = withoutGradient {
          self.chunk(rows: rows.count, given: part, random: random)
        }
        output.write(drawn, from: rows.lowerBound * width)
      }
    }
    return result
  }

  private func chunk(
    rows: Int, given condition: PartialRows?, random: SeededGenerator
  ) -> [Float] {
    var random = random
    let source = RandomSource(seed: random.next())
    let sampler = model.configuration.sampler
    let schedule = model.configuration.schedule
    let times = sampler.times
    var names = MaskedNames(rows: rows, model: model, given: condition)
    let known = condition.map { KnownScores($0, rows: rows, parts: model.parts, device: device) }
    func noise() -> Tensor {
      Tensor.randomNormal([rows, model.parts.scored.count], using: source).to(device: device)
    }
    var x = noise() * schedule.maximum
    for step in 0..<sampler.steps {
      let deviation = schedule.deviation(at: times[step])
      let next = step == sampler.steps - 1 ? 0 : schedule.deviation(at: times[step + 1])
      if let known { x = known.replacing(x, noise: noise() * deviation) }
      let masked = names.features.to(device: device)
      var logits: Tensor?
      x = sampler.step(x, from: deviation, to: next, using: source) { x, deviation in
        let level = Tensor.full([rows, 1], Float(deviation), device: device)
        let hidden = model.network.hidden(masked: masked, x: x, deviation: level)
        if logits == nil, !model.parts.named.isEmpty { logits = model.network.names(hidden) }
        return model.network.denoised(hidden: hidden, x: x, deviation: level)
      }
      if let logits {
        names.reveal(
          share: (times[step] - times[step + 1]) / times[step], logits: logits, using: &random)
      }
    }
    var values = model.parts.values(
      names: names.values, scores: x.asArray(Float.self), rows: rows)
    if let condition {
      for index in values.indices where condition.seen[index] {
        values[index] = condition.values[index]
      }
    }
    return values
  }
}

/// Names of which some are still masked.
private struct MaskedNames {
  private(set) var values: [Float]
  private var seen: [Bool]
  private let rows: Int
  private let model: MixedDiffusion

  init(rows: Int, model: MixedDiffusion, given condition: PartialRows?) {
    self.rows = rows
    self.model = model
    let count = model.parts.named.count
    seen =
      condition.map { model.parts.flags($0.seen, of: model.parts.named, rows: rows) }
      ?? [Bool](repeating: false, count: rows * count)
    values = [Float](repeating: 0, count: rows * count)
    guard let condition else { return }
    let given = model.parts.names(of: condition.values, rows: rows)
    for index in seen.indices where seen[index] { values[index] = given[index] }
  }

  var features: Tensor { model.masked(names: values, seen: seen, rows: rows) }

  /// Draws each masked name with probability `share`.
  mutating func reveal(share: Double, logits: Tensor, using random: inout SeededGenerator) {
    let count = model.parts.named.count
    var start = 0
    for (position, name) in model.parts.names.enumerated() {
      defer { start += name.atomCount }
      let chosen = (0..<rows).filter { row in
        !seen[row * count + position] && Double.random(in: 0..<1, using: &random) < share
      }
      guard !chosen.isEmpty else { continue }
      let part = logits.narrow(axis: 1, start: start, length: name.atomCount)
        .indexSelect(Tensor(chosen).to(device: logits.device)).softmax(axis: 1)
      part.withElements(as: Float.self) { table in
        for (index, row) in chosen.enumerated() {
          let shares = UnsafeBufferPointer(
            rebasing: table[index * name.atomCount..<(index + 1) * name.atomCount])
          let uniform = Float(random.next() >> 40) * 0x1p-24
          values[row * count + position] = Float(shares.invert(uniform).outcome)
          seen[row * count + position] = true
        }
      }
    }
  }
}

/// Scores that are given.
private struct KnownScores {
  private let scores: Tensor
  private let isKnown: Tensor

  init(_ condition: PartialRows, rows: Int, parts: MixedParts, device: Device) {
    let shape = [rows, parts.scored.count]
    let scores = parts.scores(of: condition.values, rows: rows)
    let flags = parts.flags(condition.seen, of: parts.scored, rows: rows)
    // An atom that is given has no score.
    isKnown = Tensor(zip(flags, scores).map { $0 && !$1.isNaN }, shape).to(device: device)
    self.scores = Tensor(scores.map { $0.isNaN ? 0 : $0 }, shape).to(device: device)
  }

  func replacing(_ x: Tensor, noise: Tensor) -> Tensor {
    (scores + noise).where(isKnown, else: x)
  }
}
