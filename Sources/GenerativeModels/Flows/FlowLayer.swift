public import Torch
public import TorchNN

/// One invertible step of a normalizing flow, perhaps depending on a context.
///
/// A step turns data towards noise, z = f(x; c), because that is what training needs; drawing goes
/// the other way. A `Bijection` of `Probability` is one fixed map: a step makes such maps from what
/// its network says.
public protocol FlowLayer: Module {
  /// f(x; c) `[batch, features]` and log |det ∂f/∂x| `[batch]`.
  func normalize(_ x: Tensor, given context: Tensor?) -> (value: Tensor, logDeterminant: Tensor)

  /// f⁻¹(z; c), `[batch, features]`.
  func generate(_ z: Tensor, given context: Tensor?) -> Tensor
}
