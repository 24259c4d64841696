public import Foundation
public import Torch
internal import TorchNN

/// A generative model over vectors of `MixedVariable`s: what a table's rows become.
///
/// A family conforms, gets one line in `Registry.swift`, and can be held by everything that learns
/// and draws such vectors.
public protocol MixedModel: ExplicitModel where Condition == PartialRows {
  /// The shape of the model, besides its variables.
  associatedtype Configuration: MixedModelConfiguration

  /// The variables.
  var variables: [MixedVariable] { get }
  /// The shape of the model.
  var configuration: Configuration { get }

  /// Makes a model in which nothing is learnt but the variables' own shares.
  init(variables: [MixedVariable], configuration: Configuration, using random: RandomSource)

  /// A source of rows, which draws as many as wanted, piece by piece.
  ///
  /// - Parameters:
  ///   - seed: The seed of the rows.
  ///   - keepsShares: Whether rows that are drawn under no condition are steered towards the shares
  ///     that the training rows have of each variable's values, away from where the model's errors
  ///     take them; a family that cannot draws as usual.
  /// - Returns: The source.
  func makeSampler(seed: UInt64, keepsShares: Bool) -> any RowSampler

  /// How rows are drawn of which some variables are given.
  var conditioning: Conditioning { get }

  /// Learns rows: by a `Trainer` unless the family has a closed form.
  ///
  /// - Parameters:
  ///   - rows: Training rows `[rows, variables]`, on the processor.
  ///   - heldOut: Rows that are only looked at to know when to stop; may be none.
  ///   - plan: How to train.
  ///   - checkpoints: Where and how often checkpoints are written; nowhere if `nil`.
  ///   - shouldStop: Asked before each step; when true, the best parameters so far are kept.
  ///   - report: Told what happens.
  /// - Returns: The training curve.
  /// - Throws: `CheckpointError` when a checkpoint does not fit or cannot be written, `TorchError`
  ///   when the loss is no number.
  func fit(
    rows: Tensor, heldOut: Tensor, plan: TrainingPlan, checkpoints: CheckpointPolicy?,
    shouldStop: () -> Bool, report: (TrainingEvent) -> Void
  ) throws -> [TrainingRecord]

  /// Seconds that a step takes here, or `nil` where the family does not learn by steps. The model is
  /// changed by it: make another one to train.
  ///
  /// - Parameters:
  ///   - rows: Training rows.
  ///   - plan: How to train.
  ///   - limit: Seconds to spend on it.
  /// - Returns: The mean of some steps.
  /// - Throws: `TorchError` when the loss is no number.
  func secondsPerStep(rows: Tensor, plan: TrainingPlan, within limit: Double) throws -> Double?
}

/// Where and how often a training writes checkpoints.
public struct CheckpointPolicy: Sendable {
  /// The file.
  public var file: URL
  /// Seconds between two checkpoints, at least.
  public var seconds: Double
  /// Whether to continue from the file when it is there.
  public var resumes: Bool

  /// Makes a policy.
  public init(file: URL, seconds: Double = 20, resumes: Bool = false) {
    self.file = file
    self.seconds = seconds
    self.resumes = resumes
  }
}

extension MixedModel {
  /// A source of rows that follow the model alone.
  public func makeSampler(seed: UInt64) -> any RowSampler {
    makeSampler(seed: seed, keepsShares: false)
  }

  /// The time of some steps of a `Trainer`.
  public func secondsPerStep(
    rows: Tensor, plan: TrainingPlan, within limit: Double
  ) throws -> Double? {
    let none = rows.narrow(axis: 0, start: 0, length: 0)
    return try Trainer(model: self, rows: rows, heldOut: none, plan: plan).pace(within: limit)
  }

  /// Draws rows; `makeSampler` draws many of them, piece by piece.
  public func sample(
    _ count: Int, given condition: PartialRows?, using random: RandomSource
  ) -> Tensor {
    let drawn = makeSampler(seed: random.nextSeed()).sample(count, given: condition)
    return Tensor(drawn, [count, variables.count])
  }
}

/// The shape of a model over mixed variables, as it is saved in a file.
public protocol MixedModelConfiguration: Codable, Sendable, Equatable {
  /// The model that it shapes.
  associatedtype Model: MixedModel where Model.Configuration == Self

  /// The family.
  static var family: ModelFamily { get }

  /// Whether every number is within bounds that a model can be made with; asked of what files say,
  /// before anything is allocated for it.
  var isSound: Bool { get }

  /// About how many numbers the model's parameters and buffers have, for sound configurations.
  func stateSize(for variables: [MixedVariable]) -> Int
}

/// How a model draws rows of which some variables are given.
public enum Conditioning: String, Codable, Sendable {
  /// From the model's own conditional distribution.
  case exact
  /// From something near to it.
  case approximate
}

/// Draws rows of mixed variables, piece by piece. The same seed and pieces give the same rows.
public protocol RowSampler: AnyObject {
  /// Draws the next `count` rows, row-major, `[count, variables]`.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - condition: As many partial rows, whose unknown variables are drawn given the known ones.
  /// - Returns: The values, of known variables as they were given.
  func sample(_ count: Int, given condition: PartialRows?) -> [Float]
}

extension AnyOrderSampler: RowSampler {
  /// Draws the next `count` rows, row-major, `[count, variables]`.
  public func sample(_ count: Int, given condition: PartialRows?) -> [Float] {
    sample(count, given: condition, excluding: [:])
  }
}
