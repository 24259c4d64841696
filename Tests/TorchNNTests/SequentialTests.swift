import Testing
import Torch

@testable import TorchNN

extension TorchNNTests {
  /// Every method of the result builder.
  @Suite struct SequentialTests {
    private let random = RandomSource(seed: 1)

    private func kinds(_ network: Sequential) -> [String] {
      network.layers.map { String(describing: type(of: $0)) }
    }

    @Test func statementsStayInOrder() {
      #expect(
        kinds(
          Sequential {
            ReLU()
            Tanh()
            SiLU()
          }) == ["ReLU", "Tanh", "SiLU"])
      #expect(kinds(Sequential {}) == [])
    }

    @Test(arguments: [false, true]) func branches(_ flag: Bool) {
      let network = Sequential {
        if flag { Tanh() }
        if flag { ReLU() } else { GELU() }
        SiLU()
      }
      #expect(kinds(network) == (flag ? ["Tanh", "ReLU", "SiLU"] : ["GELU", "SiLU"]))
    }

    @Test func loopsAndLists() {
      let list: [any UnaryLayer] = [Tanh(), Sigmoid()]
      let network = Sequential {
        for width in 1...2 { Linear(width, width + 1, using: random) }
        list
        if #available(macOS 15, *) { Identity() }
      }
      #expect(kinds(network) == ["Linear", "Linear", "Tanh", "Sigmoid", "Identity"])
      #expect(
        Array(network.parameters().names) == [
          "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias",
        ])
    }

    @Test func aLinearLayerTakesTheRectifierBeforeIt() {
      // Whole numbers, whose products are exact on whichever road others have set meanwhile.
      func whole(_ shape: [Int]) -> Tensor {
        (Tensor.randomNormal(shape, using: random) * 2).floor()
      }
      let (first, second) = (Linear(64, 96, using: random), Linear(96, 80, using: random))
      (first.weight, first.bias) = (whole([96, 64]), whole([96]))
      (second.weight, second.bias) = (whole([80, 96]), whole([80]))
      let x = whole([300, 64])
      let networks = [
        Sequential {
          ReLU()
          first
          ReLU()
          ReLU()
          second
          ReLU()
        },
        Sequential {
          ReLU()
          ReLU()
          first
          Identity()
          ReLU()
          Identity()
          second
        },
      ]
      let composed = second(first(x.relu()).relu())
      #expect(networks[0](x).isIdentical(to: composed.relu()))
      #expect(networks[1](x).isIdentical(to: composed))
    }

    @Test func outputsFlowFromLayerToLayer() {
      let first = Linear(2, 3, using: random)
      let x = Tensor([1, 2, 3, 4] as [Float], [2, 2])
      let network = Sequential {
        first
        ReLU()
      }
      #expect(network(x).isIdentical(to: first(x).relu()))
    }
  }
}
