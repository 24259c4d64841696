import Foundation
import Testing

@testable import Torch

/// Files that are no sound safetensors: each ends in one error that names the file.
@Suite struct HostileSafetensorsTests {
  /// A header with eight bytes of data, and a word of the error it must give.
  static let hostile: [(header: String, reason: String)] = [
    ("", "expected"),
    ("[]", "\"{\" expected"),
    ("{", "expected"),
    ("{}", "something follows"),
    (#"{"x":1}"#, "\"{\" expected"),
    (#"{"x":{}}"#, "expected"),
    (#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}x"#, "follows the last"),
    (#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},}"#, "expected"),
    (#"{"x":{"dtype":"F64","shape":[1]}}"#, "needs dtype"),
    (#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0]}}"#, "needs dtype"),
    (#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}}"#, "ascending"),
    (#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}"#, "takes 8 bytes"),
    (#"{"x":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}"#, "cut short"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "something follows"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "gap"),
    (#"{"x":{"dtype":"Q4","shape":[1],"data_offsets":[0,8]}}"#, "element type"),
    (#"{"x":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}}"#, "not negative"),
    (#"{"x":{"dtype":"F64","shape":[1.0],"data_offsets":[0,8]}}"#, "expected"),
    (#"{"x":{"dtype":"F64","shape":[01],"data_offsets":[0,8]}}"#, "zero"),
    (#"{"x":{"dtype":"F64","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, "too large"),
    (#"{"x":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#, "no memory"),
    (#"{"x":{"dtype":"F64","shape":[0,9223372036854775807,9],"data_offsets":[0,0]}}"#, "no memory"),
    (#"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8],"more":1}}"#, "unknown key"),
    (#"{"x":{"dtype":"F64","dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, "twice"),
    (#"{"__metadata__":{"a":"1","a":"2"}}"#, "twice"),
    (#"{"__metadata__":{"a":1}}"#, "expected"),
    (#"{"a\u0000":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, "NUL"),
    ("{\"a\0\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", "control character"),
    (#"{"\ud800":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, "half a character"),
    (
      #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "twice"
    ),
    (
      #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""y":{"dtype":"U8","shape":[6],"data_offsets":[2,8]}}"#, "inside another"
    ),
    (
      #"{"x":{"dtype":"U8","shape":["# + Array(repeating: "1", count: 65).joined(separator: ",")
        + #"],"data_offsets":[0,8]}}"#, "more than 64"
    ),
    (String(repeating: #"{"x":"#, count: 100_000), "unknown key"),
    (String(repeating: "[", count: 100_000), "expected"),
    (#"{"x":{"dtype":"BOOL","shape":[8],"data_offsets":[0,8]}}"#, "truth values"),
  ]

  static func file(_ header: [UInt8], length: UInt64? = nil) -> Data {
    var data = withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { Data($0) }
    data.append(contentsOf: header)
    data.append(contentsOf: [0, 1, 2, 3, 4, 5, 6, 7])
    return data
  }

  @Test(arguments: hostile.indices) func isRefusedWithItsReason(_ index: Int) throws {
    let (header, reason) = Self.hostile[index]
    try Self.expectRefusal(Self.file(Array(header.utf8)), reason)
  }

  @Test func lengthsBeyondTheFileAreRefused() throws {
    try Self.expectRefusal(Data(), "too few")
    try Self.expectRefusal(Data([1, 2, 3]), "too few")
    try Self.expectRefusal(Self.file([], length: 1000), "has only")
    try Self.expectRefusal(Self.file([], length: 100_000_001), "100000000 are the most")
    try Self.expectRefusal(Self.file([], length: .max), "100000000 are the most")
  }

  @Test func textThatIsNotUTF8IsRefused() throws {
    try Self.expectRefusal(
      Self.file(Array("{\"".utf8) + [0xC3, 0x28] + Array("\":{}}".utf8)), "UTF-8")
  }

  @Test func whatIsNoRegularFileIsRefused() throws {
    #expect(throws: TorchError.self) { try Safetensors.load(from: URL(filePath: "/dev/zero")) }
    try withFolder { folder in
      #expect(throws: TorchError.self) { try Safetensors.load(from: folder) }
      let error = #expect(throws: TorchError.self) {
        try Safetensors.load(from: folder.appending(path: "absent"))
      }
      #expect(error?.message.contains("No such file") == true)
    }
  }

  @Test func unalignedTensorsAreCopied() throws {
    try withFolder { folder in
      let file = folder.appending(path: "x")
      let header =
        #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"#
        + #""b":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}}"#
      for padding in 0..<8 {
        let padded = header + String(repeating: " ", count: padding)
        try Self.file(Array(padded.utf8)).write(to: file)
        let tensors = try Safetensors.load(from: file).tensors
        #expect(tensors["a"]?.asArray(Int.self) == [0, 1, 2, 3])
        #expect(tensors["b"]?.asArray(Int.self) == [0x0706_0504])
      }
    }
  }

  private static func expectRefusal(_ data: Data, _ reason: String) throws {
    try withFolder { folder in
      let file = folder.appending(path: "hostile.safetensors")
      try data.write(to: file)
      let error = #expect(throws: TorchError.self) { try Safetensors.load(from: file) }
      let message = error?.message ?? ""
      #expect(message.contains(reason), "\(message)")
      #expect(message.contains(file.path) && message.count < 800, "\(message)")
    }
  }
}
