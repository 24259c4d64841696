import Foundation
internal import Torch
internal import TorchNN

/// Turns hidden vectors into the distribution of every variable given the seen ones.
///
/// An atom has a logit of its own. The bins of a continuous part share their logits: they are sums
/// of Gaussian bumps over the rank scale, in a coarse and a fine set, and of the normal score and its
/// square, so that neighbouring bins learn from each other and few numbers describe a density.
final class MixedHead: Module {
  @ModuleInfo var output: Linear

  let variables: [MixedVariable]
  let bins: Int
  /// Where the atoms' logits of each variable stand in the output.
  let atomStarts: [Int]
  /// The continuous variables, in the order of their coefficients in the output.
  let continuous: [Int]
  /// For each variable its position in `continuous`, or `nil`.
  let continuousIndex: [Int?]
  /// Where the coefficients start; they stand together so that one product evaluates all.
  let coefficientStart: Int
  /// `[coefficients, bins]`.
  let basis: Tensor

  init(
    variables: [MixedVariable], configuration: AnyOrderConfiguration, using random: RandomSource
  ) {
    self.variables = variables
    bins = configuration.bins
    var atomStarts: [Int] = []
    var next = 0
    for variable in variables {
      atomStarts.append(next)
      next += variable.atomCount
    }
    self.atomStarts = atomStarts
    continuous = variables.indices.filter { variables[$0].isContinuous }
    var index = [Int?](repeating: nil, count: variables.count)
    for (position, variable) in continuous.enumerated() { index[variable] = position }
    continuousIndex = index
    coefficientStart = next
    basis = Self.makeBasis(bins: configuration.bins, bumps: configuration.bumps)
    let width = next + continuous.count * basis.size(0)
    output = Linear(configuration.width, width, using: random)
    super.init()
    startAtMarginals()
  }

  /// Starts at the model in which all variables are independent, with the shares of the data.
  private func startAtMarginals() {
    var bias = [Float](repeating: 0, count: output.weight.size(0))
    for (variable, start) in zip(variables, atomStarts) {
      for (atom, share) in variable.atomShares.enumerated() {
        bias[start + atom] = log(max(share, 1e-6))
      }
    }
    withoutGradient {
      output.weight.fillInPlace(0)
      output.bias?.copyInPlace(Tensor(bias))
    }
  }

  /// The functions over the bins whose sums are logits.
  private static func makeBasis(bins: Int, bumps: Int) -> Tensor {
    var rows: [[Float]] = []
    let ranks = (0..<bins).map { (Double($0) + 0.5) / Double(bins) }
    for count in [4, bumps] {
      for bump in 0...count {
        let centre = Double(bump) / Double(count)
        let width = 0.7 / Double(count)
        // A bump's far tail would be numbers below the normal ones, which processors multiply a
        // hundred times slower; nothing is lost without it.
        rows.append(
          ranks.map { rank in
            let height = Float(exp(-0.5 * pow((rank - centre) / width, 2)))
            return height < 1e-30 ? 0 : height
          })
      }
    }
    let scores = ranks.map { Float(NormalScore.quantile($0)) }
    rows.append(scores)
    rows.append(scores.map { $0 * $0 })
    return Tensor(rows.flatMap { $0 }, [rows.count, bins])
  }

  /// log(share / bins): what a continuous part's bins start with beside the atoms of the variable.
  private func binOffset(_ variable: Int) -> Double {
    log(Double(max(variables[variable].continuousShare, 1e-6)) / Double(bins))
  }
}

