import Foundation
import Testing

@Suite("Killing, resuming and Ctrl-C", .serialized)
struct InterruptionTests {
  private let program: Program

  init() throws { program = try Program(files: ["in.csv": Sample.table(rows: 300)]) }

  /// Waits until something holds, for half a minute at the most.
  private func wait(until holds: () -> Bool) -> Bool {
    for _ in 0..<3000 {
      if holds() { return true }
      usleep(10_000)
    }
    return false
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: program.file(name).path)
  }

  @Test("A run that was killed and resumed gives the bytes of one that was not")
  func kill() throws {
    let common = ["synth", "in.csv", "--steps", "600", "--rows", "200", "--no-report"]
    let whole = try program.run(common + ["--output", "w.csv", "--model", "w.safetensors"])
    #expect(whole.status == 0, "\(whole.errors)")
    let command =
      common + [
        "--output", "k.csv", "--model", "k.safetensors", "--checkpoint", "k.check",
        "--checkpoint-seconds", "0",
      ]
    let running = try program.start(command)
    #expect(wait { exists("k.check") })
    Foundation.kill(running.process.processIdentifier, SIGKILL)
    #expect(try running.wait().wasSignalled)
    #expect(!exists("k.csv"))
    let refused = try program.run(command)
    #expect(refused.status == 73)
    #expect(refused.errors.contains("--resume"))
    let resumed = try program.run(command + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try program.data("k.csv") == program.data("w.csv"))
    #expect(try program.data("k.safetensors") == program.data("w.safetensors"))
  }

  @Test("Ctrl-C ends the training; the best model so far is kept, and can be trained on")
  func interrupt() throws {
    let command = [
      "fit", "in.csv", "--steps", "800", "--checkpoint", "c", "--checkpoint-seconds", "0",
    ]
    let running = try program.start(command)
    #expect(wait { exists("c") })
    Foundation.kill(running.process.processIdentifier, SIGINT)
    let ending = try running.wait()
    #expect(ending.status == 130)
    #expect(!ending.wasSignalled)
    #expect(ending.errors.contains("best model so far"))
    #expect(try program.run("sample", "in.safetensors", "--rows", "5").status == 0)
    // What was interrupted anywhere ends as what was not.
    #expect(try program.run(command + ["--resume", "--model", "r.safetensors"]).status == 0)
    #expect(
      try program.run("fit", "in.csv", "--steps", "800", "--model", "w.safetensors").status == 0)
    #expect(try program.data("r.safetensors") == program.data("w.safetensors"))
  }

  @Test("Ctrl-C twice stops at once and leaves no half file")
  func interruptTwice() throws {
    let running = try program.start([
      "synth", "in.csv", "--steps", "3000", "--rows", "100000000", "--no-report",
      "--checkpoint", "c", "--checkpoint-seconds", "0", "--preset", "fast",
    ])
    #expect(wait { exists("c") })
    Foundation.kill(running.process.processIdentifier, SIGINT)
    #expect(wait { (try? program.names().contains { $0.hasPrefix(".in-synthetic") }) == true })
    Foundation.kill(running.process.processIdentifier, SIGINT)
    let ending = try running.wait()
    #expect(ending.status == 130)
    #expect(ending.errors.contains("once more to stop at once"))
    #expect(try program.names().subtracting(["c"]) == ["in.csv"])
  }

  @Test("Ctrl-C while drawing stops at once and leaves no half file")
  func interruptedDrawing() throws {
    #expect(try program.run("fit", "in.csv", "--steps", "10").status == 0)
    let before = try program.names()
    let running = try program.start(["sample", "in.safetensors", "--rows", "100000000"])
    // Until the unfinished file is there.
    #expect(wait { (try? program.names()) != before })
    Foundation.kill(running.process.processIdentifier, SIGTERM)
    let ending = try running.wait()
    #expect(ending.status == 130)
    #expect(try program.names() == before)
  }
}
