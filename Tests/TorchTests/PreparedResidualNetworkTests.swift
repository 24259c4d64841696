import Testing

@testable import Torch

/// Residual networks whose weights are split once.
@Suite(.enabled(if: Runtime.hasMatrixUnit, "this processor has no matrix unit"))
struct PreparedResidualNetworkTests {
  private typealias Affine = (weight: Tensor, bias: Tensor)

  /// The tensors of a network, and rows for it.
  private struct Network {
    var x: Tensor
    var blocks: [PreparedResidualNetwork.Block]
    var last: Affine

    init(rows: Int, width: Int, blocks: Int, scale: Double = 1) {
      let random = RandomSource(seed: 5)
      func normal(_ shape: [Int], _ scale: Double) -> Tensor {
        Tensor.randomNormal(shape, using: random) * scale
      }
      func norm() -> Affine { (normal([width], 1) + 1, normal([width], 1)) }
      func layer() -> Affine {
        (normal([width, width], scale / Double(width).squareRoot()), normal([width], scale))
      }
      // Rows far from zero: a variance from squares alone would lose its digits.
      x = normal([rows, width], 1) + 30
      self.blocks = (0..<blocks).map { _ in
        PreparedResidualNetwork.Block(norm: norm(), expand: layer(), contract: layer())
      }
      last = norm()
    }

    func prepared() -> PreparedResidualNetwork? {
      PreparedResidualNetwork(blocks: blocks, last: last, epsilon: 1e-5)
    }

    /// Operator by operator.
    func composed(_ dtype: DType) -> Tensor {
      func norm(_ x: Tensor, _ affine: Affine) -> Tensor {
        x.layerNorm(
          shape: [x.size(1)], weight: affine.weight.to(dtype: dtype),
          bias: affine.bias.to(dtype: dtype), eps: 1e-5)
      }
      func layer(_ x: Tensor, _ affine: Affine) -> Tensor {
        x.linear(weight: affine.weight.to(dtype: dtype), bias: affine.bias.to(dtype: dtype))
      }
      let out = blocks.reduce(x.to(dtype: dtype)) { hidden, block in
        hidden + layer(layer(norm(hidden, block.norm), block.expand).silu(), block.contract)
      }
      return norm(out, last)
    }
  }

  private func bits(_ tensor: Tensor) -> [UInt32] {
    tensor.asArray(Float.self).map(\.bitPattern)
  }

  @Test(
    "Is as exact as its operators are, whatever the sizes",
    arguments: [(1, 1), (31, 16), (32, 32), (33, 33), (100, 288), (70, 384), (5, 1000)],
    [0, 1, 3])
  func agreesWithTheComposition(_ size: (rows: Int, width: Int), blocks: Int) throws {
    let network = Network(rows: size.rows, width: size.width, blocks: blocks)
    let prepared = try #require(network.prepared())
    let found = prepared(network.x)
    #expect(found.shape == [size.rows, size.width])
    guard size.width > 1 else { return }  // a norm of one number is its shift
    let exact = network.composed(.float64)
    let usual = relativeError(network.composed(.float32), exact)
    #expect(relativeError(found, exact) <= max(1.5 * usual, Runtime.matmulTolerance))
  }

  @Test("Takes activations that are far from zero", arguments: [30.0, 1e4])
  func largeActivations(scale: Double) throws {
    let network = Network(rows: 40, width: 64, blocks: 1, scale: scale)
    let prepared = try #require(network.prepared())
    let found = prepared(network.x)
    #expect(relativeError(found, network.composed(.float64)) <= 2e-6)
  }

  @Test("A row is the same to the last bit alone, among others, and as part of wider rows")
  func rowsAreIndependent() throws {
    let network = Network(rows: 70, width: 96, blocks: 2)
    let prepared = try #require(network.prepared())
    let whole = prepared(network.x)
    for row in [0, 31, 32, 69] {
      let alone = prepared(network.x.narrow(axis: 0, start: row, length: 1))
      #expect(bits(alone) == bits(whole.narrow(axis: 0, start: row, length: 1)))
    }
    let wide = Tensor.concatenate([network.x * 7, network.x, network.x * 3], axis: 1)
    #expect(bits(prepared(wide.narrow(axis: 1, start: 96, length: 96))) == bits(whole))
  }

  @Test("What is no number spoils its own row only", arguments: [Float.nan, .infinity])
  func whatIsNoNumber(_ value: Float) throws {
    let network = Network(rows: 40, width: 64, blocks: 1)
    var numbers = network.x.asArray(Float.self)
    numbers[3 * 64 + 5] = value
    let prepared = try #require(network.prepared())
    let found = prepared(Tensor(numbers, [40, 64])).asArray(Float.self)
    for row in 0..<40 {
      #expect(found[row * 64..<(row + 1) * 64].allSatisfy { $0.isFinite } == (row != 3))
    }
  }

  @Test("Is not made of tensors that do not fit, and takes no rows that do not")
  func isNotMade() throws {
    var network = Network(rows: 3, width: 32, blocks: 1)
    let prepared = try #require(network.prepared())
    #expect(throws: TorchError.self) { try withError { _ = prepared(Tensor.ones([3, 31])) } }
    network.last.bias = network.last.bias.to(dtype: .float64)
    #expect(network.prepared() == nil)
    network.last = (Tensor.ones([31]), Tensor.ones([31]))
    #expect(network.prepared() == nil)
  }
}
