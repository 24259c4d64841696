import Testing

@testable import Torch

extension PrecisionTests {
  /// The mean squared error, which takes a pass of its own for float32 tensors of one shape.
  struct SquaredErrorTests {
    /// Sizes with and without rests, of one and of several chunks.
    static let shapes = [[1], [63], [64], [7, 130], [16384], [500, 128], [3, 50, 1001]]

    /// The error, the gradients of both, and the second derivative of the error along `direction`.
    private func derivatives(_ x: Tensor, _ y: Tensor, along direction: Tensor) -> [Tensor] {
      let leaves = [x, y].map { $0.detach().requiringGrad() }
      let error = leaves[0].squaredError(leaves[1])
      let first = grad(of: [error * 3], withRespectTo: leaves)
      let recorded = grad(
        of: [leaves[0].squaredError(leaves[1])], withRespectTo: leaves, createGraph: true)
      let second = grad(
        of: recorded.compactMap { $0.map { ($0 * direction).sum() } }, withRespectTo: leaves)
      return [error.detach()] + (first + second).compactMap { $0 }
    }

    @Test("agrees with libtorch's in float64, and so do its derivatives", arguments: shapes)
    func agreesWithFloat64(shape: [Int]) {
      let random = RandomSource(seed: 5)
      let (x, y, direction) = (
        Tensor.randomNormal(shape, using: random) + 10, Tensor.randomNormal(shape, using: random),
        Tensor.randomNormal(shape, using: random)
      )
      let found = derivatives(x, y, along: direction)
      let expected = derivatives(
        x.to(dtype: .float64), y.to(dtype: .float64), along: direction.to(dtype: .float64))
      #expect(found.count == 5 && expected.count == 5)
      for (found, expected) in zip(found, expected) {
        #expect(found.dtype == .float32 && found.shape == expected.shape)
        let difference = (found.to(dtype: .float64) - expected).abs().max().item(Double.self)
        #expect(difference <= 3e-7 * expected.abs().max().item(Double.self))
      }
    }

    @Test("is the same on any number of threads, with and without a history")
    func doesNotDependOnThreads() {
      let random = RandomSource(seed: 6)
      let x = Tensor.randomNormal([100_000], using: random)
      let y = Tensor.randomNormal([100_000], using: random)
      let threads = Runtime.threadCount
      defer { Runtime.threadCount = threads }
      let errors = [1, 2, 3].flatMap { count in
        Runtime.threadCount = count
        return [x.squaredError(y), x.detach().requiringGrad().squaredError(y)].map {
          $0.item(Double.self)
        }
      }
      #expect(Set(errors).count == 1)
    }

    @Test("goes on with no number, and leaves other tensors to libtorch")
    func leavesOthersToLibtorch() throws {
      #expect(Tensor([Float](), [0]).squaredError(Tensor([Float](), [0])).item(Double.self).isNaN)
      #expect(
        Tensor([1, Float.nan]).squaredError(Tensor([1, 2] as [Float])).item(Double.self).isNaN)
      let columns = Tensor([1, 2, 3, 4] as [Float], [2, 2]).transpose()
      #expect(columns.squaredError(Tensor.zeros([2, 2])).item(Double.self) == 7.5)
      #expect(throws: TorchError.self) {
        try withError { Tensor.zeros([3]).squaredError(Tensor.zeros([2])) }
      }
    }
  }
}
