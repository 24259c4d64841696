extension Report {
  /// The report as one HTML page that needs no other file and no network.
  ///
  /// All words, cards and tables stand in the markup; the plots are drawn by a script in the page
  /// from the report's own JSON, which is embedded.
  public func html(thinnedTo limits: Thinning = Thinning()) throws -> String {
    let report = thinned(to: limits)
    let sections = report.sections.enumerated().map { index, section in
      section.html(index)
    }.joined
    let entries: HTMLText = report.sections.enumerated().map { index, section in
      "<a href=\"#section-\(index)\">\(section.title)</a>" as HTMLText
    }.joined
    let data = HTMLText(markup: try EmbeddedJSON.script(report))
    let page: HTMLText = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
      <title>\(report.title)</title>
      <style>
      \(PageParts.style)</style>
      </head>
      <body>
      <header><h1>\(report.title)</h1>
      <p class="subtitle">\(report.subtitle)</p></header>
      <nav aria-label="Sections">\(entries)</nav>
      <main>
      <noscript><p class="note warning">The plots are drawn by a script inside this file, and \
      scripts are switched off. All text and tables are complete without it.</p></noscript>
      \(sections)
      </main>
      <footer>\(report.footer)</footer>
      <div id="tooltip" role="status" aria-live="polite" hidden></div>
      <script type="application/json" id="report">\(data)</script>
      <script>
      \(PageParts.script)</script>
      </body>
      </html>

      """
    return page.markup
  }
}

/// The style sheet and the script, which are files of their own beside this one.
enum PageParts {
  static var style: HTMLText { text(PackageResources.page_css) }

  static var script: HTMLText {
    let files = [
      PackageResources.elements_js, PackageResources.scales_js, PackageResources.frame_js,
      PackageResources.bars_js, PackageResources.curves_js, PackageResources.heatmap_js,
      PackageResources.page_js,
    ]
    return HTMLText(
      markup: "\"use strict\";\n(() => {\n"
        + files.map { text($0).markup }.joined(separator: "\n") + "})();\n")
  }

  private static func text(_ bytes: [UInt8]) -> HTMLText {
    HTMLText(markup: String(decoding: bytes, as: UTF8.self))
  }
}
