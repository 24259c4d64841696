import Foundation
import Testing

@testable import Torch

/// Thousands of damaged files: each is read whole or refused, never trapped on, and what is read is
/// never more than the file holds.
@Suite struct TensorFileFuzzTests {
  static let sources = ["python.safetensors", "v1-float32.npy", "v2-int64-fortran.npy"]

  /// Pieces that readers of such headers have stumbled over.
  static let hostilePieces: [[UInt8]] = [
    "-1", "99999999999999999999", "9223372036854775807", "4294967296", "[[[[", "{{{{", "\\u0000",
    "\\ud800", "\"", "'", ",", "}", "()", "\"shape\":[0,0]", "\"dtype\":\"F64\"", "1e999", "null",
  ].map { Array($0.utf8) }

  static func damaged(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[place] = .random(in: 0 ... .max, using: &random)
      case 2: bytes.remove(at: place)
      case 3: bytes.removeSubrange(place...)
      case 4:
        let end = min(bytes.count, place + Int.random(in: 1..<16, using: &random))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      default:
        guard let piece = hostilePieces.randomElement(using: &random) else { continue }
        bytes.insert(contentsOf: piece, at: place)
      }
      // The length is kept right most of the time, so that the text itself is reached.
      if Bool.random(using: &random) { repairLength(&bytes) }
    }
    return bytes
  }

  /// Makes the length that a safetensors file begins with lead to the end of its JSON.
  private static func repairLength(_ bytes: inout [UInt8]) {
    guard bytes.count > 9, bytes[8] == UInt8(ascii: "{"),
      let end = bytes.lastIndex(of: UInt8(ascii: "}"))
    else { return }
    withUnsafeBytes(of: UInt64(end - 7).littleEndian) { bytes.replaceSubrange(0..<8, with: $0) }
  }

  /// Reads a file and every element of it; returns how many bytes they are, or `nil` when refused.
  static func read(_ file: URL) throws -> Int? {
    do {
      let tensors =
        file.pathExtension == "npy"
        ? [try NumpyFile.load(from: file)]
        : Array(try Safetensors.load(from: file).tensors.values)
      for tensor in tensors { _ = tensor.clone() }
      return tensors.reduce(0) { $0 + $1.size * $1.dtype.size }
    } catch let error as TorchError {
      // `#expect` takes longer than the reading.
      if !error.message.contains(file.lastPathComponent) || error.message.count > 2000 {
        Issue.record(error)
      }
      return nil
    }
  }

  @Test(arguments: sources) func damagedFilesAreReadOrRefused(_ name: String) throws {
    try withFolder { folder in
      let bytes = Array(try Data(contentsOf: golden(name)))
      let file = folder.appending(path: name)
      var random = SeededGenerator(seed: 20)
      var (accepted, refused) = (0, 0)
      for _ in 0..<1500 {
        let broken = Self.damaged(bytes, using: &random)
        try Data(broken).write(to: file)
        if let size = try Self.read(file) {
          accepted += 1
          if size > broken.count { Issue.record("\(size) bytes of \(broken.count)") }
        } else {
          refused += 1
        }
      }
      // Both happen, or the damage is not what it should be.
      #expect(accepted > 10 && refused > 500, "\(accepted) accepted, \(refused) refused")
    }
  }

  @Test(arguments: sources) func filesCutAnywhereAreRefused(_ name: String) throws {
    try withFolder { folder in
      let bytes = try Data(contentsOf: golden(name))
      let file = folder.appending(path: name)
      for count in 0..<bytes.count {
        try bytes.prefix(count).write(to: file)
        #expect(try Self.read(file) == nil, "cut after \(count) bytes")
      }
    }
  }
}
