// Views and rearrangements. Most share memory with the tensor they come from.
extension Tensor {
  /// The same elements in another shape; one size may be -1.
  public func reshape(_ shape: [Int]) -> Tensor { Operator.reshape(.tensor(self), .ints(shape)) }
  /// Axes `first` … `last` joined into one.
  public func flatten(from first: Int = 0, through last: Int = -1) -> Tensor {
    Operator.flattenUsingInts(.tensor(self), .int(first), .int(last))
  }
  /// Two axes exchanged.
  public func transpose(_ first: Int = -2, _ second: Int = -1) -> Tensor {
    Operator.transposeInt(.tensor(self), .int(first), .int(second))
  }
  /// The axes in another order.
  public func permute(_ axes: [Int]) -> Tensor { Operator.permute(.tensor(self), .ints(axes)) }
  /// An axis of size one removed.
  public func squeeze(axis: Int) -> Tensor { Operator.squeezeDim(.tensor(self), .int(axis)) }
  /// An axis of size one inserted.
  public func expandDims(axis: Int) -> Tensor { Operator.unsqueeze(.tensor(self), .int(axis)) }
  /// Axes of size one repeated, without a copy; -1 keeps a size.
  public func expand(_ shape: [Int]) -> Tensor { Operator.expand(.tensor(self), .ints(shape)) }
  /// The whole repeated `counts` times along each axis.
  public func tile(_ counts: [Int]) -> Tensor { Operator.repeat(.tensor(self), .ints(counts)) }
  /// Each element repeated `count` times along `axis`.
  public func repeatElements(_ count: Int, axis: Int) -> Tensor {
    Operator.repeatInterleaveSelfInt(.tensor(self), .int(count), .int(axis))
  }
  /// Tensors joined along an existing axis.
  public static func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    Operator.cat(.tensors(tensors), .int(axis))
  }
  /// Tensors joined along a new axis.
  public static func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    Operator.stack(.tensors(tensors), .int(axis))
  }
  /// Pieces of `size` along `axis`; the last may be smaller.
  public func split(size: Int, axis: Int = 0) -> [Tensor] {
    Operator.splitTensor.tensors(nil, .tensor(self), .int(size), .int(axis))
  }
  /// Pieces of the given sizes along `axis`.
  public func split(sizes: [Int], axis: Int = 0) -> [Tensor] {
    Operator.splitWithSizes.tensors(sizes.count, .tensor(self), .ints(sizes), .int(axis))
  }
  /// The slices along `axis`, without that axis.
  public func unbind(axis: Int = 0) -> [Tensor] {
    Operator.unbindInt.tensors(size(axis), .tensor(self), .int(axis))
  }
  /// `length` elements along `axis` from `start`.
  public func narrow(axis: Int, start: Int, length: Int) -> Tensor {
    Operator.narrow(.tensor(self), .int(axis), .int(start), .int(length))
  }
  /// The slice at `index` along `axis`, without that axis.
  public func select(axis: Int, index: Int) -> Tensor {
    Operator.selectInt(.tensor(self), .int(axis), .int(index))
  }
  /// The elements from `start` to below `end` along `axis`, every `step`th.
  public func slice(axis: Int, start: Int? = nil, end: Int? = nil, step: Int = 1) -> Tensor {
    Operator.sliceTensor(
      .tensor(self), .int(axis), .optional(start), .optional(end), .int(step))
  }
  /// The order along `axes` reversed.
  public func flip(axes: [Int]) -> Tensor { Operator.flip(.tensor(self), .ints(axes)) }
  /// The elements shifted along `axis`; those that fall off come in at the other end.
  public func roll(shift: Int, axis: Int) -> Tensor {
    Operator.roll(.tensor(self), .ints([shift]), .ints([axis]))
  }
  /// The lower triangle; the rest zero.
  public func lowerTriangle(diagonal: Int = 0) -> Tensor {
    Operator.tril(.tensor(self), .int(diagonal))
  }
  /// The upper triangle; the rest zero.
  public func upperTriangle(diagonal: Int = 0) -> Tensor {
    Operator.triu(.tensor(self), .int(diagonal))
  }
  /// The main diagonal of the last two axes.
  public func diagonal(offset: Int = 0) -> Tensor {
    Operator.diagonal(.tensor(self), .int(offset), .int(-2), .int(-1))
  }
  /// Matrices with the last axis on their diagonals.
  public func diagonalEmbedding() -> Tensor { Operator.diagEmbed(.tensor(self)) }
  /// Padding with `value`: pairs (before, after), the last axis first.
  public func pad(_ amounts: [Int], value: Double = 0) -> Tensor {
    Operator.pad(.tensor(self), .ints(amounts), .string("constant"), .double(value))
  }
  /// Sliding windows of `size` along `axis`, as a new last axis.
  public func windows(axis: Int, size: Int, step: Int) -> Tensor {
    Operator.unfold(.tensor(self), .int(axis), .int(size), .int(step))
  }
  /// The elements in row-major order in memory; this tensor where they are so already.
  public func contiguous() -> Tensor { Operator.contiguous(.tensor(self)) }
  /// Images `[batch, channels, height, width]` with the channels innermost in memory, as fast
  /// convolutions want them; the shape stays.
  public func channelsLast() -> Tensor {
    Operator.contiguous(.tensor(self), .int(MemoryFormat.channelsLast))
  }
}

