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
  /// The orders that draws are made along; variables of two values come last.
  public let orders: [[Int]]
  let drawingOrders: DrawingOrders
  let masking: MaskedInput
  // Its parameters are named as if they were the model's own.
  @ModuleInfo(key: "") private var first: AnyOrderMember
  @ModuleInfo private var others: [AnyOrderMember]
  let twin = AnyOrderTwin()
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
    drawingOrders = DrawingOrders(of: variables)
    orders = drawingOrders.orders(configuration.orders)
    let width = masking.width
    let members = (0..<max(1, configuration.members)).map { index in
      // Networks that are trained at the same time must not draw from one source.
      AnyOrderMember(
        variables: variables, inputWidth: width, configuration: configuration,
        using: index == 0 ? random : random.split())
    }
    _first.wrappedValue = members[0]
    others = Array(members.dropFirst())
    super.init()
  }

  /// Draws rows in pieces.
  public func makeSampler(seed: UInt64, keepsShares: Bool) -> any RowSampler {
    AnyOrderSampler(self, seed: seed, keepsShares: keepsShares)
  }

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
