import Testing

@testable import Portfolio

@Suite("Eigenvalues of symmetric matrices")
struct SymmetricEigenTests {
  @Test(
    "Values ascend, vectors are orthonormal, and together they are the matrix",
    arguments: [1, 2, 9])
  func laws(size: Int) throws {
    let matrix = try CovarianceEstimator.sample()
      .covariance(of: inventedReturns(periods: 30, assets: size))
    let eigen = SymmetricEigen(matrix)
    #expect(eigen.values == eigen.values.sorted())
    #expect(eigen.rank == size)
    let again = eigen.matrix(withValues: eigen.values)
    #expect(relativeError(again.elements, matrix.elements) < 1e-13)
    #expect(again == again.transposed)
    for first in 0..<size {
      let vector = eigen.vectors.column(first)
      #expect(vector.max { abs($0) < abs($1) } ?? 0 > 0)
      for second in 0..<size {
        let product = dot(vector, eigen.vectors.column(second))
        #expect(abs(product - (first == second ? 1 : 0)) < 1e-13)
      }
    }
    let right = (0..<size).map { Double($0) - 1.5 }
    #expect(relativeError(matrix.times(eigen.solve(right)), right) < 1e-10)
  }

  @Test("A singular system has the shortest solution")
  func singular() {
    let eigen = SymmetricEigen(Matrix([[2, 2, 0], [2, 2, 0], [0, 0, 0]]))
    #expect(eigen.rank == 1)
    #expect(relativeError(eigen.solve([4, 4, 7]), [1, 1, 0]) < 1e-14)
    #expect(SymmetricEigen(Matrix(rows: 0, columns: 0)).values.isEmpty)
  }
}
