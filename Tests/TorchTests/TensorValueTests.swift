import Testing

@testable import Torch

/// What tensors hold, whatever their order in memory and their element type.
@Suite struct TensorValueTests {
  @Test func viewsAreReadInTheirOwnOrder() {
    let tensor = Tensor(Array(0..<24), [2, 3, 4])
    let expected = (0..<4).flatMap { k in
      (0..<2).flatMap { i in (0..<3).map { i * 12 + $0 * 4 + k } }
    }
    #expect(tensor.permute([2, 0, 1]).asArray(Int.self) == expected)
    #expect(tensor.slice(axis: 2, start: 1, step: 2).asArray(Int.self).prefix(4) == [1, 3, 5, 7])
    #expect(tensor.select(axis: 1, index: 1).asArray(Int.self) == [4, 5, 6, 7, 16, 17, 18, 19])
    #expect(Tensor([1, 2]).expandDims(axis: 1).expand([2, 2]).asArray(Int.self) == [1, 1, 2, 2])
    tensor.transpose(0, 2).withElements(as: Int.self) { #expect(Array($0.prefix(2)) == [0, 12]) }
  }

  @Test func channelsLastKeepsShapeAndValues() {
    let images = Tensor.randomNormal([2, 3, 4, 5], using: RandomSource(seed: 1))
    let last = images.channelsLast()
    #expect(last.isIdentical(to: images))
    #expect(last.asArray(Float.self) == images.asArray(Float.self))
    let weight = Tensor.randomNormal([4, 3, 3, 3], using: RandomSource(seed: 2))
    func convolve(_ images: Tensor) -> Tensor {
      images.convolution(weight: weight, stride: [1, 1], padding: [1, 1], dilation: [1, 1])
    }
    let difference = (convolve(last) - convolve(images)).abs().max().item(Double.self)
    #expect(difference < 1e-5)
  }

  @Test func bfloat16IsTheUpperHalfOfSinglePrecision() {
    let values = Tensor.randomNormal([1000], using: RandomSource(seed: 3)) * 100
    let rounded = values.to(dtype: .bfloat16)
    #expect(rounded.dtype == .bfloat16)
    for (value, back) in zip(values.asArray(Float.self), rounded.asArray(Float.self)) {
      #expect(back.bitPattern & 0xFFFF == 0)
      #expect(abs(back - value) <= abs(value) / 256)
    }
    let special = Tensor([Float.nan, .infinity, -.infinity, 0]).to(dtype: .bfloat16)
    #expect(special.isNaN().asArray(Bool.self) == [true, false, false, false])
    #expect(special.asArray(Float.self)[1...] == [.infinity, -.infinity, 0])
  }

  @Test func emptyTensorsGoThroughEverything() {
    let empty = Tensor([Float](), [0, 3])
    #expect(empty.asArray(Float.self).isEmpty)
    #expect((empty + 1).shape == [0, 3])
    #expect(empty.sum().item(Float.self) == 0)
    #expect(empty.matmul(Tensor.ones([3, 2])).shape == [0, 2])
    #expect(Tensor.ones([2, 0]).matmul(Tensor.ones([0, 2])).asArray(Float.self) == [0, 0, 0, 0])
    #expect(Tensor.concatenate([empty, Tensor.ones([1, 3])]).shape == [1, 3])
    empty.withElements(as: Float.self) { #expect($0.isEmpty) }
    #expect(empty.description.contains("[0, 3]"))
  }

  @Test func integersStayIntegers() {
    #expect((Tensor([1, 2]) + 1).dtype == .int64)
    #expect((Tensor([1, 2]) * 0.5).dtype == .float32)
    #expect((Tensor([1, 2]) / 2).asArray(Double.self) == [0.5, 1])
  }
}
