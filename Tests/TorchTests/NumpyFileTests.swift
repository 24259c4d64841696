import Foundation
import Testing

@testable import Torch

@Suite struct NumpyFileTests {
  @Test func readsWhatPythonWrites() throws {
    let row = try NumpyFile.load(from: golden("v1-float32.npy"))
    #expect(row.dtype == .float32)
    #expect(row.shape == [2, 3, 4])
    #expect(row.asArray(Int.self) == Array(0..<24))
    let fortran = try NumpyFile.load(from: golden("v2-int64-fortran.npy"))
    #expect(fortran.dtype == .int64)
    #expect(fortran.shape == [2, 3, 4])
    #expect(fortran.asArray(Int.self) == Array(0..<24))
    let third = try NumpyFile.load(from: golden("v3-float64.npy"))
    #expect(third.asArray(Double.self) == (0..<24).map { Double($0) / 8 })
    let truths = try NumpyFile.load(from: golden("bool.npy"))
    #expect(truths.asArray(Bool.self) == (0..<24).map { $0 % 3 == 0 })
    let scalar = try NumpyFile.load(from: golden("uint8-scalar.npy"))
    #expect(scalar.shape == [])
    #expect(scalar.item(UInt8.self) == 7)
    #expect(try NumpyFile.load(from: golden("float16-empty.npy")).shape == [0, 3])
    #expect(try NumpyFile.load(from: golden("complex64.npy")).dtype == .complex64)
  }

  @Test(arguments: ["v1-float32", "bool", "uint8-scalar", "float16-empty", "complex64"])
  func writesTheBytesThatPythonWrites(_ name: String) throws {
    try withFolder { folder in
      let source = try golden("\(name).npy")
      let copy = folder.appending(path: "copy.npy")
      try NumpyFile.save(NumpyFile.load(from: source), to: copy)
      let (written, expected) = try (Data(contentsOf: copy), Data(contentsOf: source))
      #expect(written == expected)
      #expect(throws: TorchError.self) { try NumpyFile.save(Tensor(1), to: copy) }
    }
  }

  @Test func bothOrdersComeBack() throws {
    try withFolder { folder in
      let file = folder.appending(path: "x.npy")
      for shape in [[], [5], [2, 3], [2, 0, 3], [1, 2, 3, 4]] {
        let tensor = Tensor.arange(shape.reduce(1, *)).reshape(shape)
        for order in [false, true] {
          try NumpyFile.save(tensor, to: file, fortranOrder: order, overwrite: true)
          #expect(try NumpyFile.load(from: file).isIdentical(to: tensor))
        }
      }
      #expect(throws: TorchError.self) {
        try NumpyFile.save(Tensor.zeros([1], dtype: .bfloat16), to: file, overwrite: true)
      }
    }
  }

  @Test(arguments: [
    ("", "needed|expected"),
    ("{}", "needed"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "16 bytes of data"),
    ("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", "known are"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "known are"),
    ("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", "expected"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "not negative"),
    ("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,), }", "True or False"),
    ("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "twice"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "no memory"),
    ("{'descr': '|b1', 'fortran_order': False, 'shape': (8,), }", "truth values"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } x", "follows"),
  ])
  func hostileHeadersAreRefused(_ header: String, _ reasons: String) throws {
    try withFolder { folder in
      let file = folder.appending(path: "hostile.npy")
      let bytes: [UInt8] =
        NumpyHeader.magic + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        + [0, 1, 2, 3, 4, 5, 6, 7]
      try Data(bytes).write(to: file)
      let error = #expect(throws: TorchError.self) { try NumpyFile.load(from: file) }
      let message = error?.message ?? ""
      #expect(reasons.split(separator: "|").contains { message.contains($0) }, "\(message)")
      #expect(message.contains(file.path))
    }
  }
}
