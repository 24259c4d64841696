import Foundation
import Testing

@Suite("What bad input gets from the commands on portfolios: one sentence and an exit status")
struct PortfolioBadInputTests {
  /// Options, and what is said about them.
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let status: Int32
    let says: String

    init(_ arguments: String, _ status: Int32, _ says: String) {
      self.arguments = arguments.split(separator: " ").map {
        $0.replacingOccurrences(of: "_", with: " ")
      }
      self.status = status
      self.says = says
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  // In these texts _ stands for a space within an argument.
  static let cases = [
    Case("optimize none.csv", 66, "cannot be opened"),
    Case("optimize .", 66, "not a regular file"),
    Case("optimize in.csv --config none.yaml", 66, "none.yaml cannot be opened"),
    Case("optimize in.csv --config bad.yaml", 64, "line 2: \"covarance\" means nothing here"),
    Case("optimize in.csv --mean capm --benchmark none.csv", 66, "none.csv"),
    Case("optimize in.csv --mean capm --benchmark in.csv", 65, "a benchmark is one"),
    Case("optimize in.csv --previous-weights none.csv --turnover 1", 66, "none.csv"),
    Case("optimize in.csv --turnover 20%", 64, "previous-weights"),
    Case("optimize gap.csv", 65, "--missing drop-days"),
    Case("optimize text.csv", 65, "\"abc\" is not a number. Correct it"),
    Case("optimize one-day.csv", 65, "one day alone"),
    Case("optimize two-days.csv", 65, "there is 1 return of each asset"),
    Case("optimize empty.csv", 65, "is empty"),
    Case("optimize in.csv --missing fill", 64, "no rule for missing prices"),
    Case("optimize in.csv --from 2031-01-01", 64, "the prices go from"),
    Case("optimize in.csv --from 2020-02-31", 64, "not a date"),
    Case("optimize in.csv --assets ALPHA,BETTA", 64, "\"BETTA\""),
    Case("optimize in.csv --mean arithmatic", 64, "Did you mean"),
    Case("optimize in.csv --constraint nothing_<=_1", 64, "\"nothing\""),
    Case("optimize in.csv --group tech", 64, "is no group"),
    Case("optimize in.csv --maximum-weight 10%", 64, "cannot hold together"),
    Case("optimize in.csv --target-return 500%", 64, "the reachable range is"),
    Case("optimize in.csv --target-volatility 0.01%", 64, "the least is"),
    Case("optimize in.csv --risk-free 900%", 64, "risk-free"),
    Case("optimize in.csv --goal hrp --target-return 5%", 64, "not with hrp"),
    Case("optimize in.csv --goal hrp --maximum-weight 50%", 64, "takes no constraints"),
    Case("optimize in.csv --goal minimum-tracking-error", 64, "--previous-weights"),
    Case("optimize in.csv --measure cvar --target-volatility 9%", 64, "target volatility"),
    Case("optimize in.csv --measure cvar --goal minimum-risk --confidence 2", 64, "level"),
    Case("optimize in.csv --goal maximum-diversification --maximum-assets 2", 64, "positions"),
    Case("optimize in.csv --goal maximum-utility --risk-aversion -1", 64, "above 0"),
    Case("optimize in.csv --output in.csv", 73, "--overwrite"),
    Case("optimize in.csv --output no/out.csv", 73, "cannot be written"),
    Case("frontier in.csv --report in.csv", 73, "--overwrite"),
    Case("frontier in.csv --config few.yaml", 64, "maximum-assets is kept by optimize alone"),
    Case("random in.csv --cost 1%", 64, "random portfolios"),
    Case("random in.csv --count 0", 64, "--count"),
    Case("risk in.csv --weights in.csv", 65, "in.csv: there is no column \"asset\""),
    Case("risk in.csv --weights other.csv", 65, "\"OMEGA\""),
    Case("risk in.csv --confidence 100%", 64, "between 0 and 1"),
    Case("backtest two-days.csv", 64, "too few to learn from"),
    Case("backtest in.csv --report no/r.html", 73, "cannot be written"),
    Case("allocate in.csv --weights weights.csv --amount -5", 64, "above 0"),
    Case("allocate in.csv --weights weights.csv --amount 1", 64, "single share"),
    Case("allocate in.csv --weights none.csv --amount 1000", 66, "none.csv"),
    Case("allocate returns.csv --weights weights.csv --amount 1000", 65, "holds returns"),
  ]

  private static let files = [
    "in.csv": SamplePrices.wide(),
    "gap.csv": SamplePrices.wide(gap: (7, 1)),
    "text.csv": SamplePrices.wide() + "2022-01-03,abc,1,1,1\n",
    "one-day.csv": SamplePrices.wide(rows: 1),
    "two-days.csv": SamplePrices.wide(rows: 2),
    "empty.csv": "",
    "bad.yaml": "mean: capm\ncovarance: sample\n",
    "few.yaml": "maximum-assets: 2\n",
    "other.csv": "asset,weight\nOMEGA,1\n",
    "weights.csv": "asset,weight\nALPHA,1\n",
    "returns.csv": (1...28).reduce("date,ALPHA\n") {
      $0 + String(format: "2020-01-%02d,", $1) + "\($1 % 2 == 0 ? 0.01 : -0.008)\n"
    },
  ]

  @Test(arguments: cases)
  func badInput(_ bad: Case) throws {
    let program = try Program(files: Self.files)
    let before = try program.names()
    let ending = try program.run(["portfolio"] + bad.arguments)
    #expect(ending.status == bad.status, "\(ending.errors)")
    #expect(!ending.wasSignalled)
    #expect(ending.errors.contains(bad.says), "\(ending.errors)")
    #expect(ending.output.isEmpty)
    if ending.errors.hasPrefix("lyrebird: ") {
      #expect(ending.errors.count { $0 == "\n" } == 1, "\(ending.errors)")
      #expect(
        ending.errors.hasSuffix(".\n") || ending.errors.hasSuffix("?\n"), "\(ending.errors)")
      #expect(!ending.errors.contains("?."), "\(ending.errors)")
    } else {
      #expect(bad.status == 64, "only the parser of options speaks otherwise: \(ending.errors)")
    }
    #expect(try program.names() == before, "no half file")
  }

  @Test("Ctrl-C while a list is written, and a full disk, leave nothing behind")
  func unfinished() throws {
    let program = try Program(files: Self.files)
    let before = try program.names()
    let running = try program.start([
      "portfolio", "random", "in.csv", "--count", "500000000", "--output", "out.csv",
    ])
    let deadline = Date.now.addingTimeInterval(60)
    while try program.names() == before, running.process.isRunning, Date.now < deadline {
      usleep(20_000)
    }
    Foundation.kill(running.process.processIdentifier, SIGINT)
    #expect(try running.wait().status == 130)
    #expect(try program.names() == before)
    let full = try program.shell(
      "trap '' XFSZ; ulimit -f 16; exec \"$0\" portfolio random in.csv --count 100000 --output o.csv"
    )
    #expect(full.status == 74, "\(full.errors)")
    #expect(try program.names() == before)
  }
}
