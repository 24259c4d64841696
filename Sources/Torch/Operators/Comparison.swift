// Comparisons, element by element; the results are truth values.
extension Tensor {
  /// Equal.
  public func equal(_ other: Tensor) -> Tensor { Operator.eqTensor(.tensor(self), .tensor(other)) }
  /// Equal to a number.
  public func equal(_ other: some TensorScalar) -> Tensor {
    Operator.eqScalar(.tensor(self), .scalar(other))
  }
  /// Not equal.
  public func notEqual(_ other: Tensor) -> Tensor {
    Operator.neTensor(.tensor(self), .tensor(other))
  }
  /// Not equal to a number.
  public func notEqual(_ other: some TensorScalar) -> Tensor {
    Operator.neScalar(.tensor(self), .scalar(other))
  }
  /// Less.
  public static func < (left: Tensor, right: Tensor) -> Tensor {
    Operator.ltTensor(.tensor(left), .tensor(right))
  }
  /// Less than a number.
  public static func < (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.ltScalar(.tensor(left), .scalar(right))
  }
  /// Less or equal.
  public static func <= (left: Tensor, right: Tensor) -> Tensor {
    Operator.leTensor(.tensor(left), .tensor(right))
  }
  /// Less than or equal to a number.
  public static func <= (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.leScalar(.tensor(left), .scalar(right))
  }
  /// Greater.
  public static func > (left: Tensor, right: Tensor) -> Tensor {
    Operator.gtTensor(.tensor(left), .tensor(right))
  }
  /// Greater than a number.
  public static func > (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.gtScalar(.tensor(left), .scalar(right))
  }
  /// Greater or equal.
  public static func >= (left: Tensor, right: Tensor) -> Tensor {
    Operator.geTensor(.tensor(left), .tensor(right))
  }
  /// Greater than or equal to a number.
  public static func >= (left: Tensor, right: some TensorScalar) -> Tensor {
    Operator.geScalar(.tensor(left), .scalar(right))
  }
  /// Both.
  public func logicalAnd(_ other: Tensor) -> Tensor {
    Operator.logicalAnd(.tensor(self), .tensor(other))
  }
  /// Either or both.
  public func logicalOr(_ other: Tensor) -> Tensor {
    Operator.logicalOr(.tensor(self), .tensor(other))
  }
  /// Not.
  public func logicalNot() -> Tensor { Operator.logicalNot(.tensor(self)) }
  /// Whether each element is not a number.
  public func isNaN() -> Tensor { Operator.isnan(.tensor(self)) }
  /// Whether each element is neither infinite nor not a number.
  public func isFinite() -> Tensor { Operator.isfinite(.tensor(self)) }
  /// NaN and the infinities replaced by numbers.
  public func replacingNaN(
    _ nan: Double, positiveInfinity: Double, negativeInfinity: Double
  )
    -> Tensor
  {
    Operator.nanToNum(
      .tensor(self), .double(nan), .double(positiveInfinity), .double(negativeInfinity))
  }
  /// `self` where `condition` holds, else `other`.
  public func `where`(_ condition: Tensor, else other: Tensor) -> Tensor {
    Operator.whereSelf(.tensor(condition), .tensor(self), .tensor(other))
  }
  /// `value` where `mask` holds, else `self`.
  public func maskedFill(_ mask: Tensor, _ value: some TensorScalar) -> Tensor {
    Operator.maskedFillScalar(.tensor(self), .tensor(mask), .scalar(value))
  }
  /// The elements where `mask` holds, as a vector.
  public func maskedSelect(_ mask: Tensor) -> Tensor {
    Operator.maskedSelect(.tensor(self), .tensor(mask))
  }
  /// Whether shape and all elements are the same.
  public func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape && dtype == other.dtype
      && Operator.equal.bool(.tensor(self), .tensor(other))
  }
}

extension Operator {
  static let eqTensor = Operator("aten::eq.Tensor(Tensor self, Tensor other) -> Tensor")
  static let eqScalar = Operator("aten::eq.Scalar(Tensor self, Scalar other) -> Tensor")
  static let neTensor = Operator("aten::ne.Tensor(Tensor self, Tensor other) -> Tensor")
  static let neScalar = Operator("aten::ne.Scalar(Tensor self, Scalar other) -> Tensor")
  static let ltTensor = Operator("aten::lt.Tensor(Tensor self, Tensor other) -> Tensor")
  static let ltScalar = Operator("aten::lt.Scalar(Tensor self, Scalar other) -> Tensor")
  static let leTensor = Operator("aten::le.Tensor(Tensor self, Tensor other) -> Tensor")
  static let leScalar = Operator("aten::le.Scalar(Tensor self, Scalar other) -> Tensor")
  static let gtTensor = Operator("aten::gt.Tensor(Tensor self, Tensor other) -> Tensor")
  static let gtScalar = Operator("aten::gt.Scalar(Tensor self, Scalar other) -> Tensor")
  static let geTensor = Operator("aten::ge.Tensor(Tensor self, Tensor other) -> Tensor")
  static let geScalar = Operator("aten::ge.Scalar(Tensor self, Scalar other) -> Tensor")
  static let logicalAnd = Operator("aten::logical_and(Tensor self, Tensor other) -> Tensor")
  static let logicalOr = Operator("aten::logical_or(Tensor self, Tensor other) -> Tensor")
  static let logicalNot = Operator("aten::logical_not(Tensor self) -> Tensor")
  static let isnan = Operator("aten::isnan(Tensor self) -> Tensor")
  static let isfinite = Operator("aten::isfinite(Tensor self) -> Tensor")
  static let nanToNum = Operator(
    """
    aten::nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> \
    Tensor
    """)
  static let whereSelf = Operator(
    """
    aten::where.self(Tensor condition, Tensor self, Tensor other) -> Tensor
    """)
  static let maskedFillScalar = Operator(
    """
    aten::masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor
    """)
  static let maskedSelect = Operator("aten::masked_select(Tensor self, Tensor mask) -> Tensor")
  static let equal = Operator("aten::equal(Tensor self, Tensor other) -> bool")
}
