public import Torch

/// What the recurrent layers share: the weights of a stack of layers.
public class Recurrent: Module {
  /// From each layer's input to its gates, `[gates · hidden, inputs]`.
  @ParameterInfo public var inputWeights: [Tensor]
  /// From each layer's state to its gates, `[gates · hidden, hidden]`.
  @ParameterInfo public var hiddenWeights: [Tensor]
  /// Shifts beside the input weights, `[gates · hidden]`.
  @ParameterInfo public var inputBiases: [Tensor]
  /// Shifts beside the hidden weights, `[gates · hidden]`.
  @ParameterInfo public var hiddenBiases: [Tensor]
  fileprivate let hiddenDimensions: Int
  fileprivate let layers: Int

  fileprivate init(
    gates: Int, inputDimensions: Int, hiddenDimensions: Int, layers: Int, random: RandomSource
  ) {
    precondition(layers > 0, "a recurrent network with \(layers) layers")
    let rows = gates * hiddenDimensions
    func draw(_ shape: [Int]) -> Tensor {
      .fanInUniform(shape, fanIn: hiddenDimensions, using: random)
    }
    inputWeights = (0..<layers).map { draw([rows, $0 == 0 ? inputDimensions : hiddenDimensions]) }
    hiddenWeights = (0..<layers).map { _ in draw([rows, hiddenDimensions]) }
    inputBiases = (0..<layers).map { _ in draw([rows]) }
    hiddenBiases = (0..<layers).map { _ in draw([rows]) }
    self.hiddenDimensions = hiddenDimensions
    self.layers = layers
  }

  fileprivate var weights: [Tensor] {
    (0..<layers).flatMap {
      [inputWeights[$0], hiddenWeights[$0], inputBiases[$0], hiddenBiases[$0]]
    }
  }

  fileprivate func zeroState(for x: Tensor) -> Tensor {
    .zeros([layers, x.size(0), hiddenDimensions], dtype: x.dtype, device: x.device)
  }
}

/// Gated recurrent units (Cho and others 2014).
public final class GRU: Recurrent {
  /// Draws all weights uniformly from ±1/√hidden.
  ///
  /// - Parameters:
  ///   - inputDimensions: Features of the input.
  ///   - hiddenDimensions: Features of state and output.
  ///   - layers: Layers above each other.
  ///   - random: The source of the first weights.
  public init(
    _ inputDimensions: Int, _ hiddenDimensions: Int, layers: Int = 1, using random: RandomSource
  ) {
    super.init(
      gates: 3, inputDimensions: inputDimensions, hiddenDimensions: hiddenDimensions,
      layers: layers, random: random)
  }

  /// Reads `[batch, length, inputs]`.
  ///
  /// - Parameters:
  ///   - x: The sequences.
  ///   - state: The state before, `[layers, batch, hidden]`; zeros where `nil`.
  /// - Returns: The outputs `[batch, length, hidden]` and the state after.
  public func callAsFunction(_ x: Tensor, state: Tensor? = nil) -> (output: Tensor, state: Tensor) {
    x.gru(state: state ?? zeroState(for: x), parameters: weights, layers: layers)
  }
}

/// Long short-term memory (Hochreiter and Schmidhuber 1997).
public final class LSTM: Recurrent {
  /// Draws all weights uniformly from ±1/√hidden.
  ///
  /// - Parameters:
  ///   - inputDimensions: Features of the input.
  ///   - hiddenDimensions: Features of state and output.
  ///   - layers: Layers above each other.
  ///   - random: The source of the first weights.
  public init(
    _ inputDimensions: Int, _ hiddenDimensions: Int, layers: Int = 1, using random: RandomSource
  ) {
    super.init(
      gates: 4, inputDimensions: inputDimensions, hiddenDimensions: hiddenDimensions,
      layers: layers, random: random)
  }

  /// Reads `[batch, length, inputs]`.
  ///
  /// - Parameters:
  ///   - x: The sequences.
  ///   - state: Hidden and cell state before, each `[layers, batch, hidden]`; zeros where `nil`.
  /// - Returns: The outputs `[batch, length, hidden]` and the states after.
  public func callAsFunction(
    _ x: Tensor, state: (hidden: Tensor, cell: Tensor)? = nil
  ) -> (output: Tensor, hidden: Tensor, cell: Tensor) {
    x.lstm(
      hidden: state?.hidden ?? zeroState(for: x), cell: state?.cell ?? zeroState(for: x),
      parameters: weights, layers: layers)
  }
}