/// libtorch's numbers for the orders of axes in memory.
enum MemoryFormat {
  static let channelsLast = 2
}

extension Operator {
  static let reshape = Operator("aten::reshape(Tensor(a) self, SymInt[] shape) -> Tensor(a)")
  static let flattenUsingInts = Operator(
    """
    aten::flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)
    """)
  static let transposeInt = Operator(
    """
    aten::transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)
    """)
  static let permute = Operator("aten::permute(Tensor(a) self, int[] dims) -> Tensor(a)")
  static let squeezeDim = Operator("aten::squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)")
  static let unsqueeze = Operator("aten::unsqueeze(Tensor(a) self, int dim) -> Tensor(a)")
  static let expand = Operator(
    """
    aten::expand(Tensor(a) self, SymInt[] size, *, bool implicit=False) -> Tensor(a)
    """)
  static let `repeat` = Operator("aten::repeat(Tensor self, SymInt[] repeats) -> Tensor")
  static let repeatInterleaveSelfInt = Operator(
    """
    aten::repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? \
    output_size=None) -> Tensor
    """)
  static let cat = Operator("aten::cat(Tensor[] tensors, int dim=0) -> Tensor")
  static let stack = Operator("aten::stack(Tensor[] tensors, int dim=0) -> Tensor")
  static let splitTensor = Operator(
    """
    aten::split.Tensor(Tensor(a -> *) self, SymInt split_size, int dim=0) -> Tensor(a)[]
    """)
  static let splitWithSizes = Operator(
    """
    aten::split_with_sizes(Tensor(a -> *) self, SymInt[] split_sizes, int dim=0) -> \
    Tensor(a)[]
    """)
  static let unbindInt = Operator("aten::unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]")
  static let narrow = Operator(
    """
    aten::narrow(Tensor(a) self, int dim, SymInt start, SymInt length) -> Tensor(a)
    """)
  static let selectInt = Operator(
    """
    aten::select.int(Tensor(a) self, int dim, SymInt index) -> Tensor(a)
    """)
  static let sliceTensor = Operator(
    """
    aten::slice.Tensor(Tensor(a) self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt \
    step=1) -> Tensor(a)
    """)
  static let flip = Operator("aten::flip(Tensor self, int[] dims) -> Tensor")
  static let roll = Operator("aten::roll(Tensor self, SymInt[1] shifts, int[1] dims=[]) -> Tensor")
  static let tril = Operator("aten::tril(Tensor self, SymInt diagonal=0) -> Tensor")
  static let triu = Operator("aten::triu(Tensor self, SymInt diagonal=0) -> Tensor")
  static let diagonal = Operator(
    """
    aten::diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)
    """)
  static let diagEmbed = Operator(
    """
    aten::diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor
    """)
  static let pad = Operator(
    """
    aten::pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None) -> Tensor
    """)
  static let unfold = Operator(
    """
    aten::unfold(Tensor(a) self, int dimension, int size, int step) -> Tensor(a)
    """)
  static let contiguous = Operator(
    """
    aten::contiguous(Tensor(a) self, *, MemoryFormat memory_format=0) -> Tensor(a)
    """)
}
