import Testing

@testable import Portfolio

@Suite("Missing prices")
struct MissingPriceTests {
  static let text = """
    Date,A,B,C
    2020-01-02,1,,5
    2020-01-03,2,,5.5
    2020-01-06,3,7,
    2020-01-07,4,7.5,
    2020-01-08,5,8,6
    2020-01-09,6,9,
    """

  @Test("They are refused by default, naming asset, date and count")
  func refusal() throws {
    let table = try prices(Self.text)
    let error = message { _ = try table.complete() }
    #expect(
      error.hasPrefix(
        "C has no price on 2020-01-06; 3 prices of 6 are missing, and B lacks some too."),
      "\(error)"
    )
    #expect(throws: PortfolioError.self) { try table.returns() }
  }

  @Test(
    "Each policy does what it says",
    arguments: [
      ([.dropAssets(maximumShare: 0.1)], ["A"], [1.0, 2, 3, 4, 5, 6], 1),
      ([.startAtLatest, .fillForward(maximumDays: 2), .startAtLatest], [], [], 0),
      (
        [.fillForward(maximumDays: 2), .startAtLatest], ["A", "B", "C"],
        [3.0, 7, 5.5, 4, 7.5, 5.5, 5, 8, 6, 6, 9, 6], 2
      ),
      (
        [.dropAssets(maximumShare: 0.4), .dropDays], ["A", "B"],
        [3.0, 7, 4, 7.5, 5, 8, 6, 9], 2
      ),
    ] as [([MissingPricePolicy], [String], [Double], Int)])
  func policies(
    policies: [MissingPricePolicy], assets: [String], values: [Double], notes: Int
  ) throws {
    let table = try prices(Self.text)
    guard !assets.isEmpty else {
      // C has no price on the day on which B is listed, so nothing can be repeated.
      #expect(throws: PortfolioError.self) { try table.complete(policies) }
      return
    }
    let complete = try table.complete(policies)
    #expect(complete.assets == assets)
    #expect(complete.values.elements == values)
    #expect(complete.missingCount == 0)
    #expect(complete.notes.count == table.notes.count + notes)
  }

  @Test("What leaves nothing is refused")
  func nothingLeft() throws {
    let table = try prices(Self.text)
    #expect(message { _ = try table.complete([.dropDays]) }.contains("only one date is left"))
    #expect(message { _ = try table.complete([.fillForward(maximumDays: 1)]) }.contains("missing"))
    #expect(throws: PortfolioError.self) { try table.complete([.fillForward(maximumDays: 0)]) }
    #expect(throws: PortfolioError.self) { try table.complete([.dropAssets(maximumShare: 1)]) }
    let apart = try prices("Date,A,B\n2020-01-02,1,\n2020-01-03,2,\n2020-01-06,,3\n2020-01-07,,4\n")
    let error = message { _ = try apart.complete([.startAtLatest]) }
    #expect(error.contains("B begins on 2020-01-06 and A ends on 2020-01-03"), "\(error)")
  }

  @Test("An unadjusted split is noted, not changed; a crash that recovers is none")
  func splits() throws {
    let text = """
      Date,A,B,C
      2020-01-02,100,10,100
      2020-01-03,101,10.1,100
      2020-01-06,50.2,30,51
      2020-01-07,50,29,98
      2020-01-08,51,31,99
      """
    let table = try prices(text)
    let splits = table.suspectedSplits()
    #expect(splits.map(\.asset) == ["A", "B"])
    #expect(splits.map(\.day) == [18267, 18267])
    #expect(splits[0].newSharesPerOld == 2)
    #expect(abs(splits[1].newSharesPerOld - 1.0 / 3) < 1e-15)
    #expect(table.notes.count == 2)
    #expect(table.notes[0].hasPrefix("A fell to 1/2 on 2020-01-06"))
    #expect(table.values[0, 0] == 100)
    var reading = PriceReading()
    reading.adjustsSplits = true
    let adjusted = try prices(text, reading)
    #expect(adjusted.values.column(0) == [50, 50.5, 50.2, 50, 51])
    #expect(adjusted.suspectedSplits().isEmpty)
    #expect(adjusted.notes.count == 2)
  }
}
