public import Torch
internal import TorchNN

/// The conditional distributions of single variables that an any-order model is made of.
public final class AnyOrderConditionals {
  /// Rows that are evaluated at once; fixed, so that results do not depend on how many there are.
  static let batch = 512

  let model: AnyOrderModel
  private let walk: AnyOrderWalk

  /// Prepares `model`, whose weights must not change meanwhile.
  public init(_ model: AnyOrderModel) {
    self.model = model
    model.eval()
    walk = withoutGradient { AnyOrderWalk(model) }
  }

  var device: Device { walk.device }

  /// p(x_j | the seen variables) for each of some rows.
  ///
  /// - Parameters:
  ///   - variable: Which variable j.
  ///   - rows: The rows, none of which sees variable j.
  /// - Returns: Row-major, `[rows, atoms + bins]`: the probabilities of the variable's atoms and,
  ///   where it has a continuous part, of equal bins of its ranks.
  public func probabilities(of variable: Int, given rows: PartialRows) -> [Float] {
    let width = model.variables.count
    let count = rows.values.count / width
    var result: [Float] = []
    for start in stride(from: 0, to: count, by: Self.batch) {
      let part = rows.rows(start..<min(start + Self.batch, count), width: width)
      let size = part.values.count / width
      withoutGradient {
        let first = walk.start.tile([size, 1])
        for other in 0..<width {
          let known = (0..<size).map { part.seen[$0 * width + other] }
          guard known.contains(true) else { continue }
          walk.reveal(
            variable: other, values: (0..<size).map { part.values[$0 * width + other] },
            known: known, in: first)
        }
        let table = walk.probabilities(of: variable, afterInput: first)
        result += table.asArray(Float.self)
      }
    }
    return result
  }

  /// Draws x_j for each of some rows from p(x_j | the seen variables, x_j is allowed).
  ///
  /// - Parameters:
  ///   - variable: Which variable j.
  ///   - allowed: For each row what is allowed.
  ///   - rows: The rows, none of which sees variable j.
  ///   - random: Decides.
  /// - Returns: One value a row; `nil` where what is allowed has no probability.
  public func draw(
    _ variable: Int, from allowed: [AllowedValues], given rows: PartialRows,
    using random: inout SeededGenerator
  ) -> [Float?] {
    let width = model.variables.count
    var result: [Float?] = []
    for start in stride(from: 0, to: allowed.count, by: Self.batch) {
      let range = start..<min(start + Self.batch, allowed.count)
      let table = probabilities(of: variable, given: rows.rows(range, width: width))
      let outcomes = table.count / range.count
      table.withUnsafeBufferPointer { table in
        for (row, allowed) in allowed[range].enumerated() {
          let part = UnsafeBufferPointer(rebasing: table[row * outcomes..<(row + 1) * outcomes])
          let choice = AllowedOutcomes(
            allowed, of: model.variables[variable], bins: model.configuration.bins)
          let uniform = Double.random(in: 0..<1, using: &random)
          guard choice.mass(part) > 0 else {
            result.append(nil)
            continue
          }
          let (index, fraction) = choice.invert(uniform, part)
          result.append(choice.value(index, at: fraction))
        }
      }
    }
    return result
  }

  /// p(x_j | some variables) for rows that all see the same ones.
  ///
  /// - Parameters:
  ///   - variable: Which variable j.
  ///   - seen: The variables that are seen.
  ///   - values: Their values, row-major, `[rows, seen]`.
  ///   - count: The number of rows.
  ///   - visit: Told each row's number and its probabilities, in order.
  func forEach(
    variable: Int, seen: [Int], values: [Float], count: Int,
    visit: (Int, UnsafeBufferPointer<Float>) -> Void
  ) {
    for start in stride(from: 0, to: count, by: Self.batch) {
      let size = min(Self.batch, count - start)
      withoutGradient {
        let first = walk.start.tile([size, 1])
        for (position, other) in seen.enumerated() {
          walk.reveal(
            variable: other,
            values: (start..<start + size).map { values[$0 * seen.count + position] }, in: first)
        }
        let table = walk.probabilities(of: variable, afterInput: first)
        let outcomes = table.size(1)
        table.withElements(as: Float.self) { elements in
          for row in 0..<size {
            visit(
              start + row,
              UnsafeBufferPointer(rebasing: elements[row * outcomes..<(row + 1) * outcomes]))
          }
        }
      }
    }
  }
}
