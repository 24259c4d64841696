import ArgumentParser
import Foundation

/// A script of the peers' side, which prints one JSON value a line.
struct PeerScript {
  /// A Python that has the peers.
  let python: String
  /// Where it is.
  let path: String

  /// Runs it on one thread, and reads what it printed.
  func lines<Line: Decodable>(_ type: Line.Type, _ arguments: [String]) throws -> [Line] {
    let call = ["OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", python, path]
    return try Child(call + arguments).output.split(separator: UInt8(ascii: "\n")).map { line in
      do { return try JSONDecoder().decode(type, from: Data(line)) } catch {
        throw ValidationError(
          "\(path) printed what is no answer: \(String(decoding: line.prefix(200), as: UTF8.self))")
      }
    }
  }
}
