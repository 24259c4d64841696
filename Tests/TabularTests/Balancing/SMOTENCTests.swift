import Testing
import Torch

@testable import Tabular

@Suite("SMOTENC and other resampling")
struct SMOTENCTests {
  let golden: MeasuresGolden.SMOTENC
  let minority: Table

  init() throws {
    golden = try MeasuresGolden.load().smotenc
    let numbers = golden.numbers
    let names = golden.names
    minority = Table(
      columns: (0..<3).map { column in
        .numbers("number\(column)", numbers.map { $0[column] })
      }
        + (0..<2).map { column in
          Column(
            name: "name\(column)", kind: .categorical,
            values: .codes(names.map { Int32($0[column]) }, levels: ["0", "1", "2"]))
        })
  }

  @Test("Neighbours and the median deviation are imbalanced-learn's")
  func neighbours() {
    for threads in [1, 2] {
      let smotenc = SMOTENC(minority: minority, neighbourCount: 5, threads: threads)
      #expect(abs(smotenc.medianDeviation - golden.medianDeviation) < 1e-12)
      #expect(smotenc.neighbourRows == golden.neighbours)
    }
  }

  /// Whether a row can come from SMOTENC: on the way from a row to a neighbour, with names that are
  /// most frequent among the neighbours.
  private func isPossible(_ numbers: [Double], _ names: [Int]) -> Bool {
    golden.numbers.indices.contains { base in
      let start = golden.numbers[base]
      let neighbours = golden.neighbours[base]
      let namesFit = names.indices.allSatisfy { column in
        let counts = (0..<3).map { name in
          neighbours.count { golden.names[$0][column] == name }
        }
        return counts[names[column]] == counts.max()
      }
      return namesFit
        && neighbours.contains { neighbour in
          let end = golden.numbers[neighbour]
          let step = (numbers[0] - start[0]) / (end[0] - start[0])
          return step >= -1e-9 && step <= 1 + 1e-9
            && numbers.indices.allSatisfy {
              abs(start[$0] + step * (end[$0] - start[$0]) - numbers[$0]) < 1e-9
            }
        }
    }
  }

  @Test("New rows obey the law that imbalanced-learn's new rows obey")
  func rows() {
    #expect(golden.drawn.count == golden.added)
    for row in golden.drawn {
      #expect(isPossible(Array(row[..<3]), row[3...].map { Int($0) }))
    }
    #expect(!isPossible([100, 100, 100], [0, 0]))
    var generator = SeededGenerator(seed: 1)
    let drawn = SMOTENC(minority: minority).sample(200, using: &generator)
    #expect(drawn.rowCount == 200)
    for row in 0..<200 {
      var numbers: [Double] = []
      var names: [Int] = []
      for column in drawn.columns {
        switch column.values {
        case .numbers(let values): numbers.append(values[row])
        case .codes(let codes, _): names.append(Int(codes[row]))
        }
      }
      #expect(isPossible(numbers, names))
    }
    var again = SeededGenerator(seed: 1)
    #expect(SMOTENC(minority: minority).sample(200, using: &again) == drawn)
    #expect(SMOTENC(minority: minority).sample(200, using: &again) != drawn)
  }

  @Test("Whole numbers stay whole, missing values missing, and one row is repeated")
  func edges() {
    var generator = SeededGenerator(seed: 2)
    let table = Table(columns: [
      .numbers("whole", [1, 4, 9, 20], kind: .integer), .numbers("gappy", [.nan, 1, .nan, 3]),
      .names("name", ["a", nil, nil, "b"]),
    ])
    let drawn = SMOTENC(minority: table).sample(100, using: &generator)
    guard case .numbers(let whole) = drawn.columns[0].values,
      case .numbers(let gappy) = drawn.columns[1].values
    else { return }
    #expect(whole.allSatisfy { $0 == $0.rounded() && (1...20).contains($0) })
    #expect(gappy.contains { $0.isNaN } && gappy.contains { !$0.isNaN })
    #expect(SMOTENC(minority: table.rows([2])).sample(3, using: &generator).rowCount == 3)
    #expect(SMOTENC(minority: table.rows([])).sample(3, using: &generator).rowCount == 0)
    let names = Table(columns: [.names("name", ["a", "a", "b"])])
    #expect(SMOTENC(minority: names).sample(5, using: &generator).rowCount == 5)
  }

  @Test("Folds have every class in equal parts; weights balance")
  func foldsAndWeights() {
    var generator = SeededGenerator(seed: 3)
    let classes = (0..<103).map { $0 < 13 ? 1 : 0 }
    let folds = StratifiedFolds.assign(classes, folds: 5, using: &generator)
    for fold in 0..<5 {
      let own = folds.indices.filter { folds[$0] == fold }
      #expect((20...21).contains(own.count))
      #expect((2...3).contains(own.count { classes[$0] == 1 }))
    }
    #expect(abs(ClassWeights.positiveWeight(of: classes.map { $0 == 1 }) - 90.0 / 13) < 1e-12)
    let drawn = RandomOversampling.draw(from: [3, 5], count: 50, using: &generator)
    #expect(drawn.count == 50 && Set(drawn) == [3, 5])
    #expect(RandomOversampling.draw(from: [], count: 5, using: &generator).isEmpty)
  }
}
