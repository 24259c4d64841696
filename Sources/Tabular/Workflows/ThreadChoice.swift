import Foundation

/// How many threads to use where nobody says.
public enum ThreadChoice {
  /// As many as there are processors, fewer where others are at work.
  ///
  /// More threads than free processors would wait for one another at every operator, which is ten
  /// times slower than fewer threads. The number decides the order of sums and so the last bits of
  /// a model; where bytes must agree, it is to be given.
  public static var automatic: Int {
    let environment = ProcessInfo.processInfo.environment
    if let wanted = environment["OMP_NUM_THREADS"].flatMap({ Int($0) }), wanted > 0 {
      return wanted
    }
    return choose(processors: ProcessInfo.processInfo.activeProcessorCount, load: load)
  }

  /// The processors that `load` leaves free, at least one.
  static func choose(processors: Int, load: Double) -> Int {
    max(1, processors - Int(max(0, load).rounded()))
  }

  /// How many processors others keep busy: the mean of the last minute or what can be seen now,
  /// whichever is less, since a build that has just ended is no hindrance.
  private static var load: Double {
    var averages = [Double](repeating: 0, count: 3)
    guard getloadavg(&averages, 3) > 0 else { return 0 }
    return min(averages[0], busyNow ?? averages[0])
  }

  /// The median number of other threads that run or want to, over a twentieth of a second.
  private static var busyNow: Double? {
    var counts: [Double] = []
    for _ in 0..<10 {
      guard let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8),
        let field = text.split(separator: " ").dropFirst(3).first,
        let running = field.split(separator: "/").first.flatMap({ Double($0) })
      else { return nil }
      counts.append(max(0, running - 1))
      usleep(5000)
    }
    return counts.sorted()[counts.count / 2]
  }
}
