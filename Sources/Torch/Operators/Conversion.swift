// Changes of element type, device and history.
extension Tensor {
  /// The elements as `dtype`; this tensor where they are so already.
  public func to(dtype: DType) -> Tensor {
    dtype == self.dtype ? self : Operator.toDtype(.tensor(self), .dtype(dtype))
  }
  /// The elements on `device`; this tensor where they are there already.
  public func to(device: Device) -> Tensor {
    device == self.device
      ? self : Operator.toDevice(.tensor(self), .device(device), .dtype(dtype))
  }
  /// The same elements without a history.
  public func detach() -> Tensor { Operator.detach(.tensor(self)) }
  /// A copy of its own, with the same order in memory.
  public func clone() -> Tensor { Operator.clone(.tensor(self)) }
}

extension Operator {
  static let toDtype = Operator(
    """
    aten::to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False, \
    MemoryFormat? memory_format=None) -> Tensor(a)
    """)
  static let toDevice = Operator(
    """
    aten::to.device(Tensor(a) self, Device device, ScalarType dtype, bool non_blocking=False, \
    bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)
    """)
  static let detach = Operator("aten::detach(Tensor(a) self) -> Tensor(a)")
  static let clone = Operator(
    """
    aten::clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor
    """)
}
