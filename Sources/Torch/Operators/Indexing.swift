// Reading and writing by index, sorting and searching.
extension Tensor {
  /// The elements at `index` along `axis`; `index` has the result's shape.
  public func gather(axis: Int, index: Tensor) -> Tensor {
    Operator.gather(.tensor(self), .int(axis), .tensor(index))
  }
  /// A copy with `source` written at `index` along `axis`.
  public func scatter(axis: Int, index: Tensor, source: Tensor) -> Tensor {
    Operator.scatterSrc(.tensor(self), .int(axis), .tensor(index), .tensor(source))
  }
  /// A copy with `value` written at `index` along `axis`.
  public func scatter(axis: Int, index: Tensor, value: some TensorScalar) -> Tensor {
    Operator.scatterValue(.tensor(self), .int(axis), .tensor(index), .scalar(value))
  }
  /// A copy with `source` added at `index` along `axis`.
  public func scatterAdd(axis: Int, index: Tensor, source: Tensor) -> Tensor {
    Operator.scatterAdd(.tensor(self), .int(axis), .tensor(index), .tensor(source))
  }
  /// The slices at `index`, a vector, along `axis`.
  public func indexSelect(axis: Int = 0, _ index: Tensor) -> Tensor {
    Operator.indexSelect(.tensor(self), .int(axis), .tensor(index))
  }
  /// A copy with the slices of `source` added at `index` along `axis`.
  public func indexAdd(axis: Int, index: Tensor, source: Tensor) -> Tensor {
    Operator.indexAdd(.tensor(self), .int(axis), .tensor(index), .tensor(source))
  }
  /// The rows of this matrix at `indices`, of any shape; gradients flow to the rows.
  public func embedding(_ indices: Tensor) -> Tensor {
    Operator.embedding(.tensor(self), .tensor(indices))
  }
  /// The elements along `axis` in order, and where they stood.
  public func sort(axis: Int = -1, descending: Bool = false) -> (values: Tensor, indices: Tensor) {
    let found = Operator.sort.tensors(2, .tensor(self), .int(axis), .bool(descending))
    return (found[0], found[1])
  }
  /// Where the elements along `axis` stand in order; equal ones keep theirs.
  public func argSort(axis: Int = -1, descending: Bool = false) -> Tensor {
    Operator.argsortStable(.tensor(self), .bool(true), .int(axis), .bool(descending))
  }
  /// The `count` largest (or smallest) elements along `axis`, in order, and where they stood.
  public func topK(
    _ count: Int, axis: Int = -1, largest: Bool = true
  ) -> (values: Tensor, indices: Tensor) {
    let found = Operator.topk.tensors(
      2, .tensor(self), .int(count), .int(axis), .bool(largest), .bool(true))
    return (found[0], found[1])
  }
  /// Where `values` would be inserted into this sorted sequence (in its last axis).
  ///
  /// - Parameters:
  ///   - values: What to look for.
  ///   - right: Behind equal elements rather than before them.
  /// - Returns: The positions, shaped like `values`.
  public func searchSorted(_ values: Tensor, right: Bool = false) -> Tensor {
    Operator.searchsortedTensor(.tensor(self), .tensor(values), .bool(false), .bool(right))
  }
  /// Indices as vectors with a single one, of length `classCount`, as 64-bit integers.
  public func oneHot(_ classCount: Int) -> Tensor {
    Operator.oneHot(.tensor(self), .int(classCount))
  }
  /// How often each whole number from 0 occurs in this vector.
  public func binCount(minimumLength: Int = 0) -> Tensor {
    Operator.bincount(.tensor(self), .none, .int(minimumLength))
  }
  /// The different elements, in order.
  public func unique() -> Tensor { Operator.unique2.tensors(3, .tensor(self), .bool(true))[0] }
  /// The indices of the elements that are not zero, `[count, ndim]`.
  public func nonzero() -> Tensor { Operator.nonzero(.tensor(self)) }
  /// The distances of order `p` between the rows of two matrices, `[rows, other rows]`.
  ///
  /// libtorch forms Euclidean distances of more than 25 rows from inner products, which is fast but
  /// gives equal rows a small distance; `fromDifferences` asks for the exact way.
  public func pairwiseDistances(
    _ other: Tensor, p: Double = 2, fromDifferences: Bool = false
  ) -> Tensor {
    Operator.cdist(
      .tensor(self), .tensor(other), .double(p), fromDifferences ? .int(2) : .none)
  }
}

extension Operator {
  static let gather = Operator(
    """
    aten::gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor
    """)
  static let scatterSrc = Operator(
    """
    aten::scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor
    """)
  static let scatterValue = Operator(
    """
    aten::scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor
    """)
  static let scatterAdd = Operator(
    """
    aten::scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor
    """)
  static let indexSelect = Operator(
    """
    aten::index_select(Tensor self, int dim, Tensor index) -> Tensor
    """)
  static let indexAdd = Operator(
    """
    aten::index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> \
    Tensor
    """)
  static let embedding = Operator(
    """
    aten::embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool \
    scale_grad_by_freq=False, bool sparse=False) -> Tensor
    """)
  static let sort = Operator(
    """
    aten::sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor \
    indices)
    """)
  static let argsortStable = Operator(
    """
    aten::argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> \
    Tensor
    """)
  static let topk = Operator(
    """
    aten::topk(Tensor self, SymInt k, int dim=-1, bool largest=True, bool sorted=True) -> \
    (Tensor values, Tensor indices)
    """)
  static let searchsortedTensor = Operator(
    """
    aten::searchsorted.Tensor(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, \
    bool right=False, str? side=None, Tensor? sorter=None) -> Tensor
    """)
  static let oneHot = Operator("aten::one_hot(Tensor self, int num_classes=-1) -> Tensor")
  static let bincount = Operator(
    """
    aten::bincount(Tensor self, Tensor? weights=None, SymInt minlength=0) -> Tensor
    """)
  static let unique2 = Operator(
    """
    aten::_unique2(Tensor self, bool sorted=True, bool return_inverse=False, bool \
    return_counts=False) -> (Tensor, Tensor, Tensor)
    """)
  static let nonzero = Operator("aten::nonzero(Tensor self) -> Tensor")
  static let cdist = Operator(
    """
    aten::cdist(Tensor x1, Tensor x2, float p=2., int? compute_mode=None) -> Tensor
    """)
}
