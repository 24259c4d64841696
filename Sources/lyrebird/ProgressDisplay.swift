import Foundation
import Synchronization
import Tabular

/// Progress on standard error: one line that is drawn anew on a terminal, else a plain line now and
/// then. What takes less than two seconds shows nothing.
final class ProgressDisplay: Sendable {
  private struct State {
    var line = ProgressLine()
    var isShown = false
    var lastLine: ContinuousClock.Instant
    var isEnded = false
  }

  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    state = Mutex(State(lastLine: .now))
    guard !isQuiet else { return }
    // A thread of its own: the clock goes on while a long step says nothing.
    let thread = Thread { [self] in
      while !state.withLock(\.isEnded) {
        usleep(250_000)
        tick()
      }
    }
    thread.start()
  }

  /// Takes notice of an event.
  func observe(_ event: WorkEvent) {
    if case .note(let text) = event {
      if !isQuiet { note(text) }
      return
    }
    state.withLock { $0.line.take(event) }
  }

  /// Prints a remark on a line of its own.
  func note(_ text: String) {
    state.withLock { state in
      erase(&state)
      Console.note(text)
    }
  }

  /// Ends the display before the result is printed.
  func end() {
    state.withLock { state in
      state.isEnded = true
      erase(&state)
    }
  }

  private func tick() {
    state.withLock { state in
      let now = ContinuousClock.now
      guard !state.isEnded, now - start >= .seconds(2) else { return }
      if isTerminal {
        Console.write("\r\u{1B}[K" + state.line.text(at: now))
        state.isShown = true
      } else if now - state.lastLine >= .seconds(10) {
        Console.write(state.line.text(at: now) + "\n")
        state.lastLine = now
      }
    }
  }

  private func erase(_ state: inout State) {
    if state.isShown { Console.write("\r\u{1B}[K") }
    state.isShown = false
  }
}
