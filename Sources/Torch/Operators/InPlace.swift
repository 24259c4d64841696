internal import CTorch

// In-place changes, for optimisers, moving averages and incremental sampling.
extension Tensor {
  /// Copies `source` into this tensor.
  package func copyInPlace(_ source: Tensor) {
    Operator.copyInPlace.perform(.tensor(self), .tensor(source))
  }
  /// Sets every element.
  package func fillInPlace(_ value: some TensorScalar) {
    Operator.fillInPlaceScalar.perform(.tensor(self), .scalar(value))
  }
  /// self += `alpha` · `other`.
  package func addInPlace(_ other: Tensor, alpha: Double = 1) {
    Operator.addInPlaceTensor.perform(.tensor(self), .tensor(other), .double(alpha))
  }
  /// self[r] += `table`[`rows`[r]] for each row r of a matrix, in one pass over the memory.
  package func addRowsInPlace(of table: Tensor, at rows: [Int]) {
    let rows = rows.map(Int64.init)
    withExtendedLifetime((self, table)) {
      guard ctorch_add_rows(handle, table.handle, rows, Int64(rows.count)) else {
        report(.last, in: "addRowsInPlace")
        return
      }
    }
  }
  /// self *= `factor`.
  package func scaleInPlace(_ factor: Double) {
    Operator.mulInPlaceScalar.perform(.tensor(self), .double(factor))
  }
  /// Writes `values` at the positions that `indices` give, one tensor an axis, `nil` for a whole
  /// axis.
  package func putInPlace(_ indices: [Tensor?], _ values: Tensor, accumulate: Bool = false) {
    Operator.indexPutInPlace.perform(
      .tensor(self), .optionalTensors(indices), .tensor(values), .bool(accumulate))
  }
}

/// Operators over all parameters at once: one call for a whole network.
package enum Foreach {
  /// values += weight · (targets - values).
  package static func lerpInPlace(_ values: [Tensor], _ targets: [Tensor], weight: Double) {
    Operator.foreachLerpInPlaceScalar.perform(
      .tensors(values), .tensors(targets), .double(weight))
  }
  /// The Euclidean norm of each tensor.
  package static func norms(_ values: [Tensor]) -> [Tensor] {
    Operator.foreachNormScalar.tensors(values.count, .tensors(values), .double(2))
  }
  /// values *= factor, a tensor without axes.
  package static func scaleInPlace(_ values: [Tensor], _ factor: Tensor) {
    Operator.foreachMulInPlaceTensor.perform(.tensors(values), .tensor(factor))
  }
  /// values += alpha · others.
  package static func addInPlace(_ values: [Tensor], _ others: [Tensor], alpha: Double) {
    Operator.foreachAddInPlaceList.perform(
      .tensors(values), .tensors(others), .double(alpha))
  }
  /// Copies each source into its value.
  package static func copyInPlace(_ values: [Tensor], _ sources: [Tensor]) {
    Operator.foreachCopyInPlace.perform(.tensors(values), .tensors(sources))
  }
}

/// The optimisers that libtorch computes in one pass over all parameters.
package enum FusedOptimizer {
  /// One step of Adam (`decoupled` false: weight decay in the gradient) or AdamW.
  package static func adam(
    parameters: [Tensor], gradients: [Tensor], averages: [Tensor], squaredAverages: [Tensor],
    steps: [Tensor], learningRate: Double, beta1: Double, beta2: Double, weightDecay: Double,
    eps: Double, decoupled: Bool
  ) {
    let fused = decoupled ? Operator.fusedAdamwInPlace : Operator.fusedAdamInPlace
    fused.perform(
      .tensors(parameters), .tensors(gradients), .tensors(averages), .tensors(squaredAverages),
      .tensors([]), .tensors(steps), .double(learningRate), .double(beta1), .double(beta2),
      .double(weightDecay), .double(eps), .bool(false), .bool(false))
  }
  /// One step of stochastic gradient descent.
  package static func sgd(
    parameters: [Tensor], gradients: [Tensor], momentumBuffers: [Tensor], learningRate: Double,
    momentum: Double, weightDecay: Double, nesterov: Bool, isFirstStep: Bool
  ) {
    Operator.fusedSgdInPlace.perform(
      .tensors(parameters), .tensors(gradients), .tensors(momentumBuffers), .double(weightDecay),
      .double(momentum), .double(learningRate), .double(0), .bool(nesterov), .bool(false),
      .bool(isFirstStep))
  }
}

extension Operator {
  static let copyInPlace = Operator(
    """
    aten::copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)
    """)
  static let fillInPlaceScalar = Operator(
    """
    aten::fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)
    """)
  static let addInPlaceTensor = Operator(
    """
    aten::add_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)
    """)
  static let mulInPlaceScalar = Operator(
    """
    aten::mul_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)
    """)
  static let indexPutInPlace = Operator(
    """
    aten::index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) \
    -> Tensor(a!)
    """)
  static let foreachLerpInPlaceScalar = Operator(
    """
    aten::_foreach_lerp_.Scalar(Tensor(a!)[] self, Tensor[] tensors1, Scalar weight) -> ()
    """)
  static let foreachNormScalar = Operator(
    """
    aten::_foreach_norm.Scalar(Tensor[] self, Scalar ord=2, ScalarType? dtype=None) -> \
    Tensor[]
    """)
  static let foreachMulInPlaceTensor = Operator(
    """
    aten::_foreach_mul_.Tensor(Tensor(a!)[] self, Tensor other) -> ()
    """)
  static let foreachAddInPlaceList = Operator(
    """
    aten::_foreach_add_.List(Tensor(a!)[] self, Tensor[] other, *, Scalar alpha=1) -> ()
    """)
  static let foreachCopyInPlace = Operator(
    """
    aten::_foreach_copy_(Tensor(a!)[] self, Tensor[] src, bool non_blocking=False) -> ()
    """)
  static let fusedAdamwInPlace = Operator(
    """
    aten::_fused_adamw_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] exp_avgs, \
    Tensor(d!)[] exp_avg_sqs, Tensor(e!)[] max_exp_avg_sqs, Tensor[] state_steps, *, float lr, \
    float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, \
    Tensor? grad_scale=None, Tensor? found_inf=None) -> ()
    """)
  static let fusedAdamInPlace = Operator(
    """
    aten::_fused_adam_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] exp_avgs, \
    Tensor(d!)[] exp_avg_sqs, Tensor(e!)[] max_exp_avg_sqs, Tensor[] state_steps, *, float lr, \
    float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, \
    Tensor? grad_scale=None, Tensor? found_inf=None) -> ()
    """)
  static let fusedSgdInPlace = Operator(
    """
    aten::_fused_sgd_(Tensor(a!)[] self, Tensor(b!)[] grads, Tensor(c!)[] \
    momentum_buffer_list, *, float weight_decay, float momentum, float lr, float dampening, \
    bool nesterov, bool maximize, bool is_first_step, Tensor? grad_scale=None, Tensor? \
    found_inf=None) -> ()
    """)
}
