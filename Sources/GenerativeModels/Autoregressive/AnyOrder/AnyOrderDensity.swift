import Foundation
internal import Torch
internal import TorchNN

/// Exact log-densities of an any-order model: the mean over its orders.
public final class AnyOrderDensity {
  private let model: AnyOrderModel
  private let walk: AnyOrderWalk
  private let orders: [[Int]]
  private let coarseBins: Int?

  /// Prepares `model`, whose weights must not change meanwhile.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - orders: How many of its orders to average over; all where `nil`. Fewer give a lower bound
  ///     in expectation, sooner.
  ///   - coarseBins: Where given, a continuous value counts with the probability of the one of so
  ///     many equal parts of the rank scale that it lies in, so that figures of models with other
  ///     discretisations compare; else with its density on that scale.
  /// - Precondition: the model's bins are a multiple of `coarseBins`.
  public init(_ model: AnyOrderModel, orders: Int? = nil, coarseBins: Int? = nil) {
    precondition(
      coarseBins.map { model.configuration.bins % $0 == 0 } ?? true,
      "\(model.configuration.bins) bins in \(coarseBins ?? 1) parts")
    self.model = model
    self.coarseBins = coarseBins
    walk = withoutGradient { AnyOrderWalk(model) }
    self.orders = Array(model.orders.prefix(orders ?? model.orders.count))
  }

  /// log p(x) of each row, in nats, or that of some variables given the others.
  ///
  /// - Parameters:
  ///   - values: Row-major, `[rows, variables]`.
  ///   - rows: The number of rows.
  ///   - given: The variables that are conditioned on; the density is that of the others, as a
  ///     sampler draws them under that condition.
  /// - Returns: One a row.
  public func logDensities(
    of values: [Float], rows: Int, given: Set<Int> = []
  ) -> [Float] {
    var result: [Float] = []
    let chunk = 4096
    for start in stride(from: 0, to: rows, by: chunk) {
      let end = min(rows, start + chunk)
      let count = model.variables.count
      result += logDensities(
        chunk: Array(values[start * count..<end * count]), rows: end - start, given: given)
    }
    return result
  }

  private func logDensities(
    chunk values: [Float], rows: Int, given: Set<Int>
  ) -> [Float] {
    let wasTraining = model.isTraining
    model.eval()
    defer { model.train(wasTraining) }
    return withoutGradient {
      let byOrder = orders.map { order in
        logDensity(
          of: values, rows: rows, along: given.sorted() + order.filter { !given.contains($0) },
          skipping: given.count)
      }
      return Tensor.logMeanExp(byOrder).asArray(Float.self)
    }
  }

  private func logDensity(
    of values: [Float], rows: Int, along order: [Int], skipping given: Int
  ) -> Tensor {
    let first = walk.start.tile([rows, 1])
    var total = Tensor.zeros([rows], device: walk.device)
    for (step, variable) in order.enumerated() {
      if step >= given {
        let each = walk.hidden(afterInput: first).map { head, hidden in
          head.logProbabilities(
            of: values, hidden: hidden, variable: variable, coarseBins: coarseBins)
        }
        total = total + Tensor.logMeanExp(each)
      }
      guard step < order.count - 1 else { break }
      let column = (0..<rows).map { values[$0 * order.count + variable] }
      walk.reveal(variable: variable, values: column, in: first)
    }
    return total
  }
}

extension MixedHead {
  /// Log-probabilities of one variable's `values`, `[rows]`.
  fileprivate func logProbabilities(
    of values: [Float], hidden: Tensor, variable: Int, coarseBins: Int?
  ) -> Tensor {
    let atoms = variables[variable].atomCount
    let rows = hidden.size(0)
    var logs = logits(of: variable, hidden: hidden).logSoftmax(axis: 1)
    let parts = coarseBins ?? bins
    if variables[variable].isContinuous, parts < bins {
      let fine = logs.narrow(axis: 1, start: atoms, length: bins)
      let coarse = fine.reshape([rows, parts, bins / parts]).logSumExp(axis: 2)
      logs =
        atoms > 0
        ? Tensor.concatenate([logs.narrow(axis: 1, start: 0, length: atoms), coarse], axis: 1)
        : coarse
    }
    var targets = [Int](repeating: 0, count: rows)
    var offsets = [Float](repeating: 0, count: rows)
    for row in 0..<rows {
      let value = values[row * variables.count + variable]
      if value < Float(atoms) {
        targets[row] = Int(value)
      } else {
        let part = min(max(Int((value - Float(atoms)) * Float(parts)), 0), parts - 1)
        targets[row] = atoms + part
        if coarseBins == nil { offsets[row] = Float(log(Double(bins))) }
      }
    }
    let index = Tensor(targets, [rows, 1]).to(device: hidden.device)
    return logs.gather(axis: 1, index: index).squeeze(axis: 1)
      + Tensor(offsets).to(device: hidden.device)
  }
}
