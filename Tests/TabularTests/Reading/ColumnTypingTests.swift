import Testing

@testable import Tabular

@Suite struct ColumnTypingTests {
  @Test(arguments: [
    (["1", "2", "3"], ColumnKind.integer), (["1", "2.5", "3"], .continuous),
    (["1e-3", "-2.5E+2", ".5"], .continuous), (["0", "1", "0"], .boolean),
    (["yes", "no", "yes"], .boolean), (["True", "False", "True"], .boolean),
    (["a", "b", "a"], .categorical), (["a", "b", "1"], .categorical),
    (["1", "2", "b"], .categorical), (["007", "008", "100"], .categorical),
    (["5", "5", "5"], .constant), (["x", "x", "x"], .constant), (["", "NA", ""], .constant),
    (["2020-01-02", "1969-12-31", ""], .dateTime), (["31.12.2020", "01.02.2021", ""], .dateTime),
    (["12/31/2020", "01/02/2021", ""], .dateTime), (["31/12/2020", "01/02/2021", ""], .dateTime),
    (["2020-01-02T03:04:05Z", "2021-01-02T03:04:05Z", ""], .dateTime),
    (["2020-01-02", "soon", ""], .categorical), (["2020-02-30", "2020-02-20", ""], .categorical),
    (["12345678901234567890", "2", "3"], .categorical),
  ])
  func kindsAreFound(cells: [String], kind: ColumnKind) throws {
    let rows = cells.map { "\($0),1" }.joined(separator: "\n")
    let column = try readText("x,y\n\(rows)\n").table["x"]
    #expect(column?.kind == kind)
    #expect(column?.isNumeric == [.integer, .continuous, .dateTime].contains(kind))
  }

  @Test func keysAndProseAreNeverLearnt() throws {
    var text = "customer_id,code,remark,group,\"Unnamed: 0\"\n"
    for row in 0..<200 {
      text += "\(1000 + row * 7),K\(row * row),\"it was said, in row \(row), that all is well "
      text += "and that nothing at all was missing there\",g\(row % 5),\(row)\n"
    }
    let table = try readText(text).table
    #expect(
      table.columns.map(\.kind) == [.identifier, .identifier, .text, .categorical, .identifier])
    #expect(table.columns[0].texts[1] == "1007")
  }

  @Test func datesAreSecondsAndKeepTheirPattern() throws {
    let text = "a,b,c\n2020-01-02,1/2/2020,13.01.1970 00:00\n1969-12-31,2/1/2020,01.02.1970 23:59\n"
    let table = try readText(text).table
    #expect(table["a"]?.values == .numbers([1_577_923_200, -86_400]))
    #expect(table["a"]?.format.datePattern == "yyyy-MM-dd")
    #expect(table["b"]?.format.datePattern == "M/d/yyyy")
    #expect(table["c"]?.values == .numbers([1_036_800, 2_764_740]))
    #expect(table["c"]?.format.datePattern == "dd.MM.yyyy HH:mm")
  }

  @Test func aLateDaySwapsTheOrder() throws {
    let reading = try readText("d\n01/02/2020\n03/04/2020\n25/04/2020\n")
    #expect(reading.table["d"]?.format.datePattern == "dd/MM/yyyy")
    #expect(
      reading.table["d"]?.values
        == .numbers([1_580_515_200, 1_585_872_000, 1_587_772_800]))
    // Both orders are used: no date.
    #expect(try readText("d\n25/04/2020\n04/25/2020\n").table["d"]?.kind == .categorical)
  }

  @Test func missingTokensAreCountedAndWrittenBack() throws {
    var options = CSVOptions()
    options.missing = ["?", "-9"]
    let table = try readText("a,b\n1,?\n-9,x\nNA,?\nNA,y\n", options: options).table
    #expect(table["a"]?.texts == ["1", nil, nil, nil])
    #expect(table["a"]?.format.missing == "NA")
    #expect(table["b"]?.texts == [nil, "x", nil, "y"])
    #expect(table["b"]?.format.missing == "?")
    let plain = try readText("a,b\n1,?\n2,x\n3,?\n").table
    #expect(plain["b"]?.texts == ["?", "x", "?"])
  }

  @Test func aFewTextsAmongNumbersAreRemarkedOn() throws {
    let rows = (0..<100).map { $0 % 20 == 7 ? "?" : "\($0).5" }.joined(separator: "\n")
    let reading = try readText("x\n\(rows)\n")
    #expect(reading.notes.count == 1)
    #expect(reading.notes.first?.contains("5 of 100 values are no plain numbers (\"?\")") == true)
  }

  @Test func tooManyTextsAreNotKept() throws {
    var options = CSVOptions()
    options.levelLimit = 20
    let rows = (0..<50).map { $0 == 3 ? "" : "t\($0)" }.joined(separator: ",1\n")
    let reading = try readText("x,y\n\(rows),1\n", options: options)
    #expect(reading.table["x"]?.kind == .text)
    #expect(reading.table["x"]?.texts.filter { $0 == nil }.count == 1)
    #expect(reading.notes.first?.contains("not kept") == true)
  }

  @Test func fractionDigitsAreThoseOfTheData() throws {
    let table = try readText("a,b,c,d\n1.50,1.5,1,1e3\n2.25,2.25,2,2\n").table
    #expect(table["a"]?.format == ColumnFormat(fractionDigits: 2, minimumFractionDigits: 2))
    #expect(table["b"]?.format == ColumnFormat(fractionDigits: 2, minimumFractionDigits: 1))
    #expect(table["c"]?.format == ColumnFormat(fractionDigits: 0))
    #expect(table["d"]?.format == ColumnFormat())
    #expect(table["a"]?.texts == ["1.50", "2.25"])
    #expect(table["b"]?.texts == ["1.5", "2.25"])
  }
}
