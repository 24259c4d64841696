import Testing

@testable import Tabular

@Suite("The command that a report shows")
struct CommandTextTests {
  @Test("What was chosen for the user is spelled out, and what changes no byte is left out")
  func repeatable() {
    let command = CommandText([
      ".build/release/lyrebird", "synth", "my table.csv", "--budget=5m", "--where", "a = 'x'",
      "--checkpoint", "c", "--resume", "--overwrite", "--threads", "3",
    ])
    #expect(
      command.repeatable(steps: 120, seed: 7, threads: 3)
        == #"lyrebird synth 'my table.csv' --where 'a = '\''x'\''' --threads 3 --steps 120 --seed 7"#
    )
  }

  @Test("A command that says everything stays as it is")
  func complete() {
    let text = "lyrebird balance a.csv --target=income --seed=1 --threads 2"
    let command = CommandText(text.split(separator: " ").map(String.init))
    #expect(command.repeatable(steps: nil, seed: 1, threads: 2) == text)
  }
}

@Suite("The number of threads where nobody says")
struct ThreadChoiceTests {
  @Test("Others at work leave fewer processors, at least one")
  func choice() {
    #expect(ThreadChoice.choose(processors: 8, load: 0.2) == 8)
    #expect(ThreadChoice.choose(processors: 8, load: 3.1) == 5)
    #expect(ThreadChoice.choose(processors: 2, load: 40) == 1)
    #expect((1...1024).contains(ThreadChoice.automatic))
  }
}
