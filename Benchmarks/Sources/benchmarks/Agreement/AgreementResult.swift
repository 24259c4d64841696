import Foundation

/// The figures of all comparisons, as they are committed.
struct AgreementResult: Codable {
  /// What came of the comparisons of one kind.
  struct Group: Codable {
    let name: String
    let peer: String?
    let comparisons: Int
    /// How often each verdict came.
    let verdicts: [String: Int]
    /// Quantiles of |difference| where both sides keep the constraints.
    let median: Double
    let quantile99: Double
    let largest: Double
    /// The most that ours was worse by.
    let oursWorseBy: Double
    /// The most that our constraints were missed by.
    let ourViolation: Double

    init(_ name: String, peer: String? = nil, _ all: [AgreementComparison]) {
      self.name = name
      self.peer = peer
      comparisons = all.count
      verdicts = Dictionary(grouping: all, by: \.verdict.rawValue).mapValues(\.count)
      let kept = all.filter { $0.peerViolation ?? 1 <= AgreementComparison.allowedViolation }
        .compactMap(\.difference)
      let sizes = kept.map { abs($0) }.sorted()
      func quantile(_ share: Double) -> Double {
        sizes.isEmpty ? 0 : sizes[Int(share * Double(sizes.count - 1))]
      }
      median = quantile(0.5)
      quantile99 = quantile(0.99)
      largest = sizes.last ?? 0
      oursWorseBy = max(0, kept.max() ?? 0)
      ourViolation = all.compactMap(\.ourViolation).max() ?? 0
    }

    /// How often one verdict came.
    func count(_ verdict: AgreementComparison.Verdict) -> Int { verdicts[verdict.rawValue] ?? 0 }
  }

  let problems: Int
  let seed: UInt64
  /// By question and peer.
  let questions: [Group]
  /// By family, the generic solvers alone.
  let families: [Group]
  /// What ours has at fault.
  let faults: [AgreementComparison]
  let table: PortfolioResult.Table
  let caption: String

  init(problems: Int, seed: UInt64, comparisons: [AgreementComparison]) {
    self.problems = problems
    self.seed = seed
    let groups = Dictionary(grouping: comparisons) { [$0.question.rawValue, $0.peer] }
    let order = ["Clarabel", "HiGHS", "PyPortfolioOpt", "skfolio"]
    questions = AgreementQuestion.allCases.flatMap { question in
      order.compactMap { peer in
        groups[[question.rawValue, peer]].map { Group(question.rawValue, peer: peer, $0) }
      }
    }
    let generic = comparisons.filter { !$0.isLibrary }
    families = AgreementFamily.allCases.map { family in
      Group(family.rawValue, generic.filter { $0.family == family })
    }
    faults = comparisons.filter(\.isOurFault)
    table = Self.table(comparisons)
    let count = questions.map(\.comparisons).reduce(0, +)
    caption =
      "\(problems) random problems of \(AgreementFamily.allCases.count) families (seed \(seed)), "
      + "\(count) comparisons, \(faults.count) of them with ours at fault. Asked: Clarabel, and HiGHS "
      + "where the question is a linear program; of some problems PyPortfolioOpt and skfolio too; all "
      + "at tolerances of 1e-12 or the tightest they take. The peers' script computes the objectives of "
      + "both sides from the weights alone, in extended precision. Differences are relative to the "
      + "peer's objective; to at least 1e-6 of an asset's variance, 1e-3 of a mean absolute return or "
      + "of a Sharpe ratio of 1; of mean returns and utilities to the sum of the sizes of their parts. "
      + "Equal: within 1e-8. A side is worse if its objective is worse by more, or if it misses a "
      + "constraint by more than 1e-9; ours is at fault too if what it reports differs by more from "
      + "what its weights give. Both refuse: no solution, or no best one."
  }

  /// One row a question: the generic solvers, then the libraries.
  private static func table(_ comparisons: [AgreementComparison]) -> PortfolioResult.Table {
    PortfolioResult.Table(
      header: [
        "question", "asked", "equal", "both refuse", "peer worse", "peer fails", "ours at fault",
        "median difference", "99 %", "ours worse by at most",
        "libraries: asked, equal, worse, fail",
      ],
      rows: AgreementQuestion.allCases.compactMap { question in
        row(question, comparisons.filter { $0.question == question })
      })
  }

  private static func row(
    _ question: AgreementQuestion, _ asked: [AgreementComparison]
  ) -> [String]? {
    let group = Group(question.rawValue, asked.filter { !$0.isLibrary })
    let libraries = Group(question.rawValue, asked.filter(\.isLibrary))
    guard group.comparisons > 0 else { return nil }
    var counts = [group.comparisons]
    for verdict in [Verdict.agree, .bothRefuse, .peerWorse, .peerFailed] {
      counts.append(group.count(verdict))
    }
    counts.append(group.count(.oursWorse) + group.count(.oursFailed))
    var others = [libraries.comparisons]
    for verdict in [Verdict.agree, .peerWorse, .peerFailed] {
      others.append(libraries.count(verdict))
    }
    let differences = [group.median, group.quantile99, group.oursWorseBy]
    return [question.rawValue] + counts.map { "\($0)" }
      + differences.map { String(format: "%.0e", $0) }
      + [libraries.comparisons > 0 ? others.map { "\($0)" }.joined(separator: ", ") : ""]
  }

  private typealias Verdict = AgreementComparison.Verdict
}
