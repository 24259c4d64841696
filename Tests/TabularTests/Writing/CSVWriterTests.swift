import Foundation
import Testing

@testable import Tabular

/// Runs `body` with a path in a new folder, and returns what the folder holds afterwards.
@discardableResult
func inNewFolder(_ body: (URL) throws -> Void) throws -> [String] {
  let folder = FileManager.default.temporaryDirectory.appending(path: "table-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.appending(path: "out.csv"))
  return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

@Suite struct CSVWriterTests {
  @Test(arguments: [
    "a,b,c\n1.50,x,2020-01-02\n2.25,,2021-12-31\n-0.75,\"y,z\",2022-06-05\n",
    "a\n1\n\"\"\n3\n",
    "a,\"b \"\"c\"\"\",\"d\ne\"\nNA,\" x\",1e+20\n7,y ,3\nNA,\"y\r\nz\",4\n",
    "n,t\n0.1,13:5\n1e-07,a\n", "n,m\n-36.0,0.1234567890123456\n2.25,-7.0\n0.5,3.5\n",
    "when,x\n1/2/2020 03:04:05.678,a\n12/31/2020 23:59:59.001,b\n",
    "when,x\n0001-01-01T00:00Z,a\n9999-12-31T23:59Z,b\n",
  ])
  func textComesBackAsItWas(text: String) throws {
    try inNewFolder { url in
      let table = try readText(text).table
      try table.write(csv: url)
      let written = try String(contentsOf: url, encoding: .utf8)
      // Quotes around spaces are put where they were left out.
      #expect(written == text.replacing(",y ,", with: ",\"y \","))
      #expect(try Table.read(csv: url) == table)
    }
  }

  @Test func piecesMakeOneFile() throws {
    let table = try readText("a,b\n1,x\n2,y\n3,x\n").table
    try inNewFolder { url in
      let writer = try CSVWriter(url)
      for row in 0..<3 { try writer.append(table.rows([row])) }
      try writer.finish()
      #expect(try Table.read(csv: url) == table)
    }
  }

  @Test func dialectsAreKept() throws {
    for text in ["a;b\n1,5;x\n2,25;y\n", "1.5\tx\n2.5\ty\n"] {
      let reading = try readText(text)
      try inNewFolder { url in
        try reading.table.write(csv: url, dialect: reading.dialect)
        #expect(try String(contentsOf: url, encoding: .utf8) == text)
      }
    }
  }

  @Test func nothingIsOverwrittenUnasked() throws {
    let table = try readText("a\n1\n2\n").table
    let left = try inNewFolder { url in
      try Data("precious".utf8).write(to: url)
      let error = #expect(throws: TableError.self) { try table.write(csv: url) }
      #expect(error?.kind == .exists)
      #expect(try String(contentsOf: url, encoding: .utf8) == "precious")
      try table.write(csv: url, overwrites: true)
      #expect(try Table.read(csv: url) == table)
    }
    #expect(left == ["out.csv"])
  }

  @Test func aFullDiskLeavesNothingBehind() throws {
    let rows = (0..<200_000).map(String.init).joined(separator: "\n")
    let table = try readText("a\n\(rows)\n").table
    let left = try inNewFolder { url in
      var room = 1_000_000
      let file = try OutputFile(url, overwrites: false) { descriptor, bytes, count in
        guard room > 0 else {
          errno = ENOSPC
          return -1
        }
        let some = write(descriptor, bytes, min(count, room))
        room -= some
        return some
      }
      let writer = CSVWriter(file: file)
      let error = #expect(throws: TableError.self) {
        try writer.append(table)
        try writer.finish()
      }
      #expect(error?.message.contains("No space left on device") == true)
    }
    #expect(left.isEmpty)
  }

  @Test func anAbandonedFileLeavesNothingBehind() throws {
    let table = try readText("a\n1\n2\n").table
    let left = try inNewFolder { url in
      let writer = try CSVWriter(url)
      try writer.append(table)
    }
    #expect(left.isEmpty)
  }

  @Test func placesThatCannotBeWritten() throws {
    let table = try readText("a\n1\n2\n").table
    try inNewFolder { url in
      for bad in [url.deletingLastPathComponent(), url.appending(path: "x/y.csv")] {
        let error = #expect(throws: TableError.self) { try table.write(csv: bad) }
        #expect(error?.kind == .output)
      }
    }
  }

  @Test func latin1IsWrittenOrRefused() throws {
    try inNewFolder { url in
      let dialect = CSVDialect(encoding: .latin1)
      try readText("a,b\nMüller,1\nMeier,2\n").table.write(csv: url, dialect: dialect)
      #expect(try Data(contentsOf: url).contains(0xFC))
      let polish = try readText("a,b\nŁódź,1\nBerlin,2\n").table
      let error = #expect(throws: TableError.self) {
        try polish.write(csv: url, dialect: dialect, overwrites: true)
      }
      #expect(error?.message.contains("\"Łódź\" has no form in latin1") == true)
    }
  }
}
