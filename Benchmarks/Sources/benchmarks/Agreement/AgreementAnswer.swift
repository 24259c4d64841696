import Foundation
import Portfolio

/// What is asked of each problem.
enum AgreementQuestion: String, CaseIterable, Codable {
  case feasibility = "any portfolio at all"
  case leastVariance = "minimum variance"
  case largestReturn = "maximum return"
  case leastVarianceForReturn = "minimum variance for a return"
  case largestReturnForRisk = "maximum return for a volatility"
  case largestSharpe = "maximum Sharpe ratio"
  case largestUtility = "maximum utility"
  case tailRisk = "minimum CVaR"
  case tailRiskForReturn = "minimum CVaR for a return"
  case absoluteDeviation = "minimum mean absolute deviation"
  case semivariance = "minimum semivariance"
  case entropicTail = "minimum EVaR"
  case worstCase = "minimum worst loss"
  case largestDrawdown = "minimum largest drawdown"
  case tailDrawdown = "minimum CDaR"
}

/// Our answer to one question.
struct AgreementAnswer: Encodable {
  let question: AgreementQuestion
  /// The return, volatility, risk-free return, risk aversion or target that the question has.
  var parameter: Double?
  /// The level of a tail.
  var level: Double?
  /// The portfolio, the bytes of doubles.
  var weights: Data?
  /// The objective that we report with it.
  var claim: Double?
  /// The kind of error that there is in place of a portfolio.
  var failure: String?

  /// Asks, and keeps what comes.
  init(
    _ question: AgreementQuestion, parameter: Double? = nil, level: Double? = nil,
    _ ask: () throws -> (weights: [Double], claim: Double)
  ) {
    self.question = question
    self.parameter = parameter
    self.level = level
    do {
      let answer = try ask()
      guard answer.claim.isFinite, answer.weights.allSatisfy(\.isFinite) else {
        failure = "the objective is \(answer.claim)"
        return
      }
      weights = Data(doubles: answer.weights)
      claim = answer.claim
    } catch {
      failure = (error as? PortfolioError)?.kind.rawValue ?? "\(error)"
    }
  }
}
