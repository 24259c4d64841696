internal import Torch

/// Which orders of its variables a model draws along, and what training shows it for that.
///
/// A network is surest of a variable where it has seen the others, and a variable of two values is
/// what drawn rows are most often used to tell from the rest: drawn last, it follows from the rest
/// as the network has it, without the errors of what would be drawn after it.
struct DrawingOrders {
  /// Variables that are drawn first, in any order, ascending.
  let earlier: [Int]
  /// Variables of two values, which are drawn last, in any order, ascending.
  let later: [Int]

  init(of variables: [MixedVariable]) {
    func hasTwoValues(_ index: Int) -> Bool {
      !variables[index].isContinuous && variables[index].atomCount <= 2
    }
    earlier = variables.indices.filter { !hasTwoValues($0) }
    later = variables.indices.filter(hasTwoValues)
  }

  /// Some orders, drawn at random.
  func orders(_ count: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: 0x5EED)
    let last = Set(later)
    return (0..<max(1, count)).map { _ in
      let order = (0..<earlier.count + later.count).shuffled(using: &generator)
      return order.filter { !last.contains($0) } + order.filter(last.contains)
    }
  }

  /// Which variables training shows of each row, row-major, `[rows, variables]`: of every second row
  /// those that come first in an order that is drawn along, of the others those that come first in
  /// any order, as many as a uniformly drawn number says.
  ///
  /// Orders of all kinds serve conditions and gaps. But they seldom show all of the rest to a
  /// variable that is drawn last, which would learn what it follows from too slowly.
  func masks(rows: Int, using generator: inout SeededGenerator) -> [Bool] {
    let count = earlier.count + later.count
    var seen = [Bool](repeating: false, count: rows * count)
    func show(_ number: Int, of order: inout [Int], in row: Int) {
      for position in 0..<number {
        let other = position + Int(generator.next() % UInt64(order.count - position))
        order.swapAt(position, other)
        seen[row * count + order[position]] = true
      }
    }
    var (any, earlier, later) = (Array(0..<count), earlier, later)
    for row in 0..<rows {
      let known = Int(generator.next() % UInt64(count))
      if row.isMultiple(of: 2) {
        show(known, of: &any, in: row)
      } else {
        show(min(known, earlier.count), of: &earlier, in: row)
        show(max(known - earlier.count, 0), of: &later, in: row)
      }
    }
    return seen
  }
}
