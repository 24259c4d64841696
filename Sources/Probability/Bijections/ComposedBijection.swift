public import Torch

/// Bijections applied one after the other, the first one first; their log-determinants add up.
public struct ComposedBijection: Bijection {
  /// The steps in the order of `forward`.
  public let steps: [any Bijection]

  /// Chains `steps`; none is the identity.
  public init(_ steps: [any Bijection]) { self.steps = steps }

  /// The largest of the steps'.
  public var eventAxisCount: Int { steps.map(\.eventAxisCount).max() ?? 0 }
  /// Where an odd number of steps falls.
  public var isDecreasing: Tensor {
    steps.dropFirst().reduce(steps.first?.isDecreasing ?? Tensor(false)) {
      $0.to(device: $1.isDecreasing.device).notEqual($1.isDecreasing)
    }
  }

  /// All steps in order.
  public func forward(_ x: Tensor) -> Tensor { steps.reduce(x) { $1.forward($0) } }
  /// All inverses in reverse order.
  public func inverse(_ y: Tensor) -> Tensor { steps.reversed().reduce(y) { $1.inverse($0) } }
  /// The sum of the steps' log-determinants, each where it is applied.
  public func logAbsDetJacobian(at x: Tensor) -> Tensor {
    forwardAndLogDeterminant(x).logDeterminant
  }

  /// All steps in order, with the sum of their log-determinants.
  public func forwardAndLogDeterminant(_ x: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    chain(x, steps) { $0.forwardAndLogDeterminant($1) }
  }

  /// All inverses in reverse order, with the sum of their log-determinants.
  public func inverseAndLogDeterminant(_ y: Tensor) -> (value: Tensor, logDeterminant: Tensor) {
    chain(y, steps.reversed()) { $0.inverseAndLogDeterminant($1) }
  }

  private func chain(
    _ start: Tensor, _ steps: [any Bijection],
    _ apply: (any Bijection, Tensor) -> (value: Tensor, logDeterminant: Tensor)
  ) -> (value: Tensor, logDeterminant: Tensor) {
    var value = start
    var total: Tensor?
    for step in steps {
      let (next, own) = apply(step, value)
      // A step that mixes fewer axes than the chain has one determinant for each of the others.
      let summed = own.sumOverLast(eventAxisCount - step.eventAxisCount)
      total = total.map { $0 + summed } ?? summed
      value = next
    }
    return (value, total ?? start.zerosLike())
  }
}
