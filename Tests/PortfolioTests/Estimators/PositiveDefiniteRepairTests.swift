import Testing

@testable import Portfolio

@Suite("Repair of covariances")
struct PositiveDefiniteRepairTests {
  @Test("What is positive definite stays bit for bit", arguments: RepairMethod.allCases)
  func untouched(method: RepairMethod) throws {
    let covariance = try CovarianceEstimator.sample()
      .covariance(of: inventedReturns(periods: 60, assets: 9))
    let repair = try PositiveDefiniteRepair(covariance, method: method)
    #expect(!repair.isChanged)
    #expect(repair.covariance == covariance)
    #expect(repair.summary(assets: []).contains("nothing was changed"))
  }

  @Test(
    "A repaired matrix needs no repair, and its variances stay", arguments: RepairMethod.allCases)
  func laws(method: RepairMethod) throws {
    for size in [2, 5, 12] {
      // Correlations that cannot hold together, and an asset without variance.
      var broken = Matrix(rows: size + 1, columns: size + 1)
      for i in 0..<size {
        for j in 0..<size {
          broken[i, j] = i == j ? 1 : (i + j) % 3 == 0 ? -0.95 : 0.9
          broken[i, j] *= Double((i + 1) * (j + 1))
        }
      }
      if size == 2 { broken[0, 1] = 2.2 }
      if size == 2 { broken[1, 0] = 2.2 }
      let repair = try PositiveDefiniteRepair(broken, method: method, smallestEigenvalue: 1e-8)
      #expect(repair.isChanged)
      #expect(repair.smallestEigenvalueBefore < 0)
      #expect(repair.smallestEigenvalueAfter >= 0.5e-8)
      #expect(repair.covariance.diagonal == broken.diagonal)
      #expect(repair.covariance == repair.covariance.transposed)
      #expect(repair.largestChange > 0)
      let again = try PositiveDefiniteRepair(
        repair.covariance, method: method, smallestEigenvalue: 1e-8)
      #expect(!again.isChanged)
      let names = (0...size).map { "A\($0)" }
      let (first, second) = (repair.mostChanged[0], repair.mostChanged[1])
      #expect(repair.summary(assets: names).contains("\(names[first]) and \(names[second])"))
    }
  }

  @Test("The nearest correlation matrix is nearer than the clipped one")
  func nearer() throws {
    let broken = Matrix([[1, 0.9, -0.6], [0.9, 1, 0.7], [-0.6, 0.7, 1]])
    func distance(_ method: RepairMethod) throws -> Double {
      let found = try PositiveDefiniteRepair(broken, method: method).covariance
      return zip(found.elements, broken.elements).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
    }
    #expect(try distance(.nearestCorrelation) < distance(.clipping))
  }

  @Test("What is no covariance is refused")
  func refused() {
    let bad = [
      Matrix(rows: 2, columns: 3), Matrix([[1, .nan], [.nan, 1]]), Matrix([[1, 0.5], [0.2, 1]]),
      Matrix([[1, 0], [0, -1]]),
    ]
    for matrix in bad {
      #expect(throws: PortfolioError.self) { try PositiveDefiniteRepair(matrix) }
    }
  }
}
