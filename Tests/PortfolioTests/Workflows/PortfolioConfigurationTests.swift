import Testing

@testable import Portfolio

@Suite("Configurations of portfolios")
struct PortfolioConfigurationTests {
  /// What is said about a request that is refused.
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing is refused"
    } catch {
      return "\(error)"
    }
  }

  @Test("Every key is read from YAML, single or as a list")
  func everyKey() throws {
    for key in PortfolioConfiguration.Key.allCases where key != .groups {
      let one = try PortfolioConfiguration(parsing: "\(key.rawValue): word")
      #expect(one.texts == [key: ["word"]])
      let several = try PortfolioConfiguration(parsing: "\(key.rawValue): [one, two]")
      #expect(several.texts == [key: ["one", "two"]])
    }
    let groups = try PortfolioConfiguration(
      parsing: "groups:\n  tech: [AAPL, MSFT]\n  oil: XOM")
    #expect(groups.texts[.groups] == ["tech: AAPL,MSFT", "oil: XOM"])
    #expect(try PortfolioConfiguration(parsing: "").texts.isEmpty)
  }

  @Test("Options count, the file says the rest")
  func filled() throws {
    let file = try PortfolioConfiguration(parsing: "mean: capm\nbudget: 0")
    let both = PortfolioConfiguration([.mean: ["equilibrium"]]).filled(from: file)
    #expect(both.texts == [.mean: ["equilibrium"], .budget: ["0"]])
  }

  @Test(
    "What is wrong in YAML is named with its line",
    arguments: [
      ("mean: capm\nnonsense: 1", "line 2: \"nonsense\" means nothing here"),
      ("covarance: oas", "Did you mean \"covariance\"?"),
      ("mean:\n  a: b", "line 2"), ("groups: [tech]", "line 1: groups are written"),
      ("mean: [", "not valid YAML"), ("just words", "line 1"), ("- a\n- b", "line 1"),
    ])
  func wrongYAML(text: String, says: String) {
    let found = message { _ = try PortfolioConfiguration(parsing: text) }
    #expect(found.contains(says), "\(found)")
    #expect(!found.contains("schema"))
  }

  @Test("Quantities are understood as people write them")
  func quantities() throws {
    for (text, value) in [
      ("2%", 0.02), ("10bp", 0.001), ("25 bps", 0.0025), ("0.4", 0.4), ("-30 %", -0.3),
      ("1e-3", 0.001),
    ] {
      #expect(abs(try QuantityText.share(text, of: "x") - value) < 1e-15)
    }
    for text in ["", "x", "nan", "inf", "%", "2%%", "1,5"] {
      #expect(message { _ = try QuantityText.share(text, of: "budget") }.hasPrefix("budget: "))
    }
    #expect(try QuantityText.day("2020-02-29", of: "from") == 18_321)
    for text in ["2021-02-29", "2020-13-01", "yesterday", "2020-1"] {
      #expect(message { _ = try QuantityText.day(text, of: "from") }.contains("not a date"))
    }
  }

  @Test("Rules for missing prices are read, and others are refused with the list of them")
  func rules() throws {
    #expect(try MissingPricePolicy(parsing: "drop-days") == .dropDays)
    #expect(try MissingPricePolicy(parsing: "error") == .error)
    #expect(try MissingPricePolicy(parsing: "start-at-latest") == .startAtLatest)
    #expect(try MissingPricePolicy(parsing: "fill-forward 3") == .fillForward(maximumDays: 3))
    #expect(
      try MissingPricePolicy(parsing: "drop-assets 25%") == .dropAssets(maximumShare: 0.25))
    for text in ["", "fill", "drop-days 3", "fill-forward 1 2", "fill-forward 0", "drop-assets x"] {
      #expect(message { _ = try MissingPricePolicy(parsing: text) }.hasPrefix("missing: "))
    }
  }

  @Test(
    "Constraints that cannot be read name their key",
    arguments: [
      ([.budget: ["abc"]], "budget: \"abc\""),
      ([.minimumWeight: ["2"]], "minimum-weight is larger"),
      ([.groups: ["tech"]], "groups: \"tech\" is no group"),
      ([.maximumAssets: ["0"]], "maximum-assets: \"0\""),
      ([.mean: ["a", "b"]], "mean is given 2 times"),
      ([.turnover: ["0.2", "0.3"]], "turnover is given 2 times"),
    ] as [([PortfolioConfiguration.Key: [String]], String)])
  func unreadable(texts: [PortfolioConfiguration.Key: [String]], says: String) {
    let configuration = PortfolioConfiguration(texts)
    let found = message {
      _ = try ConstraintChoice(assets: ["A", "B"], configuration)
      let _: MeanMethod? = try configuration.choice(.mean)
    }
    #expect(found.contains(says), "\(found)")
  }

  @Test("What a command does not use is named")
  func unused() {
    let configuration = PortfolioConfiguration([
      .mean: ["arithmetic"], .benchmark: ["b.csv"], .viewMethod: ["black-litterman"], .from: ["x"],
    ])
    let keys = PortfolioConfiguration.Key.self
    #expect(
      configuration.unusedNotes(used: keys.returning, by: "risk") == [
        "Not used by risk: benchmark, mean, view-method."
      ])
    #expect(
      configuration.unusedNotes(used: keys.returning.union(keys.estimating), by: "frontier") == [
        "Not used by frontier: view-method (there are no views), benchmark (the mean is not capm)."
      ])
    #expect(PortfolioConfiguration().unusedNotes(used: [], by: "risk").isEmpty)
  }
}
