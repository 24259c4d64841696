import Foundation

/// What can be found in the lines of a Swift file.
enum Findings {
  /// The modules that `lines` import, with the numbers of their lines.
  static func imports(in lines: [Substring]) -> [(line: Int, module: String)] {
    let pattern =
      #/
      ^ \s* (?: @ \w+ (?: \( .*? \) )? \s+ )*
      (?: (?: public|package|internal|fileprivate|private ) \s+ )? import \s+
      (?: (?: struct|class|enum|protocol|func|var|let|typealias ) \s+ )? ( \w+ )
      /#
    return lines.enumerated().compactMap { index, line in
      line.firstMatch(of: pattern).map { (index + 1, String($0.1)) }
    }
  }

  /// The numbers of the lines that declare something public without a doc comment above it.
  static func undocumented(in lines: [Substring]) -> [Int] {
    let declaration =
      #/
      ^ \s* (?: @ \S+ \s+ )* (?: [a-z]+ \s+ )*?
      (?: public|open ) \s+ (?! import \b | extension \b ) [a-z@]
      /#
    return lines.indices.filter { index in
      let line = lines[index]
      guard line.contains(declaration), !line.contains(#/\boverride\b/#),
        !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
      else { return false }
      return !isDocumented(index, in: lines)
    }.map { $0 + 1 }
  }

  /// Whether the lines above `index`, attributes left out, end in a doc comment.
  private static func isDocumented(_ index: Int, in lines: [Substring]) -> Bool {
    for line in lines[..<index].reversed() {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("///") || text.hasSuffix("*/") { return true }
      if !text.hasPrefix("@"), !text.hasPrefix("//") { return false }
    }
    return false
  }
}
