public import Torch
public import TorchNN

/// z = (x − mean) / deviation with figures of the training rows, which are not trained.
public final class StandardizingLayer: Module, FlowLayer {
  /// The means, `[features]`.
  @BufferInfo public private(set) var mean: Tensor
  /// The standard deviations, `[features]`.
  @BufferInfo public private(set) var deviation: Tensor

  /// Makes the identity.
  public init(features: Int) {
    mean = .zeros([features])
    deviation = .ones([features])
  }

  /// Takes mean and deviation of `rows`, `[rows, features]`; a constant feature keeps its scale.
  public func fit(_ rows: Tensor) {
    withoutGradient {
      let wide = rows.to(dtype: .float64)
      let found = wide.standardDeviation(axes: [0], correction: 0)
      mean.copyInPlace(wide.mean(axis: 0).to(dtype: .float32))
      deviation.copyInPlace(found.maskedFill(found <= 1e-12, 1.0).to(dtype: .float32))
    }
  }

  /// The standardised features and the log-determinant.
  public func normalize(
    _ x: Tensor, given context: Tensor?
  ) -> (value: Tensor, logDeterminant: Tensor) {
    ((x - mean) / deviation, -deviation.log().sum().expand([x.size(0)]))
  }

  /// The features on their own scale.
  public func generate(_ z: Tensor, given context: Tensor?) -> Tensor { z * deviation + mean }
}
