// The nonlinearities of networks.
extension Tensor {
  /// max(x, 0).
  public func relu() -> Tensor { Operator.relu(.tensor(self)) }
  /// x Φ(x).
  public func gelu() -> Tensor { Operator.gelu(.tensor(self)) }
  /// x σ(x).
  public func silu() -> Tensor { Operator.silu(.tensor(self)) }
  /// log(1 + eˣ).
  public func softplus() -> Tensor { Operator.softplus(.tensor(self)) }
  /// x where positive, else `negativeSlope` · x.
  public func leakyReLU(negativeSlope: Double = 0.01) -> Tensor {
    Operator.leakyRelu(.tensor(self), .double(negativeSlope))
  }
  /// x where positive, else `alpha` · (eˣ - 1).
  public func elu(alpha: Double = 1) -> Tensor { Operator.elu(.tensor(self), .double(alpha)) }
  /// eˣ / Σ eˣ along `axis`.
  public func softmax(axis: Int) -> Tensor { Operator.softmaxInt(.tensor(self), .int(axis)) }
  /// log(eˣ / Σ eˣ) along `axis`.
  public func logSoftmax(axis: Int) -> Tensor {
    Operator.logSoftmaxInt(.tensor(self), .int(axis))
  }
  /// a σ(b), for the halves a and b of `axis`.
  public func glu(axis: Int = -1) -> Tensor { Operator.glu(.tensor(self), .int(axis)) }
  /// softmax(q kᵀ / √d + mask) v, for `[…, length, d]`.
  ///
  /// - Parameters:
  ///   - keys: k.
  ///   - values: v.
  ///   - mask: Added to the scores, or truth values that say which keys are seen.
  ///   - isCausal: Whether a position sees only those before it and itself.
  /// - Returns: The values as seen, `[…, length, d of the values]`.
  public func attention(
    keys: Tensor, values: Tensor, mask: Tensor? = nil, isCausal: Bool = false
  ) -> Tensor {
    Operator.scaledDotProductAttention(
      .tensor(self), .tensor(keys), .tensor(values), .optional(mask), .double(0), .bool(isCausal))
  }
}

extension Operator {
  static let relu = Operator("aten::relu(Tensor self) -> Tensor")
  static let gelu = Operator("aten::gelu(Tensor self, *, str approximate=\"none\") -> Tensor")
  static let silu = Operator("aten::silu(Tensor self) -> Tensor")
  static let softplus = Operator(
    """
    aten::softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor
    """)
  static let leakyRelu = Operator(
    """
    aten::leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor
    """)
  static let elu = Operator(
    """
    aten::elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor
    """)
  static let softmaxInt = Operator(
    """
    aten::softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor
    """)
  static let logSoftmaxInt = Operator(
    """
    aten::log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor
    """)
  static let glu = Operator("aten::glu(Tensor self, int dim=-1) -> Tensor")
  static let scaledDotProductAttention = Operator(
    """
    aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? \
    attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool \
    enable_gqa=False) -> Tensor
    """)
}
