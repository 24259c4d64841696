import Testing

@testable import Tabular

@Suite struct CSVDialectTests {
  @Test(arguments: [
    ("a,b\n1,x\n", CSVDialect()),
    ("a;b;c\n1,5;2;x\n2,5;3;y\n", CSVDialect(delimiter: ";", hasDecimalComma: true)),
    ("a;b;c\n1.5;2;x\n2.5;3;y\n", CSVDialect(delimiter: ";")),
    ("a\tb\n1\t2,5\n", CSVDialect(delimiter: "\t", hasDecimalComma: true)),
    ("a|b\n1|2\n", CSVDialect(delimiter: "|")),
    ("a\n1\n2\n", CSVDialect()),
    ("39, State-gov, <=50K\n50, Private, >50K\n", CSVDialect(hasHeader: false, skipsSpaces: true)),
    ("p,x,s\ne,x,s\np,y,s\n", CSVDialect(hasHeader: false)),
    ("kind,hat\ne,x\np,x\n", CSVDialect()),
    ("1.5,2\n2.5,3\n", CSVDialect(hasHeader: false)),
    ("country,2019,2020\nde,1,2\nfr,3,4\n", CSVDialect(hasHeader: false)),
    ("\"a;b\",c\n\"1;2\",3\n", CSVDialect()),
  ])
  func layoutsAreFound(text: String, dialect: CSVDialect) throws {
    #expect(try readText(text).dialect == dialect)
  }

  @Test func optionsOverrideWhatWouldBeFound() throws {
    var options = CSVOptions()
    options.hasHeader = true
    let table = try readText("country,2019,2020\nde,1,2\n", options: options).table
    #expect(table.columns.map(\.name) == ["country", "2019", "2020"])
    options.hasHeader = false
    options.delimiter = ";"
    let other = try readText("a,b\n1,2\n", options: options).table
    #expect(other.columns.map(\.name) == ["column_1"])
    #expect(other.rowCount == 2)
    options.delimiter = "ö"
    #expect(refusal("a,b\n1,2\n", options: options)?.contains("one ASCII character") == true)
  }

  @Test func aByteOrderMarkIsNoPartOfTheName() throws {
    #expect(try readText("\u{FEFF}a,b\r\n1,2\r\n").table.columns.map(\.name) == ["a", "b"])
  }
}
