internal import RealModule
internal import Torch

/// Scenarios that fulfil a condition, and what they are worth.
public struct ConditionalScenarios: Sendable, Equatable {
  /// The scenarios, `[count, assets]`; each fulfils the condition.
  public let scenarios: Matrix
  /// How the scenarios were found.
  public enum Method: String, Codable, Sendable {
    /// Drawn from the conditional distribution itself.
    case exact
    /// Those of many draws that fulfilled the condition, each of them once.
    case rejection
    /// Drawn again, by weight, from too few draws that fulfilled it: there are copies.
    case resampling
  }
  /// How the scenarios were found.
  public let method: Method
  /// How many independent draws of the conditional distribution they are worth.
  public let effectiveSize: Double
  /// The probability of the condition.
  public let probability: Double
}

extension ScenarioModel {
  /// Draws scenarios of the next period that fulfil a condition: a stress test whose other assets do
  /// what the model expects of them then.
  ///
  /// Where the model can, draws are exact. Else as many scenarios as `work` allows are drawn and those
  /// that fulfil the condition are kept; where these are fewer than wanted they are repeated, and
  /// `effectiveSize` says how many there are.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - condition: The condition.
  ///   - history: The periods before; those that the model was fitted on where `nil`.
  ///   - work: How many scenarios are drawn at the most.
  ///   - seed: The same seed gives the same scenarios.
  /// - Returns: The scenarios, and what they are worth.
  /// - Throws: `PortfolioError` when the history does not fit, or too few draws fulfil the condition to
  ///   say anything.
  public func sample(
    _ count: Int, where condition: AssetCondition, given history: Returns? = nil,
    work: Int = 200_000, seed: UInt64
  ) throws -> ConditionalScenarios {
    if let exact = self as? any ExactConditioning,
      let result = exact.sampleExactly(count, where: condition, seed: seed)
    {
      return result
    }
    let generator = SeededGenerator(seed: seed)
    var found: [Double] = []
    var hits = 0
    var drawn = 0
    var piece: UInt64 = 0
    while hits < count, drawn < work {
      var seeds = generator.split(stream: piece)
      let size = min(10_000, work - drawn)
      let pool = try sample(size, given: history, seed: seeds.next())
      for row in 0..<size where hits < count {
        drawn += 1
        if condition.holds(for: pool.row(row)) {
          found += pool.row(row)
          hits += 1
        }
      }
      piece += 1
    }
    guard hits >= min(count, 20) else {
      throw PortfolioError(
        .request,
        "only \(hits) of \(drawn) scenarios of \(name) fulfil the condition, too few to say what "
          + "happens then; ask for less, or for more work")
    }
    let probability = Double(hits) / Double(drawn)
    if hits == count {
      return ConditionalScenarios(
        scenarios: Matrix(rows: count, columns: assets.count, elements: found), method: .rejection,
        effectiveSize: Double(count), probability: probability)
    }
    var random = generator.split(stream: .max)
    let pool = Matrix(rows: hits, columns: assets.count, elements: found)
    // Each of them equally often, but for the rest.
    let order = (0..<hits).shuffled(using: &random)
    return ConditionalScenarios(
      scenarios: Matrix(
        rows: count, columns: assets.count,
        elements: (0..<count).flatMap { pool.row(order[$0 % hits]) }),
      method: .resampling, effectiveSize: Double(hits), probability: probability)
  }
}

/// A model that can draw under some conditions directly.
protocol ExactConditioning {
  /// Draws from the conditional distribution; `nil` where the condition is not one of those.
  func sampleExactly(
    _ count: Int, where condition: AssetCondition, seed: UInt64
  ) -> ConditionalScenarios?
}
