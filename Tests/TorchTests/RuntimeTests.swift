import Testing

@testable import Torch

@Suite("The libtorch that was loaded")
struct RuntimeTests {
  @Test("It is the one that this was built with")
  func own() throws { try Runtime.checkLibrary() }

  @Test(
    "Another release is refused, with both versions and what to do",
    arguments: [("2.13.0", "2.11.0"), ("2.13.0", "3.13.0"), ("2.9.1", "2.13.0a0+git")])
  func other(built: String, loaded: String) {
    let error = #expect(throws: TorchError.self) {
      try Runtime.checkLibrary(built: built, loaded: loaded)
    }
    for part in [built, loaded, "LD_LIBRARY_PATH", "LIBTORCH"] {
      #expect(error?.message.contains(part) == true)
    }
  }

  @Test(
    "Another build of the same release is as good, and one that says nothing is not refused",
    arguments: ["2.13.0", "2.13.1", "2.13.0+cpu", "2.13.0a0+git", ""])
  func same(loaded: String) throws {
    try Runtime.checkLibrary(built: "2.13.0", loaded: loaded)
  }
}
