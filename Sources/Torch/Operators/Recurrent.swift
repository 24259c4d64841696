// Whole recurrent layers in one call.
extension Tensor {
  /// A stack of gated recurrent units over `[batch, length, features]`.
  ///
  /// - Parameters:
  ///   - state: The first state, `[layers, batch, hidden]`.
  ///   - parameters: Input weights, hidden weights, input biases, hidden biases, layer by layer.
  ///   - layers: The number of layers.
  /// - Returns: The outputs `[batch, length, hidden]` and the last state.
  public func gru(
    state: Tensor, parameters: [Tensor], layers: Int
  ) -> (output: Tensor, state: Tensor) {
    let found = Operator.gruInput.tensors(
      2, .tensor(self), .tensor(state), .tensors(parameters), .bool(true), .int(layers),
      .double(0), .bool(false), .bool(false), .bool(true))
    return (found[0], found[1])
  }
  /// A stack of long short-term memories over `[batch, length, features]`.
  ///
  /// - Parameters:
  ///   - hidden: The first hidden state, `[layers, batch, hidden]`.
  ///   - cell: The first cell state, likewise.
  ///   - parameters: Input weights, hidden weights, input biases, hidden biases, layer by layer.
  ///   - layers: The number of layers.
  /// - Returns: The outputs `[batch, length, hidden]` and the last states.
  public func lstm(
    hidden: Tensor, cell: Tensor, parameters: [Tensor], layers: Int
  ) -> (output: Tensor, hidden: Tensor, cell: Tensor) {
    let found = Operator.lstmInput.tensors(
      3, .tensor(self), .tensors([hidden, cell]), .tensors(parameters), .bool(true), .int(layers),
      .double(0), .bool(false), .bool(false), .bool(true))
    return (found[0], found[1], found[2])
  }
}

extension Operator {
  static let gruInput = Operator(
    """
    aten::gru.input(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int num_layers, \
    float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, Tensor)
    """)
  static let lstmInput = Operator(
    """
    aten::lstm.input(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int \
    num_layers, float dropout, bool train, bool bidirectional, bool batch_first) -> (Tensor, \
    Tensor, Tensor)
    """)
}
