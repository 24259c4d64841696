import Foundation
import Synchronization
import Torch

/// What happens when the user asks the program to stop (SIGINT, SIGTERM).
///
/// Asked once during a training, the training ends with the best model so far and the work goes on
/// from there. Asked a second time, or during anything else, the program ends at once and takes
/// unfinished files with it.
public final class Interruption: Sendable {
  /// The status of a program that was interrupted: 128 and the number of SIGINT.
  public static let status: Int32 = 130

  private struct State {
    var isTraining = false
    var wasRequested = false
  }

  private let state = Mutex(State())

  /// Makes an interruption that nobody has asked for.
  public init() {}

  /// Takes the place of what signals do otherwise.
  ///
  /// - Parameter say: Told a sentence for the user when a signal comes.
  public func listen(_ say: @escaping @Sendable (String) -> Void) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        if request() {
          say("interrupted: going on with the best model so far; once more to stop at once")
        } else {
          say("interrupted")
          UnfinishedFiles.removeAll()
          // Without the exit handlers, which would pull the ground from under running threads.
          _exit(Self.status)
        }
      }
      source.resume()
      // It lives as long as the program.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }

  /// Notes that somebody asked; returns whether a training will end by itself.
  func request() -> Bool {
    state.withLock { state in
      defer { state.wasRequested = true }
      return state.isTraining && !state.wasRequested
    }
  }

  /// Whether the user has asked to stop.
  public var wasRequested: Bool { state.withLock(\.wasRequested) }

  /// Runs a training, which has to ask `wasRequested` now and then, and to say when steps were taken:
  /// before that there is nothing to keep.
  func during<Result>(training: (_ began: () -> Void) throws -> Result) rethrows -> Result {
    defer { state.withLock { $0.isTraining = false } }
    return try training { state.withLock { $0.isTraining = true } }
  }
}
