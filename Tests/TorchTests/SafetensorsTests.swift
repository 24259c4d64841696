import Foundation
import Testing

@testable import Torch

/// A folder of its own for one test.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "torch-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// A committed file that a Python script wrote.
func golden(_ name: String) throws -> URL {
  let found = Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Goldens")
  return try #require(found)
}

@Suite struct SafetensorsTests {
  @Test func readsEveryElementTypeThatPythonWrites() throws {
    let (tensors, metadata) = try Safetensors.load(from: golden("python.safetensors"))
    #expect(metadata == ["card": "line\none \"two\" é"])
    for dtype in DType.allCases where dtype != .complex64 && dtype != .complex128 {
      let tensor = try #require(tensors["\(dtype)"])
      #expect(tensor.dtype == dtype)
      #expect(tensor.shape == [2, 3])
      #expect(tensor.asArray(Int.self) == (dtype == .bool ? [0, 1, 0, 1, 0, 1] : Array(0..<6)))
    }
    #expect(tensors["complex64"]?.dtype == .complex64)
    #expect(tensors["scalar"]?.shape == [])
    #expect(tensors["scalar"]?.item(Float.self) == 2.5)
    #expect(tensors["empty"]?.shape == [0, 3])
    #expect(tensors["quote\" back\\ tab\t bell\u{7} é 😀"]?.asArray(Float.self) == [1, -2])
    #expect(tensors.count == 14)
  }

  @Test func writesTheBytesThatPythonWrites() throws {
    try withFolder { folder in
      let source = try golden("python.safetensors")
      let (tensors, metadata) = try Safetensors.load(from: source)
      let copy = folder.appending(path: "copy.safetensors")
      try Safetensors.save(tensors, metadata: metadata, to: copy)
      let (written, expected) = try (Data(contentsOf: copy), Data(contentsOf: source))
      #expect(written == expected)
    }
  }

  @Test func sameContentSameBytesInWhateverOrder() throws {
    try withFolder { folder in
      let tensors = (0..<20).map { ("layer\($0)", Tensor.full([$0 % 3, 2], $0)) }
      let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key\($0)", "\($0)") })
      let (first, second) = (folder.appending(path: "1"), folder.appending(path: "2"))
      try Safetensors.save(tensors, metadata: metadata, to: first)
      try Safetensors.save(tensors.reversed(), metadata: metadata, to: second)
      let (bytes, others) = try (Data(contentsOf: first), Data(contentsOf: second))
      #expect(bytes == others)
      let (loaded, texts) = try Safetensors.load(from: first)
      #expect(texts == metadata)
      for (name, tensor) in tensors { #expect(loaded[name]?.isIdentical(to: tensor) == true) }
    }
  }

  @Test func keepsBitsOfNumbersThatAreNone() throws {
    try withFolder { folder in
      let file = folder.appending(path: "nan")
      let values = [
        Double(bitPattern: 0x7FF8_0000_DEAD_BEEF), .infinity, -.infinity, -0.0,
        .leastNonzeroMagnitude,
      ]
      try Safetensors.save(["x": Tensor(values)], to: file)
      let read = try #require(try Safetensors.load(from: file).tensors["x"])
      #expect(read.asArray(Double.self).map(\.bitPattern) == values.map(\.bitPattern))
    }
  }

  @Test func viewsAreWrittenInRowMajorOrder() throws {
    try withFolder { folder in
      let file = folder.appending(path: "view")
      let view = Tensor(Array(0..<6), [2, 3]).transpose()
      try Safetensors.save(["x": view], to: file)
      let read = try #require(try Safetensors.load(from: file).tensors["x"])
      #expect(read.isIdentical(to: view))
      #expect(read.asArray(Int.self) == [0, 3, 1, 4, 2, 5])
    }
  }

  @Test func tensorsOutliveTheFileAndChangesStayHere() throws {
    try withFolder { folder in
      let file = folder.appending(path: "model")
      try Safetensors.save(["x": Tensor.ones([1000])], to: file)
      let before = try Data(contentsOf: file)
      let read = try #require(try Safetensors.load(from: file).tensors["x"])
      read.addInPlace(Tensor.ones([1000]))
      let after = try Data(contentsOf: file)
      #expect(after == before)
      try FileManager.default.removeItem(at: file)
      #expect(read.asArray(Float.self) == Array(repeating: 2, count: 1000))
    }
  }

  @Test func existingFilesAreKeptUnlessAsked() throws {
    try withFolder { folder in
      let file = folder.appending(path: "model")
      try Safetensors.save(["x": Tensor([1.0])], to: file)
      let error = #expect(throws: TorchError.self) {
        try Safetensors.save(["x": Tensor([2.0])], to: file)
      }
      #expect(error?.message.contains(file.path) == true)
      #expect(error?.message.contains("overwrite") == true)
      #expect(try Safetensors.load(from: file).tensors["x"]?.item(Double.self) == 1)
      try Safetensors.save(["x": Tensor([2.0])], to: file, overwrite: true)
      #expect(try Safetensors.load(from: file).tensors["x"]?.item(Double.self) == 2)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left == ["model"])
    }
  }

  @Test func whatCannotBeWrittenLeavesNothingBehind() throws {
    try withFolder { folder in
      let file = folder.appending(path: "model")
      let one = Tensor([1.0])
      let refused: [[(String, Tensor)]] = [
        [("x", one), ("x", one)], [("__metadata__", one)], [("a\0b", one)],
        [("x", Tensor.zeros([1], dtype: .complex128))],
      ]
      for tensors in refused {
        #expect(throws: TorchError.self) { try Safetensors.save(tensors, to: file) }
      }
      #expect(throws: TorchError.self) {
        try Safetensors.save(["x": one], to: folder.appending(path: "absent/model"))
      }
      #expect(throws: TorchError.self) {
        try Safetensors.save(["x": one], to: folder, overwrite: true)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }
}
