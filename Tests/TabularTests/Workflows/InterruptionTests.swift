import Testing

@testable import Tabular

@Suite("Being asked to stop")
struct InterruptionTests {
  @Test("Only a training that has begun ends by itself, and only once")
  func requests() {
    let interruption = Interruption()
    interruption.during { began in
      began()
      #expect(interruption.request())
      #expect(interruption.wasRequested)
      #expect(!interruption.request())
    }
    #expect(!interruption.request())
    let early = Interruption()
    early.during { _ in #expect(!early.request()) }
    let late = Interruption()
    late.during { $0() }
    #expect(!late.wasRequested)
    #expect(!late.request())
  }
}
