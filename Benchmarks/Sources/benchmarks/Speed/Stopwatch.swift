/// Measures how long a piece of work takes.
enum Stopwatch {
  /// Seconds a call: the fastest of all blocks of `block` calls within about `seconds`.
  ///
  /// The fastest block says what the work costs; a mean would say how busy the machine was. The
  /// peers' side measures in the same way.
  static func fastest(seconds: Double, block: Int, _ step: () -> Void) -> Double {
    for _ in 0..<max(3, block / 4) { step() }
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    var best = Duration.seconds(3600)
    while clock.now < end {
      let time = clock.measure {
        for _ in 0..<block { step() }
      }
      best = min(best, time)
    }
    return best / .seconds(block)
  }
}
