internal import CTorch

// Tensors from an explicit random source.
extension Tensor {
  /// Independent draws from the standard normal distribution.
  public static func randomNormal(
    _ shape: [Int], dtype: DType = .float32, using random: RandomSource
  ) -> Tensor {
    Operator.randnGenerator(
      .ints(shape), .generator(random), .dtype(dtype), .none, .on(random.device))
  }

  /// Independent draws from the uniform distribution on [`low`, `high`).
  public static func randomUniform(
    _ shape: [Int], low: Double = 0, high: Double = 1, dtype: DType = .float32,
    using random: RandomSource
  ) -> Tensor {
    let unit = Operator.randGenerator(
      .ints(shape), .generator(random), .dtype(dtype), .none, .on(random.device))
    return low == 0 && high == 1 ? unit : unit * (high - low) + low
  }

  /// Independent whole numbers from `low` to below `high`.
  public static func randomIntegers(
    _ shape: [Int], low: Int = 0, high: Int, using random: RandomSource
  ) -> Tensor {
    Operator.randintLowGenerator(
      .int(low), .int(high), .ints(shape), .generator(random), .dtype(.int64), .none,
      .on(random.device))
  }

  /// 0, 1, … `count` - 1 in random order.
  public static func randomPermutation(_ count: Int, using random: RandomSource) -> Tensor {
    Operator.randpermGenerator(
      .int(count), .generator(random), .dtype(.int64), .none, .on(random.device))
  }

  /// Independent ones with `probability`, else zeros.
  ///
  /// - Parameters:
  ///   - shape: The shape.
  ///   - probability: In [0, 1].
  ///   - dtype: The element type.
  ///   - random: The source.
  /// - Returns: Ones and zeros of that shape and element type.
  public static func randomBernoulli(
    _ shape: [Int], probability: Double, dtype: DType = .float32, using random: RandomSource
  ) -> Tensor {
    let result = Operator.emptyMemoryFormat(.ints(shape), .dtype(dtype), .none, .on(random.device))
    guard dtype == .float32, random.device == .cpu else {
      Operator.bernoulliInPlaceFloat.perform(
        .tensor(result), .double(probability), .generator(random))
      return result
    }
    let filled = withExtendedLifetime((result, random)) {
      ctorch_fill_bernoulli(result.handle, probability, random.handle)
    }
    if !filled { report(.last, in: "bernoulli") }
    return result
  }

  /// A one with each element's probability, else a zero; typed like this tensor.
  public func bernoulli(using random: RandomSource) -> Tensor {
    Operator.bernoulli(.tensor(self), .generator(random))
  }

  /// `count` indices into the last axis, drawn in proportion to these weights.
  ///
  /// - Parameters:
  ///   - count: Draws a row.
  ///   - replacement: Whether an index may be drawn again.
  ///   - random: The source.
  /// - Returns: The indices, shaped like the weights but for the last axis, which has `count`.
  public func multinomial(
    _ count: Int, replacement: Bool = true, using random: RandomSource
  ) -> Tensor {
    Operator.multinomial(.tensor(self), .int(count), .bool(replacement), .generator(random))
  }

  /// Draws from Gamma(concentration, 1) with these concentrations; differentiable in them.
  public func standardGamma(using random: RandomSource) -> Tensor {
    Operator.standardGamma(.tensor(self), .generator(random))
  }

  /// Independent draws from the exponential distribution with rate one.
  public static func randomExponential(
    _ shape: [Int], dtype: DType = .float32, using random: RandomSource
  ) -> Tensor {
    let result = Tensor.zeros(shape, dtype: dtype, device: random.device)
    Operator.exponentialInPlace.perform(.tensor(result), .double(1), .generator(random))
    return result
  }
}

extension Operator {
  static let randnGenerator = Operator(
    """
    aten::randn.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, \
    Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor
    """)
  static let randGenerator = Operator(
    """
    aten::rand.generator(SymInt[] size, *, Generator? generator, ScalarType? dtype=None, \
    Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor
    """)
  static let randintLowGenerator = Operator(
    """
    aten::randint.low_generator(SymInt low, SymInt high, SymInt[] size, *, Generator? \
    generator, ScalarType? dtype=4, Layout? layout=None, Device? device=None, bool? \
    pin_memory=None) -> Tensor
    """)
  static let randpermGenerator = Operator(
    """
    aten::randperm.generator(SymInt n, *, Generator? generator, ScalarType? dtype=4, Layout? \
    layout=None, Device? device=None, bool? pin_memory=None) -> Tensor
    """)
  static let bernoulli = Operator(
    """
    aten::bernoulli(Tensor self, *, Generator? generator=None) -> Tensor
    """)
  static let bernoulliInPlaceFloat = Operator(
    """
    aten::bernoulli_.float(Tensor(a!) self, float p=0.5, *, Generator? generator=None) -> \
    Tensor(a!)
    """)
  static let emptyMemoryFormat = Operator(
    """
    aten::empty.memory_format(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, \
    Device? device=None, bool? pin_memory=None, MemoryFormat? memory_format=None) -> Tensor
    """)
  static let multinomial = Operator(
    """
    aten::multinomial(Tensor self, SymInt num_samples, bool replacement=False, *, Generator? \
    generator=None) -> Tensor
    """)
  static let standardGamma = Operator(
    """
    aten::_standard_gamma(Tensor self, Generator? generator=None) -> Tensor
    """)
  static let exponentialInPlace = Operator(
    """
    aten::exponential_(Tensor(a!) self, float lambd=1., *, Generator? generator=None) -> \
    Tensor(a!)
    """)
}
