import ArgumentParser
import Foundation
import Tabular
import Torch

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
    let model = folder.appending(path: "lyrebird-\(preset)-\(seed).safetensors")
    let child = try Child([
      program, "synth", item.train, "--output", path, "--preset", preset, "--seed", "\(seed)",
      "--threads", "\(threads)", "--model", model.path, "--no-report", "--quiet",
    ])
    var figures = try evaluate(path)
    for (name, value) in try modelFigures(model) { figures[name] = value }
    return QualityRun(
      generator: "Lyrebird \(preset)", seed: seed, seconds: child.seconds,
      peakMemory: child.peakMemory, figures: figures)
  }

  /// Test rows of which the likelihood is taken, at the most.
  private static let likelihoodRows = 16_384

  /// Rows that are drawn at once where their rate is measured.
  private static let drawnRows = 32_768

  /// For how long they are drawn, at the least: within a second the speed of a shared machine is
  /// what it happens to be then.
  private static let drawingSeconds = 10.0

  /// What only a model with a density and a stream of rows has: held-out likelihood, rows a second.
  private func modelFigures(_ file: URL) throws -> [String: Double] {
    Runtime.threadCount = threads
    Runtime.useFastestExactMatmul()
    let model = try TableModel(contentsOf: file)
    let rows = test.rows(Array(0..<min(test.rowCount, Self.likelihoodRows)))
    let likelihood = try model.negativeLogLikelihood(of: rows, orders: 16)
    let stream = model.stream(seed: 1)
    _ = stream.next(2048)
    let clock = ContinuousClock()
    let start = clock.now
    var drawn = 0
    var seconds = 0.0
    while seconds < Self.drawingSeconds {
      _ = stream.next(Self.drawnRows)
      drawn += Self.drawnRows
      seconds = (clock.now - start) / .seconds(1)
    }
    return ["negativeLogLikelihood": likelihood, "rowsPerSecond": Double(drawn) / seconds]
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
