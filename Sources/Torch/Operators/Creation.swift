// Tensors from nothing.
extension Tensor {
  /// Zeros.
  public static func zeros(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    Operator.zeros(.ints(shape), .dtype(dtype), .none, .on(device))
  }

  /// Ones.
  public static func ones(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    Operator.ones(.ints(shape), .dtype(dtype), .none, .on(device))
  }

  /// One value everywhere.
  public static func full(
    _ shape: [Int], _ value: some TensorScalar, dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    Operator.full(.ints(shape), .scalar(value), .dtype(dtype), .none, .on(device))
  }

  /// `start`, `start + step`, … below `end`.
  public static func arange(
    _ start: some TensorScalar, _ end: some TensorScalar, step: some TensorScalar = 1,
    dtype: DType? = nil, device: Device = .cpu
  ) -> Tensor {
    Operator.arangeStartStep(
      .scalar(start), .scalar(end), .scalar(step), .dtype(dtype), .none, .on(device))
  }

  /// 0, 1, … `count` - 1 as 64-bit integers.
  public static func arange(_ count: Int, device: Device = .cpu) -> Tensor {
    arange(0, count, dtype: .int64, device: device)
  }

  /// `count` evenly spaced numbers from `start` to `end`, both included.
  public static func linspace(
    _ start: Double, _ end: Double, count: Int, dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    Operator.linspace(
      .double(start), .double(end), .int(count), .dtype(dtype), .none, .on(device))
  }

  /// The identity matrix `[size, size]`.
  public static func identity(
    _ size: Int, dtype: DType = .float32, device: Device = .cpu
  ) -> Tensor {
    Operator.eye(.int(size), .dtype(dtype), .none, .on(device))
  }

  /// Zeros shaped and typed like this tensor.
  public func zerosLike() -> Tensor { Operator.zerosLike(.tensor(self)) }

  /// Ones shaped and typed like this tensor.
  public func onesLike() -> Tensor { Operator.onesLike(.tensor(self)) }
}

extension Operator {
  static let zeros = Operator(
    """
    aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? \
    device=None, bool? pin_memory=None) -> Tensor
    """)
  static let ones = Operator(
    """
    aten::ones(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? \
    device=None, bool? pin_memory=None) -> Tensor
    """)
  static let full = Operator(
    """
    aten::full(SymInt[] size, Scalar fill_value, *, ScalarType? dtype=None, Layout? \
    layout=None, Device? device=None, bool? pin_memory=None) -> Tensor
    """)
  static let arangeStartStep = Operator(
    """
    aten::arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? \
    dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor
    """)
  static let linspace = Operator(
    """
    aten::linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Layout? \
    layout=None, Device? device=None, bool? pin_memory=None) -> Tensor
    """)
  static let eye = Operator(
    """
    aten::eye(SymInt n, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, \
    bool? pin_memory=None) -> Tensor
    """)
  static let zerosLike = Operator(
    """
    aten::zeros_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? \
    device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor
    """)
  static let onesLike = Operator(
    """
    aten::ones_like(Tensor self, *, ScalarType? dtype=None, Layout? layout=None, Device? \
    device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor
    """)
}
