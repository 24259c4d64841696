// Sums, means, extremes and cumulations. Without `axis` they are over all elements.
extension Tensor {
  /// The sum of all elements.
  public func sum() -> Tensor { Operator.sum(.tensor(self)) }
  /// The sums along `axes`.
  public func sum(axes: [Int], keepDims: Bool = false) -> Tensor {
    Operator.sumDimIntList(.tensor(self), .ints(axes), .bool(keepDims))
  }
  /// The sums along `axis`.
  public func sum(axis: Int, keepDims: Bool = false) -> Tensor {
    sum(axes: [axis], keepDims: keepDims)
  }
  /// The mean of all elements.
  public func mean() -> Tensor { Operator.mean(.tensor(self)) }
  /// The means along `axes`.
  public func mean(axes: [Int], keepDims: Bool = false) -> Tensor {
    Operator.meanDim(.tensor(self), .ints(axes), .bool(keepDims))
  }
  /// The means along `axis`.
  public func mean(axis: Int, keepDims: Bool = false) -> Tensor {
    mean(axes: [axis], keepDims: keepDims)
  }
  /// The variances along `axes`; the divisor is the count less `correction`.
  public func variance(axes: [Int], correction: Int = 1, keepDims: Bool = false) -> Tensor {
    Operator.varCorrection(.tensor(self), .ints(axes), .int(correction), .bool(keepDims))
  }
  /// The standard deviations along `axes`; the divisor is the count less `correction`.
  public func standardDeviation(
    axes: [Int], correction: Int = 1, keepDims: Bool = false
  ) -> Tensor {
    Operator.stdCorrection(.tensor(self), .ints(axes), .int(correction), .bool(keepDims))
  }
  /// The product of all elements.
  public func product() -> Tensor { Operator.prod(.tensor(self)) }
  /// The products along `axis`.
  public func product(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.prodDimInt(.tensor(self), .int(axis), .bool(keepDims))
  }
  /// The largest element.
  public func max() -> Tensor { Operator.max(.tensor(self)) }
  /// The largest elements along `axis`.
  public func max(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.amax(.tensor(self), .ints([axis]), .bool(keepDims))
  }
  /// The smallest element.
  public func min() -> Tensor { Operator.min(.tensor(self)) }
  /// The smallest elements along `axis`.
  public func min(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.amin(.tensor(self), .ints([axis]), .bool(keepDims))
  }
  /// The index of the largest element along `axis`.
  public func argMax(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.argmax(.tensor(self), .int(axis), .bool(keepDims))
  }
  /// The index of the smallest element along `axis`.
  public func argMin(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.argmin(.tensor(self), .int(axis), .bool(keepDims))
  }
  /// log Σ eˣ along `axis`, without overflow.
  public func logSumExp(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.logsumexp(.tensor(self), .ints([axis]), .bool(keepDims))
  }
  /// The running sums along `axis`.
  public func cumulativeSum(axis: Int) -> Tensor {
    Operator.cumsum(.tensor(self), .int(axis))
  }
  /// The running products along `axis`.
  public func cumulativeProduct(axis: Int) -> Tensor {
    Operator.cumprod(.tensor(self), .int(axis))
  }
  /// Whether all elements are true.
  public func all() -> Tensor { Operator.all(.tensor(self)) }
  /// Whether all elements along `axis` are true.
  public func all(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.allDim(.tensor(self), .int(axis), .bool(keepDims))
  }
  /// Whether any element is true.
  public func any() -> Tensor { Operator.any(.tensor(self)) }
  /// Whether any element along `axis` is true.
  public func any(axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.anyDim(.tensor(self), .int(axis), .bool(keepDims))
  }
  /// The quantiles at `q` (float, in [0, 1]) along `axis`, interpolated linearly.
  public func quantile(_ q: Tensor, axis: Int, keepDims: Bool = false) -> Tensor {
    Operator.quantile(.tensor(self), .tensor(q), .int(axis), .bool(keepDims))
  }
  /// The vector norms of order `order` along `axes`.
  public func norm(order: Double = 2, axes: [Int], keepDims: Bool = false) -> Tensor {
    Operator.linalgVectorNorm(.tensor(self), .double(order), .ints(axes), .bool(keepDims))
  }
}

extension Operator {
  static let sum = Operator("aten::sum(Tensor self, *, ScalarType? dtype=None) -> Tensor")
  static let sumDimIntList = Operator(
    """
    aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? \
    dtype=None) -> Tensor
    """)
  static let mean = Operator("aten::mean(Tensor self, *, ScalarType? dtype=None) -> Tensor")
  static let meanDim = Operator(
    """
    aten::mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> \
    Tensor
    """)
  static let varCorrection = Operator(
    """
    aten::var.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool \
    keepdim=False) -> Tensor
    """)
  static let stdCorrection = Operator(
    """
    aten::std.correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, bool \
    keepdim=False) -> Tensor
    """)
  static let prod = Operator("aten::prod(Tensor self, *, ScalarType? dtype=None) -> Tensor")
  static let prodDimInt = Operator(
    """
    aten::prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> \
    Tensor
    """)
  static let max = Operator("aten::max(Tensor self) -> Tensor")
  static let amax = Operator("aten::amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor")
  static let min = Operator("aten::min(Tensor self) -> Tensor")
  static let amin = Operator("aten::amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor")
  static let argmax = Operator(
    """
    aten::argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor
    """)
  static let argmin = Operator(
    """
    aten::argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor
    """)
  static let logsumexp = Operator(
    """
    aten::logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor
    """)
  static let cumsum = Operator(
    """
    aten::cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor
    """)
  static let cumprod = Operator(
    """
    aten::cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor
    """)
  static let all = Operator("aten::all(Tensor self) -> Tensor")
  static let allDim = Operator("aten::all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor")
  static let any = Operator("aten::any(Tensor self) -> Tensor")
  static let anyDim = Operator("aten::any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor")
  static let quantile = Operator(
    """
    aten::quantile(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str \
    interpolation="linear") -> Tensor
    """)
  static let linalgVectorNorm = Operator(
    """
    aten::linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, \
    *, ScalarType? dtype=None) -> Tensor
    """)
}
