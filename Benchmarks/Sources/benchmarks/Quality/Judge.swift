import ArgumentParser
import Foundation
import Tabular

/// Has tables drawn, and evaluates them all in the same way.
final class Judge {
  private let item: QualityCase
  private let threads: Int
  private let real: Table
  private let test: Table
  /// What real rows reach, once something was evaluated.
  private(set) var ceilings: QualityRun?

  init(_ item: QualityCase, threads: Int) throws {
    self.item = item
    self.threads = threads
    real = try CSVReader.read(URL(filePath: item.train)).table
    test = try CSVReader.read(URL(filePath: item.test)).table
  }

  /// One run of ours.
  func ours(_ program: String, preset: String, seed: Int, in folder: URL) throws -> QualityRun {
    let path = folder.appending(path: "lyrebird-\(preset)-\(seed).csv").path
    let child = try Child([
      program, "synth", item.train, "--output", path, "--preset", preset, "--seed", "\(seed)",
      "--threads", "\(threads)", "--no-report", "--quiet",
    ])
    return QualityRun(
      generator: "Lyrebird \(preset)", seed: seed, seconds: child.seconds,
      peakMemory: child.peakMemory, figures: try evaluate(path))
  }

  /// One run of a peer.
  func peer(
    _ python: String, model: String, epochs: Int, seed: Int, in folder: URL
  ) throws -> QualityRun {
    let child = try Child([
      python, "Benchmarks/peers/tabular.py", model, "--train", item.train, "--epochs", "\(epochs)",
      "--seed", "\(seed)", "--threads", "\(threads)", "--output", folder.path,
    ])
    struct Line: Decodable {
      let output: String
      let fitSeconds: Double
      let drawSeconds: Double
    }
    // Its own clock, which leaves out the start of Python and its libraries.
    let line = try JSONDecoder().decode(Line.self, from: child.output)
    return QualityRun(
      generator: "\(model.uppercased()), \(epochs) epochs", seed: seed,
      seconds: line.fitSeconds + line.drawSeconds, peakMemory: child.peakMemory,
      figures: try evaluate(line.output))
  }

  private func evaluate(_ path: String) throws -> [String: Double] {
    let synthetic = try CSVReader.read(URL(filePath: path)).table
    let report = try EvaluationReport(
      real: real, synthetic: synthetic, holdout: test,
      options: EvaluationOptions(target: item.target, threads: threads))
    ceilings = QualityRun(ceilingsOf: report)
    return QualityRun.named(report.figures) { $0.value }
  }
}
