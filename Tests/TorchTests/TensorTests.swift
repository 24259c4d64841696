import Testing

@testable import Torch

@Suite(.serialized) struct TensorTests {
  @Test func liveTensorsReturnToZero() {
    func work() {
      let weight = Tensor.ones([3, 3]).requiringGrad()
      let (value, gradients) = valueAndGrad([weight]) { $0[0].matmul($0[0]).sum() }
      #expect(value.item(Float.self) == 27)
      #expect(gradients[0].asArray(Float.self).allSatisfy { $0 == 6 })
      _ = weight.sort().values
      _ = weight.split(size: 2)
    }
    work()
    let before = Tensor.liveCount
    for _ in 0..<10 { work() }
    #expect(Tensor.liveCount == before)
  }

  @Test func anErrorInsideTheScopeIsThrownWithItsOperator() {
    #expect(throws: TorchError.self) {
      try withError { _ = Tensor.ones([2, 3]).matmul(Tensor.ones([2, 3])) }
    }
  }

  @Test(arguments: [1, 7, 300])
  func addingRowsIsIndexingAndAdding(width: Int) throws {
    let random = RandomSource(seed: 3)
    let table = Tensor.randomNormal([9, width], using: random)
    let rows = [8, 0, 0, 3, 5]
    for sum in [
      Tensor.randomNormal([5, width], using: random),
      Tensor.randomNormal([width, 5], using: random).transpose(0, 1),
    ] {
      withoutGradient {
        let expected = sum + table.indexSelect(Tensor(rows))
        sum.addRowsInPlace(of: table, at: rows)
        #expect(sum.contiguous().isIdentical(to: expected.contiguous()))
      }
    }
    for rows in [[0, 1, 2, 3, 9], [0, 1, 2, 3, -1], [0, 1]] {
      #expect(throws: TorchError.self) {
        try withError { Tensor.zeros([5, width]).addRowsInPlace(of: table, at: rows) }
      }
    }
  }

  @Test func secondDerivatives() {
    let x = Tensor([2.0]).requiringGrad()
    let first = grad(of: [x.pow(3).sum()], withRespectTo: [x], createGraph: true)
    #expect(first[0]?.item(Double.self) == 12)
    let second = first[0].map { grad(of: [$0.sum()], withRespectTo: [x]) }
    #expect(second?[0]?.item(Double.self) == 12)
  }

  @Test func randomSourcesAreReproducibleAndRestorable() throws {
    let source = RandomSource(seed: 7)
    _ = Tensor.randomNormal([5], using: source)
    let state = source.state
    let first = Tensor.randomNormal([100], using: source)
    try source.restore(state)
    #expect(Tensor.randomNormal([100], using: source).isIdentical(to: first))
    let other = RandomSource(seed: 8)
    #expect(!Tensor.randomNormal([100], using: other).isIdentical(to: first))
  }
}
