internal import CPortfolio
internal import Dispatch

/// The parts of a range of portfolios that threads draw at the same time: whole panels each.
struct PanelRanges {
  let parts: [Range<Int>]

  init(_ range: Range<Int>, threadCount: Int) {
    let width = Int(CPORTFOLIO_PANEL)
    let panels = (range.count + width - 1) / width
    let count = max(1, min(threadCount, panels))
    parts = (0..<count).map { part in
      let start = range.lowerBound + panels * part / count * width
      let end = range.lowerBound + panels * (part + 1) / count * width
      return start..<min(end, range.upperBound)
    }
  }

  /// Calls `body` once for each part, on as many threads as there are parts.
  func forEachConcurrently(_ body: @Sendable (_ part: Int, _ range: Range<Int>) -> Void) {
    if parts.count == 1 { return body(0, parts[0]) }
    DispatchQueue.concurrentPerform(iterations: parts.count) { body($0, parts[$0]) }
  }
}
