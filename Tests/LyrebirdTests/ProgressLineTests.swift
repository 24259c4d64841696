import Tabular
import Testing

@testable import GenerativeModels
@testable import lyrebird

@Suite("The line of progress")
struct ProgressLineTests {
  @Test("A training tells its step, its losses and the time that is left")
  func training() {
    var line = ProgressLine()
    line.take(.phase("preparing"))
    line.take(
      .training(.step(TrainingProgress(step: 250, steps: 1000, seconds: 50, loss: 2.5))))
    #expect(line.text(at: .now) == "learning: step 250 of 1000, loss 2.500, 2:30 min left")
  }

  @Test("Other work tells what it does, how much of it is done and for how long it has been at it")
  func phase() {
    var line = ProgressLine()
    line.take(.phase("reading a.csv"))
    #expect(line.text(at: .now) == "reading a.csv")
    line.take(.fraction(0.4))
    #expect(line.text(at: .now + .seconds(90)) == "reading a.csv, 40 %, 1:30 min")
  }
}
