import Foundation
import Tabular
import Testing
import Torch

@testable import Portfolio

/// Reads CSV text as prices.
func prices(_ text: String, _ reading: PriceReading = PriceReading()) throws -> PriceTable {
  let file = try CSVReader.read(bytes: Array(text.utf8))
  return try PriceTable(file.table, reading: reading, notes: file.notes)
}

/// The message of the error that `body` throws.
func message(_ body: () throws -> Void) -> String {
  do { try body() } catch { return "\(error)" }
  return "nothing was thrown"
}

@Suite("Reading prices")
struct PriceReadingTests {
  static let wide = "Date,A,B\n2020-01-02,1.5,10\n2020-01-03,1.6,11\n2020-01-06,1.7,12.5\n"

  private func isSame(_ a: PriceTable, _ b: PriceTable) -> Bool {
    a.assets == b.assets && a.days == b.days
      && zip(a.values.elements, b.values.elements).allSatisfy {
        $0 == $1 || ($0.isNaN && $1.isNaN)
      }
  }

  @Test("A wide table is a column for each asset")
  func wideTable() throws {
    let table = try prices(Self.wide)
    #expect(table.assets == ["A", "B"])
    #expect(table.days == [18263, 18264, 18267])
    #expect(table.values == Matrix([[1.5, 10], [1.6, 11], [1.7, 12.5]]))
    #expect(table.notes.isEmpty)
  }

  @Test(
    "The same prices in another layout are the same prices",
    arguments: [
      // Long, in any order.
      "date,ticker,close\n2020-01-03,B,11\n2020-01-02,A,1.5\n2020-01-02,B,10\n2020-01-06,B,12.5\n"
        + "2020-01-03,A,1.6\n2020-01-06,A,1.7\n",
      // Long, with other numbers beside the price.
      "Ticker,Date,Open,Adj Close\nA,2020-01-02,9,1.5\nA,2020-01-03,9,1.6\nA,2020-01-06,8,1.7\n"
        + "B,2020-01-02,1,10\nB,2020-01-03,1,11\nB,2020-01-06,2,12.5\n",
      // Newest first, as vendors write it, with German dates and numbers.
      "Datum;A;B\n06.01.2020;1,7;12,5\n03.01.2020;1,6;11,0\n02.01.2020;1,5;10,0\n",
      // Days as numbers, and the row numbers of a data frame.
      ",day,A,B\n0,20200102,1.5,10\n1,20200103,1.6,11\n2,20200106,1.7,12.5\n",
      // A date twice, once with each half of the row.
      "Date,A,B\n2020-01-02,1.5,10\n2020-01-03,1.6,\n2020-01-03,,11\n2020-01-06,1.7,12.5\n",
      // A date without any price.
      "Date,A,B\n2020-01-01,,\n2020-01-02,1.5,10\n2020-01-03,1.6,11\n2020-01-06,1.7,12.5\n",
    ])
  func layouts(text: String) throws {
    let table = try prices(text)
    #expect(isSame(table, try prices(Self.wide)), "\(table)")
  }

