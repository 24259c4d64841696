// Sums, products and what is made of them, element by element with broadcasting.
extension Tensor {
  /// Sum.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    Operator.addTensor(.tensor(left), .tensor(right))
  }
  /// Sum with a number.
  public static func + (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.addScalar(.tensor(left), .scalar(right))
  }
  /// Sum with a number.
  public static func + (left: some TensorScalar, right: Tensor) -> Tensor { right + left }
  /// Difference.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    Operator.subTensor(.tensor(left), .tensor(right))
  }
  /// Difference to a number.
  public static func - (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.subScalar(.tensor(left), .scalar(right))
  }
  /// Difference of a number and a tensor.
  public static func - (left: some TensorScalar, right: Tensor) -> Tensor {
    Operator.rsubScalar(.tensor(right), .scalar(left))
  }
  /// Product.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    Operator.mulTensor(.tensor(left), .tensor(right))
  }
  /// Product with a number.
  public static func * (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.mulScalar(.tensor(left), .scalar(right))
  }
  /// Product with a number.
  public static func * (left: some TensorScalar, right: Tensor) -> Tensor { right * left }
  /// Quotient; real also for integers.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    Operator.divTensor(.tensor(left), .tensor(right))
  }
  /// Quotient by a number.
  public static func / (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.divScalar(.tensor(left), .scalar(right))
  }
  /// Quotient of a number by a tensor.
  public static func / (left: some TensorScalar, right: Tensor) -> Tensor {
    right.reciprocal() * left
  }
  /// Negation.
  public static prefix func - (tensor: Tensor) -> Tensor { Operator.neg(.tensor(tensor)) }

  /// The quotient rounded down.
  public func floorDivide(by divisor: Tensor) -> Tensor {
    Operator.divTensorMode(.tensor(self), .tensor(divisor), .string("floor"))
  }
  /// The remainder, with the divisor's sign.
  public func remainder(by divisor: some TensorScalar) -> Tensor {
    Operator.remainderScalar(.tensor(self), .scalar(divisor))
  }
  /// 1 / x.
  public func reciprocal() -> Tensor { Operator.reciprocal(.tensor(self)) }
  /// x to a power.
  public func pow(_ exponent: some TensorScalar) -> Tensor {
    Operator.powTensorScalar(.tensor(self), .scalar(exponent))
  }
  /// x to a power, element by element.
  public func pow(_ exponent: Tensor) -> Tensor {
    Operator.powTensorTensor(.tensor(self), .tensor(exponent))
  }
  /// x².
  public func squared() -> Tensor { Operator.square(.tensor(self)) }
  /// √x.
  public func sqrt() -> Tensor { Operator.sqrt(.tensor(self)) }
  /// 1 / √x.
  public func reciprocalSqrt() -> Tensor { Operator.rsqrt(.tensor(self)) }
  /// |x|.
  public func abs() -> Tensor { Operator.abs(.tensor(self)) }
  /// -1, 0 or 1.
  public func sign() -> Tensor { Operator.sign(.tensor(self)) }
  /// The largest whole number not above x.
  public func floor() -> Tensor { Operator.floor(.tensor(self)) }
  /// The smallest whole number not below x.
  public func ceil() -> Tensor { Operator.ceil(.tensor(self)) }
  /// The nearest whole number; halves go to the even one.
  public func rounded() -> Tensor { Operator.round(.tensor(self)) }
  /// x brought into [`min`, `max`]; a bound that is `nil` is none.
  public func clamped(min: Double? = nil, max: Double? = nil) -> Tensor {
    Operator.clamp(.tensor(self), .optional(min), .optional(max))
  }
  /// The larger of two, element by element.
  public func maximum(_ other: Tensor) -> Tensor {
    Operator.maximum(.tensor(self), .tensor(other))
  }
  /// The smaller of two, element by element.
  public func minimum(_ other: Tensor) -> Tensor {
    Operator.minimum(.tensor(self), .tensor(other))
  }
  /// self + weight · (end - self).
  public func lerp(_ end: Tensor, weight: Double) -> Tensor {
    Operator.lerpScalar(.tensor(self), .tensor(end), .double(weight))
  }
}

extension Operator {
  static let addTensor = Operator(
    """
    aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor
    """)
  static let addScalar = Operator(
    """
    aten::add.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor
    """)
  static let subTensor = Operator(
    """
    aten::sub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor
    """)
  static let subScalar = Operator(
    """
    aten::sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor
    """)
  static let rsubScalar = Operator(
    """
    aten::rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor
    """)
  static let mulTensor = Operator("aten::mul.Tensor(Tensor self, Tensor other) -> Tensor")
  static let mulScalar = Operator("aten::mul.Scalar(Tensor self, Scalar other) -> Tensor")
  static let divTensor = Operator("aten::div.Tensor(Tensor self, Tensor other) -> Tensor")
  static let divScalar = Operator("aten::div.Scalar(Tensor self, Scalar other) -> Tensor")
  static let neg = Operator("aten::neg(Tensor self) -> Tensor")
  static let divTensorMode = Operator(
    """
    aten::div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor
    """)
  static let remainderScalar = Operator(
    """
    aten::remainder.Scalar(Tensor self, Scalar other) -> Tensor
    """)
  static let reciprocal = Operator("aten::reciprocal(Tensor self) -> Tensor")
  static let powTensorScalar = Operator(
    """
    aten::pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor
    """)
  static let powTensorTensor = Operator(
    """
    aten::pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor
    """)
  static let square = Operator("aten::square(Tensor self) -> Tensor")
  static let sqrt = Operator("aten::sqrt(Tensor self) -> Tensor")
  static let rsqrt = Operator("aten::rsqrt(Tensor self) -> Tensor")
  static let abs = Operator("aten::abs(Tensor self) -> Tensor")
  static let sign = Operator("aten::sign(Tensor self) -> Tensor")
  static let floor = Operator("aten::floor(Tensor self) -> Tensor")
  static let ceil = Operator("aten::ceil(Tensor self) -> Tensor")
  static let round = Operator("aten::round(Tensor self) -> Tensor")
  static let clamp = Operator(
    """
    aten::clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor
    """)
  static let maximum = Operator("aten::maximum(Tensor self, Tensor other) -> Tensor")
  static let minimum = Operator("aten::minimum(Tensor self, Tensor other) -> Tensor")
  static let lerpScalar = Operator(
    """
    aten::lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor
    """)
}
