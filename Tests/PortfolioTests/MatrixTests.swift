import Testing

@testable import Portfolio

@Suite("Matrices")
struct MatrixTests {
  @Test("Products agree with the sums that define them", arguments: [1, 7, 8, 9, 33])
  func products(size: Int) {
    let matrix = Matrix(
      rows: size + 2, columns: size, elements: (0..<(size + 2) * size).map { Double($0 % 11) - 4 })
    let x = (0..<size).map { Double($0) / 3 - 1 }
    let y = (0..<size + 2).map { 1 - Double($0) / 7 }
    for (row, value) in matrix.times(x).enumerated() {
      let expected = (0..<size).reduce(0) { $0 + matrix[row, $1] * x[$1] }
      #expect(abs(value - expected) < 1e-12 * Double(size) * 10)
    }
    let transposed = matrix.transposed.times(y)
    for (value, expected) in zip(matrix.transposedTimes(y), transposed) {
      #expect(abs(value - expected) < 1e-12 * Double(size) * 10)
    }
  }
}
