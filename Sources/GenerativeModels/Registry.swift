public import Torch

// The registry: every family of models over mixed variables, in one line for its name, one for its
// configuration (which names the model's type) and one for reading it from a file.

/// The families, by the names that files and commands use.
public enum ModelFamily: String, Codable, Sendable, CaseIterable {
  /// Exact, one variable after the other, in any order.
  case anyOrderAutoregressive = "any-order-autoregressive"
  /// Noise and masks, taken away step by step.
  case mixedDiffusion = "mixed-diffusion"
  /// Correlated normal scores: the plain baseline.
  case gaussianCopula = "gaussian-copula"
}

/// The configuration of one family: what a model is made from, besides its variables.
public enum FamilyConfiguration: Sendable, Equatable {
  /// Of an `AnyOrderModel`.
  case anyOrderAutoregressive(AnyOrderConfiguration)
  /// Of a `MixedDiffusion`.
  case mixedDiffusion(MixedDiffusionConfiguration)
  /// Of a `GaussianCopula`.
  case gaussianCopula(GaussianCopulaConfiguration)

  /// The configuration itself.
  public var value: any MixedModelConfiguration {
    switch self {
    case .anyOrderAutoregressive(let value): value
    case .mixedDiffusion(let value): value
    case .gaussianCopula(let value): value
    }
  }

  private init(_ family: ModelFamily, from decoder: any Decoder) throws {
    switch family {
    case .anyOrderAutoregressive: self = .anyOrderAutoregressive(try .init(from: decoder))
    case .mixedDiffusion: self = .mixedDiffusion(try .init(from: decoder))
    case .gaussianCopula: self = .gaussianCopula(try .init(from: decoder))
    }
  }
}

extension FamilyConfiguration {
  /// The family.
  public var family: ModelFamily { type(of: value).family }

  /// Makes the family's model, in which nothing is learnt yet.
  public func makeModel(
    variables: [MixedVariable], using random: RandomSource
  ) -> any MixedModel {
    value.makeModel(variables: variables, using: random)
  }
}

extension MixedModelConfiguration {
  fileprivate func makeModel(
    variables: [MixedVariable], using random: RandomSource
  ) -> any MixedModel {
    Model(variables: variables, configuration: self, using: random)
  }
}

extension FamilyConfiguration: Codable {
  private enum CodingKeys: String, CodingKey { case family, shape }

  /// Reads the family's name and its configuration.
  ///
  /// - Throws: `DecodingError` when the family is unknown or the configuration is not its own.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let family = try container.decode(ModelFamily.self, forKey: .family)
    try self.init(family, from: try container.superDecoder(forKey: .shape))
  }

  /// Writes the family's name and its configuration.
  ///
  /// - Throws: `EncodingError` when the encoder refuses a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(family, forKey: .family)
    try value.encode(to: container.superEncoder(forKey: .shape))
  }
}
