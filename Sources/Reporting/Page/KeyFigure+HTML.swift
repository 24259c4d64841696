extension KeyFigure {
  /// The card's markup.
  var html: HTMLText {
    let verdictMark: HTMLText =
      verdict.map { verdict in
        "<span class=\"verdict \(verdict.rawValue)\">\(verdict.rawValue)</span>" as HTMLText
      } ?? ""
    let rows = references.map { reference in
      "<li>\(reference.label): <b>\(format.text(reference.value))</b></li>" as HTMLText
    }.joined
    let list: HTMLText = references.isEmpty ? "" : "<ul>\(rows)</ul>"
    return """
      <div class="card">
      <div class="label">\(label)\(verdictMark)</div>
      <div class="value">\(format.text(value))</div>
      \(gauge)
      \(list)
      <p>\(sentence)</p>
      </div>
      """
  }

  /// A line with a dot for the value and a stroke for each reference; it repeats what stands in
  /// words beside it, hence hidden from screen readers.
  private var gauge: HTMLText {
    guard let scale, scale.upper != scale.lower, value.isFinite else { return "" }
    func place(_ value: Double) -> String {
      let share = (value - scale.lower) / (scale.upper - scale.lower)
      return NumberFormat.number(decimals: 1).text(100 * max(0, min(1, share)))
    }
    let strokes = references.filter { $0.value.isFinite }.map { reference in
      "<i class=\"stroke\" style=\"left:\(place(reference.value))%\"></i>" as HTMLText
    }.joined
    return """
      <div class="gauge" aria-hidden="true">\(strokes)\
      <i class="dot" style="left:\(place(value))%"></i>
      <span>\(format.text(scale.lower))</span><span>\(format.text(scale.upper))</span></div>
      """
  }
}
