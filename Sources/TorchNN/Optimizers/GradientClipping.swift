internal import Torch

/// Scales `gradients` in place so that their common Euclidean norm is not above `maximumNorm`.
///
/// - Parameters:
///   - gradients: Changed.
///   - maximumNorm: The bound.
/// - Returns: The norm before; not finite where a gradient is not, and then nothing is scaled.
@discardableResult
public func clipGradients(_ gradients: ModuleParameters, maximumNorm: Double) -> Double {
  guard !gradients.isEmpty else { return 0 }
  return withoutGradient {
    let norms = Tensor.stack(Foreach.norms(gradients.tensors))
    let norm = norms.norm(axes: [0]).item(Double.self)
    if norm.isFinite, norm > maximumNorm {
      let factor = Tensor(Float(maximumNorm / (norm + 1e-6))).to(device: norms.device)
      Foreach.scaleInPlace(gradients.tensors, factor)
    }
    return norm
  }
}
