public import Torch
internal import TorchNN

extension AnyOrderModel {
  /// Variables whose losses one step adds up, at the most: a table of a thousand columns would
  /// otherwise need gigabytes a step. The rest are left out at random, so the loss stays unbiased.
  private static let targetsPerStep = 128

  /// From so many rows on a batch of one network is two terms, of half the rows each.
  private static let sharedRows = 256

  /// The mean over a batch `[rows, variables]` of an unbiased estimate of the negative
  /// log-likelihood along a random order, in nats: of every second row one of those that are drawn
  /// along, of the others any.
  ///
  /// A number t in 0 ..< D of seen variables is drawn, then which; the losses of the unseen ones,
  /// times D / (D - t), are the estimate (Hoogeboom et al. 2022, equation 9). While training it is the
  /// mean over the networks, each with masks of its own: they learn apart, for an average gains by
  /// their differences, and by Jensen's inequality it is a bound of what they reach together.
  public func objective(_ batch: Tensor, using random: RandomSource) -> Tensor {
    let losses = objectiveTerms(batch, using: random).map { $0() }
    return losses.count == 1 ? losses[0] : Tensor.stack(losses).sum()
  }

  /// One term a network while training; of one network on the processor, one for each half of a
  /// large batch.
  public func objectiveTerms(_ batch: Tensor, using random: RandomSource) -> [ObjectiveTerm] {
    let generator = SeededGenerator(seed: random.nextSeed())
    let values = batch.asArray(Float.self)
    let rows = batch.size(0)
    let device = batch.device
    if isTraining, members.count > 1 {
      return members.enumerated().map { index, member in
        term(
          values[...], by: [member], weight: 1 / Double(members.count), device: device,
          using: index == 0 ? generator : generator.split(stream: UInt64(index)))
      }
    }
    guard isTraining, device.kind == .cpu, rows >= Self.sharedRows else {
      return [term(values[...], by: members, weight: 1, device: device, using: generator)]
    }
    // One network would draw the dropout masks of both halves from one source.
    let other = twin.member(sharing: members[0], of: self, seed: generator.split(stream: 2))
    let half = rows / 2
    let middle = half * variables.count
    return [
      term(
        values[..<middle], by: members, weight: Double(half) / Double(rows), device: device,
        using: generator),
      term(
        values[middle...], by: [other], weight: Double(rows - half) / Double(rows), device: device,
        using: generator.split(stream: 1)),
    ]
  }

  /// The loss of some rows by some networks, with a weight and randomness of its own.
  private func term(
    _ values: ArraySlice<Float>, by members: [AnyOrderMember], weight: Double, device: Device,
    using generator: SeededGenerator
  ) -> ObjectiveTerm {
    {
      var generator = generator
      let loss = self.maskedLoss(
        Array(values), rows: values.count / self.variables.count, members: members,
        device: device, using: &generator)
      return loss * weight
    }
  }

  /// The loss of the mean of some networks' conditional distributions.
  func maskedLoss(
    _ values: [Float], rows: Int, members: [AnyOrderMember], device: Device,
    using generator: inout SeededGenerator
  ) -> Tensor {
    let count = variables.count
    let seen = drawingOrders.masks(rows: rows, using: &generator)
    var chosen = Array(0..<count)
    if count > Self.targetsPerStep {
      chosen = Array(chosen.shuffled(using: &generator).prefix(Self.targetsPerStep)).sorted()
    }
    let input = values.withUnsafeBufferPointer { values in
      seen.withUnsafeBufferPointer { seen -> Tensor? in
        guard let values = values.baseAddress, let seen = seen.baseAddress else { return nil }
        return masking.input(values: values, seen: seen, rows: rows)
      }
    }
    guard let input else { return Tensor(Float(0)) }
    let features = input.to(device: device)
    let logProbabilities = Tensor.logMeanExp(
      members.map { member in
        member.head.logProbabilities(
          of: values, hidden: member.network(features), chosen: chosen)
      })
    let scale = Float(count) / Float(chosen.count)
    var weights = [Float](repeating: 0, count: chosen.count * rows)
    for row in 0..<rows {
      let mask = seen[row * count..<(row + 1) * count]
      let unseen = mask.reduce(into: 0) { $0 += $1 ? 0 : 1 }
      let weight = scale * Float(count) / (Float(max(unseen, 1)) * Float(rows))
      for (position, variable) in chosen.enumerated() where !seen[row * count + variable] {
        weights[position * rows + row] = -weight
      }
    }
    return (logProbabilities * Tensor(weights, [chosen.count, rows]).to(device: device)).sum()
  }
}
