extension Report.Section {
  /// The section's markup; `index` is its place in the report.
  func html(_ index: Int) -> HTMLText {
    let introduction: HTMLText =
      self.introduction.isEmpty ? "" : "<p class=\"introduction\">\(self.introduction)</p>"
    let content = blocks.enumerated().map { $1.html(path: "\(index).\($0)") }.joined
    return """
      <section id="section-\(index)" aria-labelledby="heading-\(index)">
      <h2 id="heading-\(index)">\(title)</h2>
      \(introduction)
      \(content)
      </section>
      """
  }
}

extension Report.Block {
  /// The block's markup; `path` leads the script to the block in the embedded report.
  func html(path: String) -> HTMLText {
    switch self {
    case .text(let text): return Self.paragraphs(text)
    case .note(let note):
      let name = note.level == .warning ? "Warning" : "Note"
      return """
        <p class="note \(note.level.rawValue)"><strong>\(name)</strong> \(note.text)</p>
        """
    case .keyFigures(let figures):
      return "<div class=\"cards\">\(figures.map(\.html).joined)</div>"
    case .figures(let figures):
      let markup = figures.enumerated().map { $1.html(path: "\(path).\($0)") }.joined
      return "<div class=\"figures\">\(markup)</div>"
    case .table(let table): return table.html
    case .command(let lines): return "<pre><code>\(lines)</code></pre>"
    }
  }

  private static func paragraphs(_ text: String) -> HTMLText {
    var paragraphs: [String] = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        paragraphs.append("")
      } else {
        paragraphs[paragraphs.count - 1] += line + "\n"
      }
    }
    return paragraphs.filter { !$0.isEmpty }.map { "<p>\($0)</p>" as HTMLText }.joined
  }
}

extension Figure {
  /// The figure's markup, to be filled by the script.
  func html(path: String) -> HTMLText {
    let note: HTMLText = caption.isEmpty ? "" : "<p class=\"caption\">\(caption)</p>"
    return """
      <figure class="\(isWide ? "wide" : "narrow")" data-path="\(path)">
      <figcaption>\(title)</figcaption>
      <div class="plot"></div>
      \(note)
      </figure>
      """
  }
}

extension TextTable {
  /// The table's markup.
  var html: HTMLText {
    let numeric = Set(numericColumns)
    func kind(_ column: Int) -> String { numeric.contains(column) ? "number" : "words" }
    let head = header.enumerated().map { column, name in
      "<th scope=\"col\" class=\"\(kind(column))\">\(name)</th>" as HTMLText
    }.joined
    let body = rows.map { row in
      let cells = row.enumerated().map { column, cell in
        "<td class=\"\(kind(column))\">\(cell)</td>" as HTMLText
      }.joined
      return "<tr>\(cells)</tr>" as HTMLText
    }.joined
    let title: HTMLText = caption.isEmpty ? "" : "<caption>\(caption)</caption>"
    return """
      <div class="table" tabindex="0"><table>\(title)
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)
      </tbody></table></div>
      """
  }
}
