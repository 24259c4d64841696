public import ArgumentParser
import Foundation
import GenerativeModels
public import Tabular
import Torch

/// How a table is to be learnt.
struct LearningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What kind of model: \(ModelFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
      discussion: "A part such as diffusion is enough.", valueName: "name"),
    transform: ModelFamily.init(naming:))
  var family = ModelFamily.anyOrderAutoregressive

  @Option(help: "How much time for how much quality.")
  var preset: SynthesisPreset = .default

  @Option(
    help: ArgumentHelp(
      "The time for the whole command, such as 90s, 5m or 1h.",
      discussion: """
        The number of steps is chosen once, from the pace of the first ones, so only runs without \
        a budget give the same bytes again; the report says which --steps do.
        """, valueName: "time"), transform: TimeSpan.init)
  var budget: TimeSpan?

  @Option(help: ArgumentHelp("Optimiser steps instead of the preset's.", valueName: "number"))
  var steps: Int?

  @Option(help: ArgumentHelp("A value that fewer rows have is not released.", valueName: "rows"))
  var minimumCount = 5

  @Option(
    help: ArgumentHelp("Where checkpoints are written while learning.", valueName: "file"),
    completion: .file())
  var checkpoint: String?

  @Option(help: ArgumentHelp("How often, at the most.", valueName: "seconds"))
  var checkpointSeconds = 20.0

  @Flag(help: "Continue from the checkpoint where there is one; the result is the same.")
  var resume = false

  @Option(help: "Where to learn: cpu, cuda, cuda:1 or mps.", transform: ComputeDevice.init)
  var device = ComputeDevice.cpu

  @Option(help: "Of the network's products: float32, or bfloat16, faster and coarser.")
  var precision = Precision.float32

  func validate() throws {
    if resume, checkpoint == nil {
      throw ValidationError("--resume needs --checkpoint, the file to continue from.")
    }
    if let steps, steps < 1 { throw ValidationError("--steps is at least 1.") }
    if minimumCount < 1 { throw ValidationError("--minimum-count is at least 1.") }
  }

  /// What the network's products are computed in.
  enum Precision: String, ExpressibleByArgument, CaseIterable {
    case float32
    case bfloat16
  }

  /// The settings, with a seed; also switches the precision.
  func settings(seed: UInt64) -> LearningSettings {
    if precision == .bfloat16 {
      Runtime.setMatmulPrecision(.bfloat16)
    } else if device.device.kind != .cpu {
      Runtime.useFastestExactMatmul(on: device.device)
    }
    return LearningSettings(
      synthesizer: TableSynthesizer(
        family: family, preset: preset, seed: seed,
        codecOptions: CodecOptions(minimumCount: minimumCount),
        steps: steps, device: device.device),
      budget: budget?.seconds, checkpoint: checkpoint.map { URL(filePath: $0) },
      checkpointSeconds: checkpointSeconds, resumes: resume)
  }
}

extension ModelFamily {
  /// The one family whose name has a text in it.
  fileprivate init(naming text: String) throws {
    let found = Self.allCases.filter { $0.rawValue.contains(text) }
    guard found.count == 1, !text.isEmpty else {
      let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\"\(text)\" is no family of models; there are \(names).")
    }
    self = found[0]
  }
}

extension SynthesisPreset: ExpressibleByArgument {}

/// A device that is there.
struct ComputeDevice: CustomStringConvertible {
  static let cpu = ComputeDevice(device: .cpu)
  let device: Device
  var description: String { "\(device)" }

  private init(device: Device) { self.device = device }

  init(_ text: String) throws {
    do {
      device = try Device(parsing: text)
    } catch {
      throw ValidationError("\(error).")
    }
  }
}

/// A span of time such as `90s`, `5m`, `1.5h` or plain seconds.
struct TimeSpan {
  let seconds: Double

  init(_ text: String) throws {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    let unit = text.last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())), number.isFinite,
      number > 0
    else {
      throw ValidationError("\"\(text)\" is no span of time; write it as 90s, 5m or 1h.")
    }
    seconds = number * (unit ?? 1)
  }
}
