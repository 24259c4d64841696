/// One question that both sides answered, as the peers' script judged it.
struct AgreementComparison: Codable, Sendable {
  let family: AgreementFamily
  let question: AgreementQuestion
  let peer: String
  /// Why a side has no portfolio.
  let ourFailure: String?
  let peerFailure: String?
  /// By how much constraints and goals are missed.
  let ourViolation: Double?
  let peerViolation: Double?
  /// Our objective less the peer's, relative; above 0 where ours is worse.
  let difference: Double?
  /// The relative error of the objective that we report with our weights.
  let claimError: Double?

  /// Whether the peer is a library for portfolios, and not a generic solver.
  var isLibrary: Bool { !["Clarabel", "HiGHS"].contains(peer) }

  /// How far objectives and claims may differ, relative to their size.
  static let tolerance = 1e-8
  /// How far a constraint may be missed.
  static let allowedViolation = 1e-9

  /// What came of it.
  enum Verdict: String, Codable, CaseIterable {
    case agree, peerWorse, peerFailed, bothRefuse, oursWorse, oursFailed
  }

  /// Who is right: the lower objective, of those that keep the constraints.
  var verdict: Verdict {
    if let ourFailure {
      if peerFailure == ourFailure { return .bothRefuse }
      // A library says no in its own words.
      if ourFailure == "infeasible", peerFailure != nil, isLibrary {
        return .bothRefuse
      }
      // A portfolio that breaks the constraints proves nothing.
      let isRefuted = peerFailure == nil && peerViolation ?? 0 <= Self.allowedViolation
      return isRefuted || peerFailure == "infeasible" || peerFailure == "unbounded"
        ? .oursFailed : .peerFailed
    }
    // The question of feasibility has no portfolios to compare.
    if question == .feasibility { return peerFailure == nil ? .agree : .oursFailed }
    if ourViolation ?? 0 > Self.allowedViolation || claimError ?? 0 > Self.tolerance {
      return .oursWorse
    }
    guard peerFailure == nil, let difference else { return .peerFailed }
    if peerViolation ?? 0 > Self.allowedViolation { return .peerWorse }
    if difference > Self.tolerance { return .oursWorse }
    return difference < -Self.tolerance ? .peerWorse : .agree
  }

  /// Whether ours has a fault.
  var isOurFault: Bool { verdict == .oursWorse || verdict == .oursFailed }
}
