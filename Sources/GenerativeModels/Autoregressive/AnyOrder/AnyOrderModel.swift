public import Torch
public import TorchNN

/// Any-order autoregression over a vector of discrete and continuous variables.
///
/// A masked-input residual network gives p(xⱼ | any subset of the others) for every variable j, so
/// any variables can be conditioned on, exactly. Where there are several networks, the mean of their
/// probabilities is the model's conditional distribution. The model draws along an order of the
/// variables taken at random from a fixed set; its density is the mean over the set,
/// p(x) = 1/K Σₖ Πᵢ p(x_{oₖ(i)} | x_{oₖ(<i)}), which is exact.
///
/// Sources: Uria, Murray and Larochelle, "A Deep and Tractable Density Estimator" (2014); Hoogeboom
/// et al., "Autoregressive Diffusion Models" (2022), equation 9.
public final class AnyOrderModel: Module, TractableModel, MixedModel {
  /// The variables.
  public let variables: [MixedVariable]
  /// The shape of the network.
  public let configuration: AnyOrderConfiguration
  /// The orders that draws are made along.
  public let orders: [[Int]]
  let masking: MaskedInput
  // Its parameters are named as if they were the model's own.
  @ModuleInfo(key: "") private var first: AnyOrderMember
  @ModuleInfo private var others: [AnyOrderMember]
  /// The networks whose conditional distributions are averaged.
  var members: [AnyOrderMember] { [first] + others }

  /// Makes a model in which all variables are independent, with the shares that they state.
  ///
  /// - Precondition: there is at least one variable, and each has values.
  public init(
    variables: [MixedVariable], configuration: AnyOrderConfiguration, using random: RandomSource
  ) {
    precondition(!variables.isEmpty, "a model of no variables")
    self.variables = variables
    self.configuration = configuration
    masking = MaskedInput(variables: variables, pieces: configuration.pieces)
    var generator = SeededGenerator(seed: 0x5EED)
    orders = (0..<max(1, configuration.orders)).map { _ in
      Array(variables.indices).shuffled(using: &generator)
    }
    let width = masking.width
    let members = (0..<max(1, configuration.members)).map { _ in
      AnyOrderMember(
        variables: variables, inputWidth: width, configuration: configuration, using: random)
    }
    _first.wrappedValue = members[0]
    others = Array(members.dropFirst())
    super.init()
  }

  /// Variables whose losses one step adds up, at the most: a table of a thousand columns would
  /// otherwise need gigabytes a step. The rest are left out at random, so the loss stays unbiased.
  private static let targetsPerStep = 128

  /// The mean over a batch `[rows, variables]` of an unbiased estimate of the negative
  /// log-likelihood along a random order, in nats.
  ///
  /// A number t in 0 ..< D of seen variables is drawn, then which; the losses of the unseen ones,
  /// times D / (D - t), are the estimate (Hoogeboom et al. 2022, equation 9). While training it is the
  /// mean over the networks, each with masks of its own: they learn apart, for an average gains by
  /// their differences, and by Jensen's inequality it is a bound of what they reach together.
  public func objective(_ batch: Tensor, using random: RandomSource) -> Tensor {
    let seed = Tensor.randomIntegers([1], high: Int.max, using: random).item(Int.self)
    var generator = SeededGenerator(seed: UInt64(seed))
    let values = batch.asArray(Float.self)
    func loss(_ members: [AnyOrderMember]) -> Tensor {
      maskedLoss(
        values, rows: batch.size(0), members: members, device: batch.device, using: &generator)
    }
    guard isTraining, configuration.members > 1 else { return loss(members) }
    return Tensor.stack(members.map { loss([$0]) }).mean()
  }

  /// The loss of the mean of some networks' conditional distributions.
  func maskedLoss(
    _ values: [Float], rows: Int, members: [AnyOrderMember], device: Device,
    using generator: inout SeededGenerator
  ) -> Tensor {
    let count = variables.count
    let seen = Self.randomMask(rows: rows, count: count, using: &generator)
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

  /// Masks with a uniformly drawn number of seen variables, uniformly drawn among them.
  static func randomMask(
    rows: Int, count: Int, using generator: inout SeededGenerator
  ) -> [Bool] {
    var seen = [Bool](repeating: false, count: rows * count)
    var order = Array(0..<count)
    for row in 0..<rows {
      let known = Int(generator.next() % UInt64(count))
      for position in 0..<known {
        let other = position + Int(generator.next() % UInt64(count - position))
        order.swapAt(position, other)
        seen[row * count + order[position]] = true
      }
    }
    return seen
  }

  /// Draws rows in pieces.
  public func makeSampler(seed: UInt64) -> any RowSampler { AnyOrderSampler(self, seed: seed) }

  /// Whatever is given, the rest is drawn from the model's own conditional distributions.
  public var conditioning: Conditioning { .exact }

  /// log p(x) of each row, in nats; continuous variables with respect to their ranks.
  public func logDensity(of batch: Tensor, using random: RandomSource) -> Density {
    let values = batch.asArray(Float.self)
    let densities = AnyOrderDensity(self).logDensities(of: values, rows: batch.size(0))
    return Density(values: Tensor(densities), kind: .exact)
  }
}

/// Rows of which some variables are known.
public struct PartialRows: Sendable {
  /// Row-major, `[rows, variables]`; anything where unknown.
  public var values: [Float]
  /// Which values are known, likewise.
  public var seen: [Bool]

  /// Makes partial rows.
  ///
  /// - Precondition: both arrays have one length.
  public init(values: [Float], seen: [Bool]) {
    precondition(values.count == seen.count, "\(values.count) values, \(seen.count) flags")
    self.values = values
    self.seen = seen
  }
  /// Some of the rows.
  func rows(_ range: Range<Int>, width: Int) -> PartialRows {
    let part = range.lowerBound * width..<range.upperBound * width
    return PartialRows(values: Array(values[part]), seen: Array(seen[part]))
  }
}
