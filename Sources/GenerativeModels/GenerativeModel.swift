public import Torch
public import TorchNN

/// A learnt distribution p_model(x) that new data is drawn from.
///
/// The protocols below this one are the taxonomy: what a model can say about a density decides what
/// it is, and the folders of this module spell the same tree.
public protocol GenerativeModel: Module {
  /// What a draw may be conditioned on.
  associatedtype Condition

  /// Draws new data.
  ///
  /// - Parameters:
  ///   - count: How many rows.
  ///   - condition: What is given about them, or `nil`.
  ///   - random: The source of randomness; the same state gives the same draws.
  /// - Returns: `[count, features]`.
  func sample(_ count: Int, given condition: Condition?, using random: RandomSource) -> Tensor

  /// The training loss of a batch `[batch, features]`, a tensor with one element to be minimised.
  func objective(_ batch: Tensor, using random: RandomSource) -> Tensor

  /// The objective as terms that do not need each other, so that a training can work each out on a
  /// thread of its own. Where nothing is said it is one term.
  ///
  /// - Parameters:
  ///   - batch: `[batch, features]`.
  ///   - random: The source of randomness, to be drawn from before the terms are returned.
  /// - Returns: Functions, each of which may be called once and from any thread, and whose values add
  ///   up to the objective of the same batch and randomness.
  func objectiveTerms(_ batch: Tensor, using random: RandomSource) -> [ObjectiveTerm]
}

/// A part of a training loss: works out a tensor with one element.
public typealias ObjectiveTerm = () -> Tensor

extension GenerativeModel {
  /// The objective as its only term.
  public func objectiveTerms(_ batch: Tensor, using random: RandomSource) -> [ObjectiveTerm] {
    [{ self.objective(batch, using: random) }]
  }
}

/// A model that says how probable a given x is.
public protocol ExplicitModel: GenerativeModel {
  /// log p_model(x) of each row of `[batch, features]`, in nats, with what kind of figure it is.
  func logDensity(of batch: Tensor, using random: RandomSource) -> Density
}

/// A model whose density is exact: autoregressive models and normalizing flows.
public protocol TractableModel: ExplicitModel {}

/// A model whose density is bounded or estimated: variational, diffusion and energy-based models.
public protocol ApproximateModel: ExplicitModel {}

/// A model that is judged by its draws alone: adversarial models, moment matching, Markov chains.
public protocol ImplicitModel: GenerativeModel {}

/// A model that draws x through a latent z with a tractable prior p(z).
public protocol LatentVariableModel: GenerativeModel {
  /// Draws z from the prior, `[count, latent]`.
  func samplePrior(_ count: Int, using random: RandomSource) -> Tensor
  /// The parameters of p(x|z), shaped as the family says.
  func decode(_ latent: Tensor) -> Tensor
}

/// Log-densities, and what they are.
public struct Density {
  /// What a figure says about log p_model(x).
  public enum Kind: String, Codable, Sendable {
    /// It is log p_model(x).
    case exact
    /// It is not above log p_model(x).
    case lowerBound
    /// It has sampling error.
    case estimate
  }

  /// One figure a row, `[batch]`, in nats.
  public let values: Tensor
  /// What the figures are.
  public let kind: Kind

  /// Makes log-densities.
  public init(values: Tensor, kind: Kind) {
    self.values = values
    self.kind = kind
  }
}
