import Testing

@testable import Torch

/// How operators that fail are heard of.
@Suite struct ErrorTests {
  static func fail() -> Tensor { Tensor.ones([2, 3]).matmul(Tensor.ones([2, 3])) }

  @Test func theFirstErrorIsThrownWithItsOperator() {
    let error = #expect(throws: TorchError.self) {
      try withError {
        _ = Tensor.ones([2]).reshape([3])
        _ = Self.fail()
      }
    }
    #expect(error?.message.hasPrefix("aten::reshape: ") == true)
  }

  @Test func theFailedOperatorLeavesAnEmptyTensor() {
    #expect(throws: TorchError.self) {
      try withError {
        #expect(Self.fail().shape == [0])
        #expect(Tensor.ones([3]).sort(axis: 5).values.shape == [0])
        #expect(Tensor.ones([4]).split(size: -1).isEmpty)
      }
    }
  }

  @Test func scopesNest() throws {
    let outer = try withError {
      #expect(throws: TorchError.self) { try withError { _ = Self.fail() } }
      return Tensor.ones([2]).sum().item(Int.self)
    }
    #expect(outer == 2)
  }

  @Test func theBodysOwnErrorComesFirst() {
    struct Own: Error {}
    #expect(throws: Own.self) {
      try withError {
        _ = Self.fail()
        throw Own()
      }
    }
  }

  @Test func gradientsOfWhatHasNoHistoryAreErrors() {
    let error = #expect(throws: TorchError.self) {
      try withError { _ = grad(of: [Tensor.ones([])], withRespectTo: [Tensor.ones([])]) }
    }
    #expect(error?.message.hasPrefix("grad: ") == true)
  }

  @Test func outsideAScopeTheProcessEndsAndSaysWhere() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.ones([2, 3]).matmul(Tensor.ones([2, 3]))
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("aten::matmul"))
  }

  @Test(arguments: [
    ("gpu", "write cpu"), ("", "write cpu"), ("cuda:", "write cpu"), ("cuda:-1", "write cpu"),
    ("cuda:1:2", "write cpu"), ("cuda:x", "write cpu"), ("cuda:1000000", "CUDA"),
    ("CPU", "write cpu"),
    ("cpu:1", "write cpu"),
  ])
  func devicesThatAreNoneAreRefused(_ text: String, _ reason: String) {
    let error = #expect(throws: TorchError.self) { try Device(parsing: text) }
    #expect(error?.message.contains(reason) == true)
    #expect(error?.message.contains(text) == true)
  }

  @Test func theProcessorIsAlwaysThere() throws {
    #expect(try Device(parsing: "cpu") == .cpu)
    #expect(Tensor.ones([1]).device == .cpu)
    #expect("\(Device.cpu)" == "cpu")
  }
}
