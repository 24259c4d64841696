public import Torch

/// The last axis in another order; its log-determinant is zero.
public struct PermutationBijection: Bijection {
  /// Element i of the output is element `order[i]` of the input.
  public let order: [Int]
  private let index: Tensor
  private let inverseIndex: Tensor

  /// Makes the map.
  ///
  /// - Precondition: `order` holds 0, 1, … once each.
  public init(_ order: [Int], device: Device = .cpu) {
    precondition(order.sorted() == Array(order.indices), "\(order) is not a permutation")
    var inverted = order
    for (position, element) in order.enumerated() { inverted[element] = position }
    self.order = order
    index = Tensor(order).to(device: device)
    inverseIndex = Tensor(inverted).to(device: device)
  }

  /// A random permutation of `count` elements.
  public static func random(_ count: Int, using random: RandomSource) -> PermutationBijection {
    let order = Tensor.randomPermutation(count, using: random).asArray(Int.self)
    return PermutationBijection(order, device: random.device)
  }

  /// One: the last axis.
  public var eventAxisCount: Int { 1 }

  /// The elements in the new order.
  public func forward(_ x: Tensor) -> Tensor { x.indexSelect(axis: -1, index) }
  /// The elements in their first order.
  public func inverse(_ y: Tensor) -> Tensor { y.indexSelect(axis: -1, inverseIndex) }
  /// Zero.
  public func logAbsDetJacobian(at x: Tensor) -> Tensor {
    x.narrow(axis: -1, start: 0, length: 1).squeeze(axis: -1).zerosLike()
  }
}
