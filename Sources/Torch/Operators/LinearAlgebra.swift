internal import CTorch

// Products and decompositions of matrices; leading axes are batches.
extension Tensor {
  /// The matrix product.
  public func matmul(_ other: Tensor) -> Tensor { Operator.matmul(.tensor(self), .tensor(other)) }
  /// x Wᵀ + b, for x `[…, in]`, W `[out, in]` and b `[out]`.
  public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
    rows(through: ctorch_linear, "linear", weight, bias)
  }
  /// relu(x) Wᵀ + b, the same as ``relu()`` and ``linear(weight:bias:)`` to the last bit. Where linear
  /// layers are taken on the matrix unit, neither relu(x) nor its gradient is a pass of its own.
  public func rectifiedLinear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
    rows(through: ctorch_rectified_linear, "rectifiedLinear", weight, bias)
  }

  private func rows(
    through layer: (ctorch_tensor?, ctorch_tensor?, ctorch_tensor?) -> ctorch_tensor?,
    _ name: String, _ weight: Tensor, _ bias: Tensor?
  ) -> Tensor {
    withExtendedLifetime((self, weight, bias)) {
      .made(by: name) { layer(handle, weight.handle, bias?.handle) }
    }
  }
  /// self + left · right, for matrices.
  public func addMatmul(_ left: Tensor, _ right: Tensor) -> Tensor {
    Operator.addmm(.tensor(self), .tensor(left), .tensor(right))
  }
  /// The sum of products that `equation` writes in Einstein's notation, such as `bi,bj->bij`.
  public static func einsum(_ equation: String, _ tensors: Tensor...) -> Tensor {
    Operator.einsum(.text(equation), .tensors(tensors))
  }
  /// The outer product of two vectors.
  public func outer(_ other: Tensor) -> Tensor { Operator.outer(.tensor(self), .tensor(other)) }
  /// The lower triangular L with L Lᵀ = self.
  public func cholesky() -> Tensor { Operator.linalgCholesky(.tensor(self)) }
  /// Eigenvalues, ascending, and eigenvectors of a symmetric matrix.
  public func symmetricEigen() -> (values: Tensor, vectors: Tensor) {
    let found = Operator.linalgEigh.tensors(2, .tensor(self))
    return (found[0], found[1])
  }
  /// The reduced singular value decomposition U diag(S) Vᵀ.
  public func svd() -> (u: Tensor, s: Tensor, vTransposed: Tensor) {
    let found = Operator.linalgSvd.tensors(3, .tensor(self), .bool(false))
    return (found[0], found[1], found[2])
  }
  /// The reduced QR decomposition.
  public func qr() -> (q: Tensor, r: Tensor) {
    let found = Operator.linalgQr.tensors(2, .tensor(self))
    return (found[0], found[1])
  }
  /// The inverse.
  public func inverse() -> Tensor { Operator.linalgInv(.tensor(self)) }
  /// X with self · X = `right`.
  public func solve(_ right: Tensor) -> Tensor {
    Operator.linalgSolve(.tensor(self), .tensor(right))
  }
  /// X with self · X = `right`, for a triangular matrix.
  public func solveTriangular(_ right: Tensor, upper: Bool) -> Tensor {
    Operator.linalgSolveTriangular(.tensor(self), .tensor(right), .bool(upper))
  }
  /// The determinant.
  public func determinant() -> Tensor { Operator.linalgDet(.tensor(self)) }
  /// The sign and the logarithm of the absolute value of the determinant.
  public func logDeterminant() -> (sign: Tensor, logAbsolute: Tensor) {
    let found = Operator.linalgSlogdet.tensors(2, .tensor(self))
    return (found[0], found[1])
  }
}

extension Operator {
  static let matmul = Operator("aten::matmul(Tensor self, Tensor other) -> Tensor")
  static let addmm = Operator(
    """
    aten::addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> \
    Tensor
    """)
  static let einsum = Operator(
    """
    aten::einsum(str equation, Tensor[] tensors, *, int[]? path=None) -> Tensor
    """)
  static let outer = Operator("aten::outer(Tensor self, Tensor vec2) -> Tensor")
  static let linalgCholesky = Operator(
    """
    aten::linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor
    """)
  static let linalgEigh = Operator(
    """
    aten::linalg_eigh(Tensor self, str UPLO="L") -> (Tensor eigenvalues, Tensor eigenvectors)
    """)
  static let linalgSvd = Operator(
    """
    aten::linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, \
    Tensor S, Tensor Vh)
    """)
  static let linalgQr = Operator(
    """
    aten::linalg_qr(Tensor A, str mode="reduced") -> (Tensor Q, Tensor R)
    """)
  static let linalgInv = Operator("aten::linalg_inv(Tensor A) -> Tensor")
  static let linalgSolve = Operator(
    """
    aten::linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor
    """)
  static let linalgSolveTriangular = Operator(
    """
    aten::linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool \
    unitriangular=False) -> Tensor
    """)
  static let linalgDet = Operator("aten::linalg_det(Tensor A) -> Tensor")
  static let linalgSlogdet = Operator(
    """
    aten::linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)
    """)
}
