public import Foundation
public import GenerativeModels
internal import Reporting
public import Torch
internal import TorchNN

/// Learns tables.
public struct TableSynthesizer: Sendable {
  /// What kind of model is learnt.
  public var family: ModelFamily
  /// How much time for how much quality.
  public var preset: SynthesisPreset
  /// The seed of everything random.
  public var seed: UInt64
  /// What the codec keeps.
  public var codecOptions: CodecOptions
  /// What holds in every row; found in the table where `nil`.
  public var constraints: TableConstraints?
  /// The share of the rows that is held out to know when to stop, a thousand rows at the most.
  public var heldOutShare: Double
  /// Other steps than the preset's.
  public var steps: Int?
  /// Seconds that `fit` may take; the number of steps is chosen from them once, by the pace of the
  /// first steps, so that only the checkpoint knows it again. `steps` goes before it.
  public var seconds: Double?
  /// Where the network is trained.
  public var device: Device

  /// Makes a synthesizer.
  public init(
    family: ModelFamily = .anyOrderAutoregressive, preset: SynthesisPreset = .default,
    seed: UInt64 = 0,
    codecOptions: CodecOptions = CodecOptions(),
    constraints: TableConstraints? = nil, heldOutShare: Double = 0.05,
    steps: Int? = nil, seconds: Double? = nil, device: Device = .cpu
  ) {
    self.family = family
    self.preset = preset
    self.seed = seed
    self.codecOptions = codecOptions
    self.constraints = constraints
    self.heldOutShare = heldOutShare
    self.steps = steps
    self.seconds = seconds
    self.device = device
  }

  /// Learns a table.
  ///
  /// - Parameters:
  ///   - table: The training rows.
  ///   - checkpoint: Where checkpoints are written; nowhere if `nil`.
  ///   - checkpointSeconds: How much time there is between two of them at least.
  ///   - resume: Whether to continue from that file when it is there.
  ///   - shouldStop: Asked before each step; when true, the best model so far is returned.
  ///   - report: Told what happens.
  /// - Returns: The best model on the rows held out.
  /// - Throws: `TableError` when the table cannot be learnt, `CheckpointError` when a checkpoint does
  ///   not fit or cannot be written, `TorchError` when the loss is no number.
  public func fit(
    _ table: Table, checkpoint: URL? = nil, checkpointSeconds: Double = 20, resume: Bool = false,
    shouldStop: () -> Bool = { false }, report: (TrainingEvent) -> Void = { _ in }
  ) throws -> TableModel {
    let start = ContinuousClock.now
    guard table.rowCount >= 10 else {
      throw TableError(
        .structure,
        "the table has too few rows, \(table.rowCount); at least 10 are needed to learn from")
    }
    let constraints = learntConstraints(of: table)
    let dependent = Set(constraints.dependencies.map(\.dependent))
    let learnt = Table(columns: table.columns.filter { !dependent.contains($0.name) })
    let codec = TableCodec(fitting: learnt, options: codecOptions)
    guard !codec.variables.isEmpty else {
      throw TableError(
        .structure,
        "no column can be learnt: each is constant, empty, an identifier or free text; pass "
          + "--type NAME=categorical for one that is wrongly taken so")
    }
    var random = SeededGenerator(seed: seed)
    let values = try codec.encode(learnt, using: &random)
    let (rows, heldOut) = split(values, width: codec.variables.count, using: &random)
    let configuration = preset.configuration(
      of: family, rows: table.rowCount, variables: codec.variables)
    var plan = preset.plan(
      rows: table.rowCount, variables: codec.variables.count, seed: seed)
    func makeModel() -> any MixedModel {
      let model = configuration.makeModel(
        variables: codec.variables, using: RandomSource(seed: seed))
      model.to(device: device)
      return model
    }
    let isSmall = table.rowCount < SynthesisPreset.smallTable
    let earlier = resume ? checkpoint.flatMap { $0.isFile ? $0 : nil } : nil
    if let steps {
      plan.steps = steps
    } else if seconds != nil, let earlier {
      plan.steps = try TrainingPlan(ofCheckpoint: earlier).steps
    } else if let seconds,
      let pace = try makeModel().secondsPerStep(
        rows: rows, plan: plan, within: min(3, seconds / 20))
    {
      plan.steps = plan.steps(
        within: (seconds - (ContinuousClock.now - start).seconds) / (isSmall ? 2 : 1), pace: pace,
        heldOut: heldOut.size(0))
    }
    var model = makeModel()
    let history = try model.fit(
      rows: rows, heldOut: heldOut, plan: plan,
      checkpoints: checkpoint.map {
        CheckpointPolicy(file: $0, seconds: checkpointSeconds, resumes: resume)
      },
      shouldStop: shouldStop, report: report)
    if isSmall, !shouldStop(),
      let whole = try trainedOnAllRows(
        makeModel, rows: rows, heldOut: heldOut, plan: plan, history: history,
        shouldStop: shouldStop, report: report)
    {
      model = whole
    }
    model.to(device: .cpu)
    let card = TableModel.Card(
      trainingRows: table.rowCount,
      columns: table.descriptions.map { column in
        codec.columns.first { $0.name == column.name } ?? column.withoutLevels
      },
      configuration: configuration, plan: plan, history: history,
      software: "\(Software.name) \(Software.version), libtorch \(Runtime.version)",
      constraints: constraints, codec: codec)
    return TableModel(card: card, model: model)
  }

  /// The constraints that the model keeps. Ranges follow from the codec; of dependencies only the
  /// values that may be released are kept.
  private func learntConstraints(of table: Table) -> TableConstraints {
    let all = constraints ?? TableConstraints.found(in: table)
    var kept = TableConstraints(inequalities: all.inequalities, unique: all.unique)
    for var dependency in all.dependencies {
      guard let determinant = table[dependency.determinant], table[dependency.dependent] != nil
      else { continue }
      var counts: [CellValue: Int] = [:]
      for row in 0..<determinant.count { counts[determinant[row], default: 0] += 1 }
      let released = dependency.keys.indices.filter {
        counts[dependency.keys[$0], default: 0] >= codecOptions.minimumCount
      }
      // Where most rows have a determinant that is not released, the column is learnt like others.
      let rows = released.reduce(0) { $0 + counts[dependency.keys[$1], default: 0] }
      guard rows * 2 >= determinant.count else { continue }
      dependency.keys = released.map { dependency.keys[$0] }
      dependency.values = released.map { dependency.values[$0] }
      kept.dependencies.append(dependency)
    }
    return kept
  }

  /// Holds rows out at random.
  private func split(
    _ values: [Float], width: Int, using random: inout SeededGenerator
  ) -> (rows: Tensor, heldOut: Tensor) {
    let count = values.count / width
    let order = Array(0..<count).shuffled(using: &random)
    // Of a small table a larger share, or the figure would be noise; of a large one no more than the
    // figure needs, since rows that are held out are not learnt.
    let held = min(max(Int(Double(count) * heldOutShare), min(count / 5, 100)), 1000)
    func rows(_ indices: ArraySlice<Int>) -> Tensor {
      var picked: [Float] = []
      picked.reserveCapacity(indices.count * width)
      for index in indices { picked += values[index * width..<(index + 1) * width] }
      return Tensor(picked, [indices.count, width])
    }
    return (rows(order[held...]), rows(order[..<held]))
  }
}

extension URL {
  fileprivate var isFile: Bool { FileManager.default.fileExists(atPath: path) }
}

extension ColumnDescription {
  /// The description without the names that occur, which only the codec may release.
  fileprivate var withoutLevels: ColumnDescription {
    var result = self
    result.levels = []
    return result
  }
}