extension MixedHead {
  /// Log-probabilities of `values` given hidden vectors; densities on the rank scale where
  /// continuous.
  ///
  /// - Parameters:
  ///   - values: Row-major, `[rows, variables]`.
  ///   - hidden: `[rows, width]`.
  ///   - chosen: The variables that are wanted.
  /// - Returns: `[chosen, rows]`.
  func logProbabilities(of values: [Float], hidden: Tensor, chosen: [Int]) -> Tensor {
    let parameters = output(hidden)
    let rows = hidden.size(0)
    let device = hidden.device
    // One split has one gradient; a slice a variable would have one of the whole width each.
    let coefficientCount = continuous.count * basis.size(0)
    let pieces = parameters.split(
      sizes: variables.map(\.atomCount) + [coefficientCount], axis: 1)
    let density = binDensities(
      of: values, rows: rows, chosen: chosen.filter { variables[$0].isContinuous },
      coefficients: pieces[variables.count])
    let logProbabilities = chosen.map { variable -> Tensor in
      let atoms = variables[variable].atomCount
      let column = column(variable, of: values, rows: rows)
      guard atoms > 0 else {
        guard let part = density[variable] else { fatalError("a variable without values") }
        return part.logit - part.logSum + log(Double(bins))
      }
      let logits = pieces[variable]
      let target = Tensor(column.map { Int($0) < atoms ? Int($0) : 0 }).to(device: device)
      guard let part = density[variable] else {
        return -logits.crossEntropy(target, reduction: .none)
      }
      let offset = binOffset(variable)
      let total = logits.logSumExp(axis: 1).logAddExp(part.logSum + offset)
      let isAtom = Tensor(column.map { Int($0) < atoms }).to(device: device)
      let atom = logits.gather(axis: 1, index: target.expandDims(axis: 1)).squeeze(axis: 1)
      return atom.where(isAtom, else: part.logit + (offset + log(Double(bins)))) - total
    }
    return Tensor.stack(logProbabilities)
  }

  /// The logit of the bin that holds each row's value, and the sum over all bins, by variable.
  private func binDensities(
    of values: [Float], rows: Int, chosen: [Int], coefficients: Tensor
  ) -> [Int: (logit: Tensor, logSum: Tensor)] {
    guard !chosen.isEmpty else { return [:] }
    var wanted = coefficients
    if chosen.count < continuous.count {
      let each = coefficients.split(size: basis.size(0), axis: 1)
      wanted = Tensor.concatenate(
        chosen.compactMap { continuousIndex[$0].map { each[$0] } }, axis: 1)
    }
    let device = coefficients.device
    let logits = wanted.reshape([rows * chosen.count, basis.size(0)])
      .matmul(basis.to(device: device))
    var targets = [Int](repeating: 0, count: rows * chosen.count)
    for (position, variable) in chosen.enumerated() {
      let atoms = Float(variables[variable].atomCount)
      for row in 0..<rows {
        targets[row * chosen.count + position] = bin(
          of: values[row * variables.count + variable] - atoms)
      }
    }
    let index = Tensor(targets, [rows * chosen.count, 1]).to(device: device)
    let logit = logits.gather(axis: 1, index: index).reshape([rows, chosen.count]).unbind(axis: 1)
    let logSum = logits.logSumExp(axis: 1).reshape([rows, chosen.count]).unbind(axis: 1)
    var result: [Int: (logit: Tensor, logSum: Tensor)] = [:]
    for (position, variable) in chosen.enumerated() {
      result[variable] = (logit[position], logSum[position])
    }
    return result
  }

  private func bin(of rank: Float) -> Int { min(max(Int(rank * Float(bins)), 0), bins - 1) }

  private func column(_ variable: Int, of values: [Float], rows: Int) -> [Float] {
    (0..<rows).map { values[$0 * variables.count + variable] }
  }

  /// The probabilities of one variable's atoms and bins given hidden vectors,
  /// `[rows, atoms + bins]` (without bins where it has no continuous part).
  func probabilities(of variable: Int, hidden: Tensor) -> Tensor {
    logits(of: variable, hidden: hidden).softmax(axis: 1)
  }

  /// The logits of one variable's atoms and bins, likewise.
  func logits(of variable: Int, hidden: Tensor) -> Tensor {
    let atoms = variables[variable].atomCount
    var parts: [Tensor] = []
    if atoms > 0 { parts.append(outputs(atomStarts[variable], atoms, hidden)) }
    if let index = continuousIndex[variable] {
      let count = basis.size(0)
      let logits = outputs(coefficientStart + index * count, count, hidden)
        .matmul(basis.to(device: hidden.device))
      parts.append(atoms > 0 ? logits + binOffset(variable) : logits)
    }
    return parts.count == 1 ? parts[0] : Tensor.concatenate(parts, axis: 1)
  }

  /// A range of the output, without computing the rest.
  private func outputs(_ start: Int, _ count: Int, _ hidden: Tensor) -> Tensor {
    hidden.linear(
      weight: output.weight.narrow(axis: 0, start: start, length: count),
      bias: output.bias?.narrow(axis: 0, start: start, length: count))
  }
}