  @Test("What was done to the rows is noted")
  func notes() throws {
    let unsorted = try prices("Date,A\n2020-01-03,1\n2020-01-02,2\n2020-01-03,1\n2020-01-06,\n")
    #expect(unsorted.notes.contains { $0.contains("sorted") })
    #expect(unsorted.notes.contains { $0.contains("1 row of a date that was there before") })
    #expect(unsorted.notes.contains { $0.contains("1 date without any value") })
    let ragged = try prices(
      "Date,A,B,C\n2020-01-02,1,,5\n2020-01-03,1.5,2,\n2020-01-06,1.2,2.5,7\n2020-01-07,,3,6\n")
    #expect(
      ragged.notes == [
        "B begins on 2020-01-03.", "A ends on 2020-01-06.", "C lacks 1 price in between.",
      ])
    let same = try prices("Date,A,B,C\n2020-01-02,1,1,7\n2020-01-03,1.1,1.1,7\n")
    #expect(same.notes == ["B has the same prices as A.", "the price of C never changes."])
  }

  @Test("Returns are told from prices, and become prices that start at 1")
  func returns() throws {
    let text = "Date,A,B\n2020-01-02,0.5,\n2020-01-03,-0.5,0.1\n2020-01-06,0.25,-0.2\n"
    let found = try prices(text)
    #expect(found.days == [18262, 18263, 18264, 18267])
    #expect(found.values.column(0) == [1, 1.5, 0.75, 0.9375])
    #expect(found.values.column(1)[0].isNaN && found.values.column(1)[1] == 1)
    #expect(found.notes.contains { $0.contains("read as simple returns") })
    var reading = PriceReading()
    reading.content = .logarithmicReturns
    #expect(abs(try prices(text, reading).values[3, 0] - exp(0.25)) < 1e-15)
    // Small prices without a negative one stay prices.
    #expect(try prices("Date,A\n2020-01-02,0.5\n2020-01-03,0.4\n").values.column(0) == [0.5, 0.4])
  }

  @Test("Prices of zero and below are refused, or read as missing if wanted")
  func nonPositive() throws {
    let text = "Date,A,B\n2020-01-02,5,7\n2020-01-03,0,8\n2020-01-06,-99,9\n"
    let error = message { _ = try prices(text) }
    #expect(
      error.hasPrefix("A has 2 prices that are not positive, the first of them 0.0 on 2020-01-03"))
    var reading = PriceReading()
    reading.readsNonPositiveAsMissing = true
    let table = try prices(text, reading)
    #expect(table.missingCount == 2)
    #expect(table.notes.contains("2 prices of zero or below read as missing."))
  }

  @Test(
    "What is no table of prices ends in one sentence that names the thing",
    arguments: [
      ("A,B\n1.5,2\n2.5,3\n", "no column holds dates"),
      ("Date\n2020-01-02\n2020-01-03\n", "no column"),
      ("Date,A\n2020-01-02,1\n2020-01-02,2\n", "A has two values on 2020-01-02: 1.0 and 2.0"),
      ("Date,A\n2020-01-02,1\n,2\n", "row 2 has no date"),
      ("Date,A,B\n2020-01-02,1,\n2020-01-03,2,\n", "B has no price at all"),
      ("Date,A\n2020-01-02,1.5\n2020-01-03,n/a\n2020-01-06,2.5\n", "\"n/a\" is not a number"),
      ("Date,Name,X,Y\n2020-01-02,A,1,3\n2020-01-03,B,2,1\n", "which column holds the prices"),
      ("Date,A,B\n2020-01-02,-2.5,1\n2020-01-03,1.5,-3\n", "not positive"),
      ("date,name,price\n2020-01-02,A,1\n2020-01-03,,2\n2020-01-03,B,2\n", "row 2 names no asset"),
    ])
  func refusals(text: String, words: String) {
    let error = message { _ = try prices(text) }
    #expect(error.contains(words), "\(error)")
  }

  @Test("Columns can be told, and a wrong name is answered with the nearest")
  func toldColumns() throws {
    var reading = PriceReading()
    reading.valueColumn = "Open"
    let text = "Ticker,Date,Open,Close\nA,2020-01-02,9,1.5\nA,2020-01-03,8,1.6\n"
    #expect(try prices(text, reading).values.column(0) == [9, 8])
    reading.valueColumn = "Opn"
    #expect(message { _ = try prices(text, reading) }.contains("Did you mean \"Open\"?"))
    let table = try prices(Self.wide)
    #expect(try table.selecting(["B"]).values.column(0) == [10, 11, 12.5])
    #expect(try table.selecting(days: 18264...18300).days == [18264, 18267])
    #expect(throws: PortfolioError.self) { try table.selecting(["b2"]) }
    #expect(throws: PortfolioError.self) { try table.selecting(days: 0...3) }
  }

  @Test("A file is read as its text is, and a file that is not there is said to be")
  func files() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(Self.wide.utf8).write(to: url)
    #expect(isSame(try PriceTable(csv: url), try prices(Self.wide)))
    let missing = url.appendingPathExtension("not")
    #expect(throws: PortfolioError.self) { try PriceTable(csv: missing) }
  }

  @Test("Any bytes give prices that can be completed, or an error", arguments: 0..<4)
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let texts = [
      Self.wide, "date,ticker,close\n2020-01-03,B,11\n2020-01-02,A,1.5\n2020-01-02,B,10\n",
      ",day,A,B\n0,20200102,0.5,-0.1\n1,20200103,-0.6,0.1\n2,20200106,0.7,0.25\n",
    ]
    let alphabet = Array("0123456789,;.-/e\"\nAB n".utf8)
    var readable = 0
    for round in 0..<150 {
      var bytes = Array(texts[round % texts.count].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      do {
        let table = try PriceTable(CSVReader.read(bytes: bytes).table)
        #expect(table.values.elements.allSatisfy { $0.isNaN || ($0 > 0 && $0.isFinite) })
        #expect(zip(table.days, table.days.dropFirst()).allSatisfy { $0 < $1 })
        readable += 1
        let returns = try table.complete([.startAtLatest, .dropDays]).returns(frequency: .daily)
        #expect(!returns.values.elements.contains { !$0.isFinite })
      } catch {
        #expect(error is PortfolioError || error is TableError)
      }
    }
    #expect(readable > 10)
  }
}
