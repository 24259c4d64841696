/// The different texts of a column, numbered in the order in which they first occur.
///
/// The bytes of all texts lie in one array, and a table of open addresses finds them, so that a
/// million different values cost their bytes and little more.
struct LevelDictionary {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private var hashes: [UInt32] = []
  private var last: Int32 = -1

  /// How many different texts there are.
  var count: Int { ends.count - 1 }

  /// The bytes of all texts together.
  var byteCount: Int { bytes.count }

  /// The code of `text`, and whether it is new.
  mutating func code(of text: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
    // Neighbouring rows often agree.
    if last >= 0, matches(last, text) { return (last, false) }
    let hash = Self.hash(text)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = slots[slot]
      if hashes[Int(code)] == hash, matches(code, text) {
        last = code
        return (code, false)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(count)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = code
    last = code
    if count * 2 > slots.count { grow() }
    return (code, true)
  }

  /// The bytes of one text.
  func withBytes<Result>(
    of code: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[ends[code]..<ends[code + 1]]))
    }
  }

  private func matches(_ code: Int32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = ends[Int(code)]
    let length = ends[Int(code) + 1] - start
    guard length == text.count else { return false }
    return bytes.withUnsafeBufferPointer { all in
      for index in 0..<length where all[start + index] != text[index] { return false }
      return true
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
  }

  /// FNV-1a, with the bits mixed at the end because the low ones choose the slot.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    hash = hash &* 0xD6E8_FEB8_6659_FD93
    return UInt32(truncatingIfNeeded: hash >> 32)
  }
}
