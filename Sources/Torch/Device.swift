internal import CTorch

/// Where a tensor lives and its operators run.
public struct Device: Sendable, Hashable, CustomStringConvertible {
  /// A kind of device. The raw values are libtorch's.
  public enum Kind: Int64, Sendable {
    /// The processor.
    case cpu = 0
    /// An NVIDIA graphics processor.
    case cuda = 1
    /// An Apple graphics processor.
    case mps = 13
  }

  /// The kind.
  public let kind: Kind
  /// Which one of its kind.
  public let index: Int

  /// The processor.
  public static let cpu = Device(kind: .cpu, index: 0)

  /// Makes a device.
  public init(kind: Kind, index: Int = 0) {
    self.kind = kind
    self.index = index
  }

  /// Reads `cpu`, `cuda`, `cuda:1` or `mps`, and checks that the device is there.
  ///
  /// - Throws: `TorchError` when there is no such device, with what there is.
  public init(parsing text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let index = parts.count == 2 ? Int(parts[1]) : 0
    guard let name = parts.first, parts.count <= 2, let index, index >= 0 else {
      throw TorchError("\"\(text)\" is not a device; write cpu, cuda, cuda:1 or mps")
    }
    switch name {
    case "cpu" where index == 0: self.init(kind: .cpu)
    case "cuda":
      let count = Int(ctorch_cuda_device_count())
      guard index < count else {
        throw TorchError(
          count == 0
            ? "device \(text): this libtorch finds no CUDA device; use --device cpu, or point "
              + "LIBTORCH at a CUDA build" : "device \(text): there are \(count) CUDA devices")
      }
      self.init(kind: .cuda, index: index)
    case "mps" where index == 0:
      guard ctorch_mps_is_available() else {
        throw TorchError("device mps: this libtorch finds no Apple GPU; use --device cpu")
      }
      self.init(kind: .mps)
    default: throw TorchError("\"\(text)\" is not a device; write cpu, cuda, cuda:1 or mps")
    }
  }

  init(packed: Int64) {
    let index = Int32(truncatingIfNeeded: packed)
    self.init(kind: Kind(rawValue: packed >> 32) ?? .cpu, index: max(0, Int(index)))
  }

  // libtorch numbers the only processor -1.
  var packed: Int64 {
    (kind.rawValue << 32) | Int64(UInt32(bitPattern: kind == .cpu ? -1 : Int32(index)))
  }

  /// The name that `init(parsing:)` reads.
  public var description: String {
    switch kind {
    case .cpu: "cpu"
    case .cuda: "cuda:\(index)"
    case .mps: "mps"
    }
  }
}
