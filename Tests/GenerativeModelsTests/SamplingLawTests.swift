import Foundation
import Testing
import Torch
import TorchNN

@testable import GenerativeModels

extension GenerativeModelsTests {
  @Suite("Laws of drawing, for every family")
  struct SamplingLawTests {
    @Test("The same seed gives the same rows, another seed others", arguments: ModelFamily.allCases)
    func seeds(family: ModelFamily) throws {
      let model = try family.learntModel(steps: 20)
      let first = model.makeSampler(seed: 3).sample(700, given: nil)
      #expect(first == model.makeSampler(seed: 3).sample(700, given: nil))
      #expect(first != model.makeSampler(seed: 4).sample(700, given: nil))
      #expect(ToyRows.areSound(first))
    }

    @Test("Rows do not depend on the number of threads", arguments: ModelFamily.allCases)
    func threads(family: ModelFamily) throws {
      let model = try family.learntModel(steps: 20)
      let before = Runtime.threadCount
      defer { Runtime.threadCount = before }
      Runtime.threadCount = 1
      let one = model.makeSampler(seed: 3).sample(1500, given: nil)
      Runtime.threadCount = 2
      #expect(one == model.makeSampler(seed: 3).sample(1500, given: nil))
    }

    @Test("Pieces differ from each other", arguments: ModelFamily.allCases)
    func pieces(family: ModelFamily) throws {
      let sampler = try family.learntModel(steps: 5).makeSampler(seed: 3)
      #expect(sampler.sample(200, given: nil) != sampler.sample(200, given: nil))
      #expect(sampler.sample(0, given: nil).isEmpty)
    }

    @Test("What is given is kept, and the rest is drawn", arguments: ModelFamily.allCases)
    func given(family: ModelFamily) throws {
      let model = try family.learntModel(steps: 20)
      let values = ToyRows.values(300, seed: 9)
      var random = SeededGenerator(seed: 1)
      let seen = values.map { _ in Bool.random(using: &random) }
      let condition = PartialRows(
        values: zip(values, seen).map { $1 ? $0 : .nan }, seen: seen)
      let drawn = model.makeSampler(seed: 3).sample(300, given: condition)
      #expect(ToyRows.areSound(drawn))
      for index in values.indices where seen[index] { #expect(drawn[index] == values[index]) }
      #expect(drawn == model.makeSampler(seed: 3).sample(300, given: condition))
    }

    @Test("A saved state draws the same rows", arguments: ModelFamily.allCases)
    func saving(family: ModelFamily) throws {
      let model = try family.learntModel(steps: 20)
      let file = FileManager.default.temporaryDirectory
        .appending(path: "\(UUID().uuidString).safetensors")
      defer { try? FileManager.default.removeItem(at: file) }
      try Safetensors.save(model.state().map { ($0.name, $0.tensor.detach()) }, to: file)
      let other = family.makeModel(seed: 99)
      try other.restore(ModuleParameters(try Safetensors.load(from: file).tensors))
      #expect(
        other.makeSampler(seed: 3).sample(200, given: nil)
          == model.makeSampler(seed: 3).sample(200, given: nil))
    }

    @Test("The shares of atoms are learnt", arguments: ModelFamily.allCases)
    func shares(family: ModelFamily) throws {
      let model = try family.learntModel(steps: 200)
      let count = 4000
      let drawn = model.makeSampler(seed: 3).sample(count, given: nil)
      let real = ToyRows.values(count, seed: 10)
      for (variable, atom) in [(0, 0), (0, 2), (1, 0), (1, 1), (2, 0), (2, 3)] {
        func share(_ values: [Float]) -> Double {
          let hits = stride(from: variable, to: values.count, by: 3)
            .count { values[$0] == Float(atom) }
          return Double(hits) / Double(count)
        }
        #expect(abs(share(drawn) - share(real)) < 0.05, "variable \(variable), atom \(atom)")
      }
    }

    @Test("A configuration survives JSON and names its family", arguments: ModelFamily.allCases)
    func configuration(family: ModelFamily) throws {
      let configuration = family.small
      let data = try JSONEncoder().encode(configuration)
      #expect(try JSONDecoder().decode(FamilyConfiguration.self, from: data) == configuration)
      #expect(configuration.family == family)
      #expect(configuration.value.isSound)
      let model = family.makeModel()
      let size = model.state().elementCount
      let said = configuration.value.stateSize(for: model.variables)
      #expect(said <= size + 10 && size <= said + said / 10 + 10, "\(size), said \(said)")
    }
  }
}

extension Sequence {
  fileprivate func count(where holds: (Element) -> Bool) -> Int {
    reduce(0) { $0 + (holds($1) ? 1 : 0) }
  }
}
