internal import CTorch

/// An explicit source of random numbers: nothing in Lyrebird draws from a hidden one.
///
/// The same seed on the same device gives the same numbers, and the state can be saved and set, so
/// that a resumed training draws what the uninterrupted one would have drawn.
public final class RandomSource {
  let handle: OpaquePointer
  /// Where the numbers are drawn.
  public let device: Device

  /// Makes a source.
  public init(seed: UInt64, device: Device = .cpu) {
    guard let made = ctorch_generator_new(device.packed, seed) else {
      fatalError(TorchError.last.message)
    }
    handle = made
    self.device = device
  }

  deinit { ctorch_generator_release(handle) }

  /// A seed for another source: the next whole number of this one.
  public func nextSeed() -> UInt64 {
    UInt64(Tensor.randomIntegers([1], high: Int.max, using: self).item(Int.self))
  }

  /// A source of its own, which starts where the next number of this one says.
  public func split() -> RandomSource { RandomSource(seed: nextSeed(), device: device) }

  /// Starts again from `seed`.
  public func reseed(_ seed: UInt64) { ctorch_generator_seed(handle, seed) }

  /// The whole state, as bytes.
  public var state: [UInt8] {
    guard let bytes = ctorch_generator_state(handle) else {
      fatalError(TorchError.last.message)
    }
    return Tensor(owning: bytes).asArray(UInt8.self)
  }

  /// Sets the state that `state` gave.
  ///
  /// - Throws: `TorchError` when the bytes are not such a state.
  public func restore(_ state: [UInt8]) throws {
    let bytes = Tensor(state)
    let restored = withExtendedLifetime(bytes) {
      ctorch_generator_set_state(handle, bytes.handle)
    }
    guard restored else { throw TorchError.last }
  }
}
