internal import Torch
internal import TorchNN

/// What revealing variables adds to the first layer, prepared once for many rows.
///
/// The first layer is linear in the input, so seeing one more variable adds one product to its
/// output; nothing else of the first layer is computed again. The first layers of several networks
/// stand side by side and are one.
final class AnyOrderWalk {
  private let model: AnyOrderModel
  private let members: [AnyOrderMember]
  /// Of each network what follows the first layer, where it can be prepared.
  private let prepared: [PreparedResidualNetwork?]
  /// For each variable its features' weights and the flag's, `[1 + features, width]`.
  private let weights: [Tensor]
  /// For variables of atoms alone, what each atom adds, `[atoms, width]`.
  private let tables: [Tensor?]
  /// The output of the first layer when nothing is seen, `[1, width]`; its width is that of all
  /// networks together.
  let start: Tensor
  let device: Device

  init(_ model: AnyOrderModel) {
    self.model = model
    members = model.members
    prepared = members.map { Runtime.takesSplitProducts ? $0.network.prepared() : nil }
    let masking = model.masking
    let layers = members.map(\.network.input)
    device = layers[0].weight.device
    var weights: [Tensor] = []
    var tables: [Tensor?] = []
    let transposed = Tensor.concatenate(layers.map { $0.weight.detach() })
      .transpose(0, 1).contiguous()
    for (index, variable) in model.variables.enumerated() {
      let slot = masking.slots[index]
      let flag = transposed.narrow(axis: 0, start: index, length: 1)
      let features = transposed.narrow(
        axis: 0, start: slot.start, length: masking.featureCount(index))
      weights.append(Tensor.concatenate([flag, features]))
      if variable.isContinuous {
        tables.append(nil)
      } else {
        let atoms = (0..<variable.atomCount).map { Float($0) }
        tables.append(
          masking.features(atoms, variable: index).to(device: device).matmul(weights[index]))
      }
    }
    self.weights = weights
    self.tables = tables
    start = Tensor.concatenate(
      layers.map {
        $0.bias?.detach() ?? Tensor.zeros([$0.weight.size(0)], device: $0.weight.device)
      }
    ).reshape([1, -1])
  }

  /// The head and the hidden vectors `[rows, width]` of each network.
  ///
  /// - Parameter first: The first layer's output.
  /// - Returns: One pair a network.
  func hidden(afterInput first: Tensor) -> [(head: MixedHead, hidden: Tensor)] {
    members.indices.map { (members[$0].head, hidden(member: $0, afterInput: first)) }
  }

  private func hidden(member: Int, afterInput first: Tensor) -> Tensor {
    let width = model.configuration.width
    let own = first.narrow(axis: 1, start: member * width, length: width)
    return prepared[member]?(own) ?? members[member].network.hidden(afterInput: own)
  }

  /// The probabilities of one variable's atoms and bins, `[rows, atoms + bins]`: the mean over the
  /// networks.
  ///
  /// - Parameters:
  ///   - variable: Which variable.
  ///   - first: The first layer's output.
  /// - Returns: Rows that sum to one.
  func probabilities(of variable: Int, afterInput first: Tensor) -> Tensor {
    let each = members.indices.map {
      probabilities(of: variable, member: $0, afterInput: first)
    }
    return each.count == 1 ? each[0] : each.dropFirst().reduce(each[0], +) / Double(each.count)
  }

  /// The probabilities of one variable's atoms and bins by one network.
  ///
  /// - Parameters:
  ///   - variable: Which variable.
  ///   - member: Which network.
  ///   - first: The first layer's output.
  /// - Returns: Rows that sum to one.
  func probabilities(of variable: Int, member: Int, afterInput first: Tensor) -> Tensor {
    members[member].head.probabilities(
      of: variable, hidden: hidden(member: member, afterInput: first))
  }

  /// Adds to the first layer's output what seeing `values` of one variable adds.
  ///
  /// - Parameters:
  ///   - variable: Which variable.
  ///   - values: One value a row.
  ///   - known: Which rows see it; all where `nil`.
  ///   - first: The first layer's output `[rows, width]`, changed in place.
  func reveal(variable: Int, values: [Float], known: [Bool]? = nil, in first: Tensor) {
    if let table = tables[variable], known == nil {
      first.addRowsInPlace(of: table, at: values.map { Int($0) })
      return
    }
    let features = model.masking.features(values, variable: variable, known: known)
    first.addInPlace(features.to(device: device).matmul(weights[variable]))
  }
}

extension MaskedInput {
  /// The number of features of one variable, without its flag.
  func featureCount(_ variable: Int) -> Int {
    let slot = slots[variable]
    return slot.atomCount + (slot.hasScale ? pieces + 2 : 0)
  }

  /// The flag and the features of one variable, `[rows, 1 + features]`; zeros where not known.
  func features(_ values: [Float], variable: Int, known: [Bool]? = nil) -> Tensor {
    var slot = slots[variable]
    slot.start = 1
    let width = 1 + featureCount(variable)
    var buffer = [Float](repeating: 0, count: values.count * width)
    buffer.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for row in values.indices where known?[row] ?? true {
        slot.write(values[row], variable: 0, pieces: pieces, into: base + row * width)
      }
    }
    return Tensor(buffer, [values.count, width])
  }
}
