internal import CTorch

/// Pre-normalised residual blocks, x + W₂ silu(W₁ norm(x) + b₁) + b₂, and a norm of what comes out,
/// whose weights will not change any more.
///
/// The weights are split for the matrix unit once, not at each use, and a few rows go through all
/// blocks before the next ones do, so that they stay in the first levels of cache. The same to
/// rounding as operator by operator.
package final class PreparedResidualNetwork {
  /// One block's tensors.
  package struct Block {
    /// The norm's scales and shifts, `[width]`.
    package var norm: (weight: Tensor, bias: Tensor)
    /// W₁ `[width, width]` and b₁ `[width]`.
    package var expand: (weight: Tensor, bias: Tensor)
    /// W₂ and b₂, likewise.
    package var contract: (weight: Tensor, bias: Tensor)

    /// Names one block's tensors.
    package init(
      norm: (weight: Tensor, bias: Tensor), expand: (weight: Tensor, bias: Tensor),
      contract: (weight: Tensor, bias: Tensor)
    ) {
      self.norm = norm
      self.expand = expand
      self.contract = contract
    }

    fileprivate var tensors: [Tensor] {
      [norm.weight, norm.bias, expand.weight, expand.bias, contract.weight, contract.bias]
    }
  }

  private let network: OpaquePointer

  /// Prepares copies of the weights.
  ///
  /// - Parameters:
  ///   - blocks: The blocks, from the input on.
  ///   - last: The scales and shifts of the norm in the end, `[width]`.
  ///   - epsilon: Added to the variances.
  package init?(blocks: [Block], last: (weight: Tensor, bias: Tensor), epsilon: Double) {
    let tensors = blocks.flatMap(\.tensors) + [last.weight, last.bias]
    let made = withExtendedLifetime(tensors) {
      ctorch_residual_network_create(
        tensors.map { Optional($0.handle) }, Int64(blocks.count), epsilon)
    }
    guard let made else { return nil }
    network = made
  }

  deinit { ctorch_residual_network_free(network) }

  /// Takes rows `[rows, width]` through the network, on this thread and without a history.
  ///
  /// - Parameter x: The rows.
  /// - Returns: As many rows.
  package func callAsFunction(_ x: Tensor) -> Tensor {
    withExtendedLifetime(x) {
      guard let made = ctorch_residual_network_apply(network, x.handle) else {
        report(.last, in: "a prepared residual network")
        return .placeholder()
      }
      return Tensor(owning: made)
    }
  }
}
