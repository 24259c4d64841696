import Tabular
import Torch

/// A small table with a column of every kind, missing values and names that try to break a page.
enum MixedTable {
  static func table(rows: Int, seed: UInt64) -> Table {
    var generator = SeededGenerator(seed: seed)
    func numbers(_ value: (Int) -> Double) -> [Double] { (0..<rows).map(value) }
    func codes(_ count: Int32) -> [Int32] {
      (0..<rows).map { _ in Int32.random(in: -1..<count, using: &generator) }
    }
    let age = numbers { _ in Double(Int.random(in: 17...90, using: &generator)) }
    let gain = numbers { _ in
      Double.random(in: 0...1, using: &generator) < 0.9
        ? 0 : Double.random(in: 1...9e4, using: &generator)
    }
    let day = numbers { _ in Double(Int.random(in: 9000...20000, using: &generator)) * 86400 }
    let class0 = age.indices.map { row in
      Int32(age[row] + Double.random(in: -20...20, using: &generator) > 60 ? 1 : 0)
    }
    return Table(columns: [
      Column(name: "</script><b>", kind: .integer, values: .numbers(age)),
      Column(
        name: "gain", kind: .continuous, values: .numbers(gain.map { $0 > 8e4 ? .nan : $0 })),
      Column(name: "day", kind: .dateTime, values: .numbers(day)),
      Column(
        name: "work", kind: .categorical,
        values: .codes(codes(3), levels: ["Private", "State <gov>", "\"Self\" & co"])),
      Column(
        name: "income", kind: .boolean, values: .codes(class0, levels: ["<=50K", ">50K"])),
      Column(
        name: "one", kind: .constant,
        values: .codes([Int32](repeating: 0, count: rows), levels: ["x"])),
      Column(
        name: "number", kind: .identifier,
        values: .codes((0..<rows).map(Int32.init), levels: (0..<rows).map { "secret-\($0)" })),
    ])
  }
}
