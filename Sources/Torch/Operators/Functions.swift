// Exponentials, logarithms, circular and special functions, element by element.
extension Tensor {
  /// eˣ.
  public func exp() -> Tensor { Operator.exp(.tensor(self)) }
  /// eˣ - 1, exact near zero.
  public func expMinusOne() -> Tensor { Operator.expm1(.tensor(self)) }
  /// The natural logarithm.
  public func log() -> Tensor { Operator.log(.tensor(self)) }
  /// log(1 + x), exact near zero.
  public func logOnePlus() -> Tensor { Operator.log1p(.tensor(self)) }
  /// The logarithm to base two.
  public func log2() -> Tensor { Operator.log2(.tensor(self)) }
  /// Sine.
  public func sin() -> Tensor { Operator.sin(.tensor(self)) }
  /// Cosine.
  public func cos() -> Tensor { Operator.cos(.tensor(self)) }
  /// Tangent.
  public func tan() -> Tensor { Operator.tan(.tensor(self)) }
  /// Inverse sine.
  public func asin() -> Tensor { Operator.asin(.tensor(self)) }
  /// Inverse cosine.
  public func acos() -> Tensor { Operator.acos(.tensor(self)) }
  /// Inverse tangent.
  public func atan() -> Tensor { Operator.atan(.tensor(self)) }
  /// Hyperbolic tangent.
  public func tanh() -> Tensor { Operator.tanh(.tensor(self)) }
  /// Hyperbolic sine.
  public func sinh() -> Tensor { Operator.sinh(.tensor(self)) }
  /// Hyperbolic cosine.
  public func cosh() -> Tensor { Operator.cosh(.tensor(self)) }
  /// 1 / (1 + e⁻ˣ).
  public func sigmoid() -> Tensor { Operator.sigmoid(.tensor(self)) }
  /// log(x / (1 - x)), with x kept `eps` away from 0 and 1 where given.
  public func logit(eps: Double? = nil) -> Tensor {
    Operator.logit(.tensor(self), .optional(eps))
  }
  /// log σ(x).
  public func logSigmoid() -> Tensor { Operator.logSigmoid(.tensor(self)) }
  /// The error function.
  public func erf() -> Tensor { Operator.erf(.tensor(self)) }
  /// One minus the error function, exact in the tail.
  public func erfc() -> Tensor { Operator.erfc(.tensor(self)) }
  /// The inverse of the error function.
  public func erfInverse() -> Tensor { Operator.erfinv(.tensor(self)) }
  /// log Γ(x).
  public func logGamma() -> Tensor { Operator.lgamma(.tensor(self)) }
  /// The derivative of log Γ(x).
  public func digamma() -> Tensor { Operator.digamma(.tensor(self)) }
  /// The cumulative distribution function of the standard normal distribution.
  public func normalCDF() -> Tensor { Operator.specialNdtr(.tensor(self)) }
  /// The logarithm of `normalCDF`, exact in the tail.
  public func logNormalCDF() -> Tensor { Operator.specialLogNdtr(.tensor(self)) }
  /// The quantile function of the standard normal distribution.
  public func normalQuantile() -> Tensor { Operator.specialNdtri(.tensor(self)) }
  /// The regularised lower incomplete gamma function P(self, x).
  public func regularizedGammaP(_ x: Tensor) -> Tensor {
    Operator.igamma(.tensor(self), .tensor(x))
  }
  /// log(eˣ + eʸ), without overflow.
  public func logAddExp(_ other: Tensor) -> Tensor {
    Operator.logaddexp(.tensor(self), .tensor(other))
  }
  /// The angle of the point (x: `x`, y: self).
  public func atan2(_ x: Tensor) -> Tensor { Operator.atan2(.tensor(self), .tensor(x)) }
}

extension Operator {
  static let exp = Operator("aten::exp(Tensor self) -> Tensor")
  static let expm1 = Operator("aten::expm1(Tensor self) -> Tensor")
  static let log = Operator("aten::log(Tensor self) -> Tensor")
  static let log1p = Operator("aten::log1p(Tensor self) -> Tensor")
  static let log2 = Operator("aten::log2(Tensor self) -> Tensor")
  static let sin = Operator("aten::sin(Tensor self) -> Tensor")
  static let cos = Operator("aten::cos(Tensor self) -> Tensor")
  static let tan = Operator("aten::tan(Tensor self) -> Tensor")
  static let asin = Operator("aten::asin(Tensor self) -> Tensor")
  static let acos = Operator("aten::acos(Tensor self) -> Tensor")
  static let atan = Operator("aten::atan(Tensor self) -> Tensor")
  static let tanh = Operator("aten::tanh(Tensor self) -> Tensor")
  static let sinh = Operator("aten::sinh(Tensor self) -> Tensor")
  static let cosh = Operator("aten::cosh(Tensor self) -> Tensor")
  static let sigmoid = Operator("aten::sigmoid(Tensor self) -> Tensor")
  static let logit = Operator("aten::logit(Tensor self, float? eps=None) -> Tensor")
  static let logSigmoid = Operator("aten::log_sigmoid(Tensor self) -> Tensor")
  static let erf = Operator("aten::erf(Tensor self) -> Tensor")
  static let erfc = Operator("aten::erfc(Tensor self) -> Tensor")
  static let erfinv = Operator("aten::erfinv(Tensor self) -> Tensor")
  static let lgamma = Operator("aten::lgamma(Tensor self) -> Tensor")
  static let digamma = Operator("aten::digamma(Tensor self) -> Tensor")
  static let specialNdtr = Operator("aten::special_ndtr(Tensor self) -> Tensor")
  static let specialLogNdtr = Operator("aten::special_log_ndtr(Tensor self) -> Tensor")
  static let specialNdtri = Operator("aten::special_ndtri(Tensor self) -> Tensor")
  static let igamma = Operator("aten::igamma(Tensor self, Tensor other) -> Tensor")
  static let logaddexp = Operator("aten::logaddexp(Tensor self, Tensor other) -> Tensor")
  static let atan2 = Operator("aten::atan2(Tensor self, Tensor other) -> Tensor")
}
