import Foundation
internal import Torch
internal import TorchNN

/// Rows at random times on their way from data to noise, with what the network makes of them.
struct NoisyRows {
  /// Rows times draws.
  let count: Int
  /// The time of each row, between 0 and 1.
  let times: [Double]
  /// The scores without noise, `[count, scored]`.
  let scores: Tensor
  /// The scores with noise.
  let noisy: Tensor
  /// σ, `[count, 1]`.
  let deviation: Tensor
  /// For each name the true ones, `[count]`.
  let targets: [Tensor]
  /// 1 / time where a name is masked, else 0; `[names, count]`.
  let weights: Tensor
  /// The network's hidden vectors, `[count, width]`.
  let hidden: Tensor

  /// Draws times and noise.
  ///
  /// - Parameters:
  ///   - values: Row-major, `[rows, variables]`.
  ///   - rows: The number of rows.
  ///   - model: The model.
  ///   - device: Where it is.
  ///   - draws: How often each row occurs, at times that are spread evenly: one row's follow each
  ///     other.
  ///   - earliest: No time is before this one.
  ///   - random: The source.
  init(
    _ values: [Float], rows: Int, model: MixedDiffusion, device: Device, draws: Int,
    earliest: Double, using random: RandomSource
  ) {
    let parts = model.parts
    let count = rows * draws
    self.count = count
    var generator = SeededGenerator(seed: random.nextSeed())
    // Times spread evenly have the same mean as independent ones, and less noise (Kingma et al.,
    // "Variational Diffusion Models", 2021).
    var times: [Double] = []
    let shift = Double.random(in: 0..<1, using: &generator)
    for row in 0..<rows {
      let own = draws == 1 ? 0 : Double.random(in: 0..<1, using: &generator)
      for draw in 0..<draws {
        let time =
          draws == 1
          ? (shift + Double(row) / Double(rows)).truncatingRemainder(dividingBy: 1)
          : (own + Double(draw)) / Double(draws)
        times.append(earliest + (1 - earliest) * time)
      }
    }
    self.times = times
    let once = parts.names(of: values, rows: rows)
    var names: [Float] = []
    for row in 0..<rows {
      for _ in 0..<draws {
        names += once[row * parts.named.count..<(row + 1) * parts.named.count]
      }
    }
    var seen = [Bool](repeating: false, count: names.count)
    var weights = [Float](repeating: 0, count: names.count)
    for row in 0..<count {
      for name in 0..<parts.named.count {
        let isMasked = Double.random(in: 0..<1, using: &generator) < times[row]
        seen[row * parts.named.count + name] = !isMasked
        if isMasked { weights[name * count + row] = Float(1 / times[row]) }
      }
    }
    self.weights = Tensor(weights, [parts.named.count, count]).to(device: device)
    targets = parts.named.indices.map { name in
      Tensor((0..<count).map { Int(names[$0 * parts.named.count + name]) }).to(device: device)
    }
    let schedule = model.configuration.schedule
    deviation = Tensor(times.map { Float(schedule.deviation(at: $0)) }, [count, 1])
      .to(device: device)
    let shape = [count, parts.scored.count]
    let known = Tensor(parts.scores(of: values, rows: rows), [rows, parts.scored.count])
      .repeatElements(draws, axis: 0)
    let standIn = Tensor.randomNormal(shape, using: random)
    scores = standIn.where(known.isNaN(), else: known).to(device: device)
    noisy = scores + Tensor.randomNormal(shape, using: random).to(device: device) * deviation
    hidden = model.network.hidden(
      masked: model.masked(names: names, seen: seen, rows: count).to(device: device), x: noisy,
      deviation: deviation)
  }
}

extension MixedDiffusion {
  /// The features of seen names, `[rows, width]`.
  func masked(names: [Float], seen: [Bool], rows: Int) -> Tensor {
    names.withUnsafeBufferPointer { names in
      seen.withUnsafeBufferPointer { seen in
        guard let names = names.baseAddress, let seen = seen.baseAddress, !parts.named.isEmpty
        else { return Tensor.zeros([rows, masking.width]) }
        return masking.input(values: names, seen: seen, rows: rows)
      }
    }
  }
}
