import Foundation
import Portfolio

/// A random problem: returns, what follows from them, and what is allowed.
struct AgreementProblem {
  let family: AgreementFamily
  /// `[periods, assets]`.
  let returns: Matrix
  /// The sample's.
  let mean: [Double]
  let covariance: Matrix
  var constraints: PortfolioConstraints
  /// What variances are measured against.
  var benchmark: [Double]?

  var assetCount: Int { returns.columnCount }

  init(family: AgreementFamily, returns: Matrix, constraints: PortfolioConstraints) {
    self.family = family
    self.returns = returns
    self.constraints = constraints
    let (periods, count) = (returns.rowCount, returns.columnCount)
    let mean = (0..<count).map { returns.column($0).reduce(0, +) / Double(periods) }
    let centred = (0..<count).map { asset in returns.column(asset).map { $0 - mean[asset] } }
    var covariance = Matrix(rows: count, columns: count)
    for i in 0..<count {
      for j in 0...i {
        covariance[i, j] = dot(centred[i], centred[j]) / Double(periods - 1)
        covariance[j, i] = covariance[i, j]
      }
    }
    self.mean = mean
    self.covariance = covariance
  }

  /// The root of the mean variance of the assets.
  var riskSize: Double {
    (covariance.diagonal.reduce(0, +) / Double(assetCount)).squareRoot()
  }

  /// Whether only variances have such constraints.
  var isForVarianceAlone: Bool {
    benchmark != nil || constraints.turnoverLimit != nil || constraints.transactionCosts != nil
      || constraints.grossExposureLimit != nil
  }

  /// The budget and the linear constraints, as rows.
  var rows: [LinearConstraint] {
    let budget = constraints.budget.map {
      LinearConstraint(
        name: "budget", coefficients: [Double](repeating: 1, count: assetCount),
        lower: $0.lowerBound, upper: $0.upperBound)
    }
    return (budget.map { [$0] } ?? []) + constraints.linear
  }

  /// What is allowed, for the optimiser over scenarios.
  var polyhedron: Polyhedron {
    Polyhedron(
      lower: constraints.lower, upper: constraints.upper, rows: Matrix(rows.map(\.coefficients)),
      rowLower: rows.map(\.lower), rowUpper: rows.map(\.upper), rowNames: rows.map(\.name))
  }
}

/// A problem with our answers, as the peers' script reads it. Numbers are the bytes of doubles.
struct AgreementLine: Encodable {
  let family: AgreementFamily
  let assets: Int
  let returns, mean, covariance, lower, upper, rows, rowLower, rowUpper: Data
  let benchmark, previous, costs: Data?
  let turnover, gross: Double?
  /// Whether the libraries are asked as well, and not the generic solvers alone.
  let asksLibraries: Bool
  let answers: [AgreementAnswer]

  init(_ problem: AgreementProblem, asksLibraries: Bool, answers: [AgreementAnswer]) {
    let constraints = problem.constraints
    family = problem.family
    assets = problem.assetCount
    returns = Data(doubles: problem.returns.elements)
    mean = Data(doubles: problem.mean)
    covariance = Data(doubles: problem.covariance.elements)
    lower = Data(doubles: constraints.lower)
    upper = Data(doubles: constraints.upper)
    rows = Data(doubles: problem.rows.flatMap(\.coefficients))
    rowLower = Data(doubles: problem.rows.map(\.lower))
    rowUpper = Data(doubles: problem.rows.map(\.upper))
    benchmark = problem.benchmark.map { Data(doubles: $0) }
    previous = constraints.previousWeights.map { Data(doubles: $0) }
    costs = constraints.transactionCosts.map { Data(doubles: $0) }
    turnover = constraints.turnoverLimit
    gross = constraints.grossExposureLimit
    self.asksLibraries = asksLibraries
    self.answers = answers
  }
}

extension Data {
  /// The bytes of numbers.
  init(doubles: [Double]) { self = doubles.withUnsafeBytes { Data($0) } }
}
