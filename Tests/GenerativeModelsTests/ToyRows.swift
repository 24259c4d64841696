import Torch

@testable import GenerativeModels

/// Rows of three variables that depend on each other: a name out of three, a number that is zero or
/// continuous and sometimes missing, and an ordered value out of four.
enum ToyRows {
  /// The variables, with the shares that many rows have.
  static let variables: [MixedVariable] = {
    let values = ToyRows.values(20_000, seed: 99)
    func shares(_ variable: Int, _ atoms: Int) -> [Float] {
      (0..<atoms).map { atom in
        let hits = stride(from: variable, to: values.count, by: 3).filter {
          values[$0] == Float(atom)
        }
        return Float(hits.count * 3) / Float(values.count)
      }
    }
    let number = shares(1, 2)
    return [
      MixedVariable(atomShares: shares(0, 3)),
      MixedVariable(
        atomShares: number, continuousShare: 1 - number[0] - number[1],
        scale: .init(
          atomRanks: [0, .nan], atomValues: [-1, .nan],
          curve: (0...64).map { Float($0) / 16 - 2 })),
      MixedVariable(
        atomShares: shares(2, 4),
        scale: .init(
          atomRanks: [0.125, 0.375, 0.625, 0.875], atomValues: [-1.3, -0.4, 0.4, 1.3],
          curve: [])),
    ]
  }()

  /// Row-major, `[count, 3]`.
  static func values(_ count: Int, seed: UInt64 = 7) -> [Float] {
    var random = SeededGenerator(seed: seed)
    func uniform() -> Float { Float.random(in: 0..<1, using: &random) }
    return (0..<count).flatMap { _ -> [Float] in
      let name: Float = uniform() < 0.5 ? 0 : uniform() < 0.6 ? 1 : 2
      let kind = uniform()
      // The name pushes the number, the number the ordered value.
      let rank = min(0.9999, 0.7 * uniform() + 0.15 * name)
      let number: Float = kind < 0.3 ? 0 : kind < 0.4 ? 1 : 2 + rank
      let level = kind < 0.4 ? name : min(3, (4 * (0.75 * rank + 0.25 * uniform())).rounded(.down))
      return [name, number, level]
    }
  }

  static func rows(_ count: Int, seed: UInt64 = 7) -> Tensor {
    Tensor(values(count, seed: seed), [count, 3])
  }

  /// Whether a row-major table holds values that the variables have, and no others.
  static func areSound(_ values: [Float], variables: [MixedVariable] = variables) -> Bool {
    values.enumerated().allSatisfy { index, value in
      let variable = variables[index % variables.count]
      let atoms = Float(variable.atomCount)
      guard value.isFinite, value >= 0 else { return false }
      return value < atoms
        ? value == value.rounded() : variable.isContinuous && value - atoms < 1
    }
  }
}

extension ModelFamily {
  /// A small shape, to be trained within a second.
  var small: FamilyConfiguration {
    switch self {
    case .anyOrderAutoregressive:
      .anyOrderAutoregressive(
        AnyOrderConfiguration(
          width: 32, blocks: 1, dropout: 0.1, bins: 8, bumps: 4, pieces: 4, orders: 6,
          members: 2))
    case .mixedDiffusion:
      .mixedDiffusion(
        MixedDiffusionConfiguration(
          width: 32, blocks: 1, dropout: 0.1, pieces: 4, sampler: DiffusionSampler(steps: 12)))
    case .gaussianCopula: .gaussianCopula(GaussianCopulaConfiguration(sweeps: 10))
    }
  }

  /// Whether a model is trained by gradient steps.
  var isTrained: Bool { self != .gaussianCopula }
  static let trained = allCases.filter(\.isTrained)

  /// A small model of the toy rows.
  func makeModel(
    seed: UInt64 = 1, variables: [MixedVariable] = ToyRows.variables
  )
    -> any MixedModel
  {
    small.makeModel(variables: variables, using: RandomSource(seed: seed))
  }

  /// A small model that has learnt the toy rows.
  func learntModel(steps: Int = 60) throws -> any MixedModel {
    // Such small products only wait for each other on several threads.
    Runtime.threadCount = 1
    let model = makeModel()
    _ = try model.fit(
      rows: ToyRows.rows(600), heldOut: ToyRows.rows(100, seed: 8), plan: .toy(steps: steps),
      checkpoints: nil, shouldStop: { false }, report: { _ in })
    return model
  }
}

extension TrainingPlan {
  static func toy(steps: Int, seed: UInt64 = 5, patience: Int = 50) -> TrainingPlan {
    TrainingPlan(
      steps: steps, batchSize: 64, learningRate: 5e-3, warmupSteps: 5, validations: 5,
      patience: patience, seed: seed)
  }
}
