internal import Torch
internal import TorchNN

extension Trainer {
  /// Measures the held-out loss with the averaged parameters, and keeps them when it is the best.
  ///
  /// The objective's randomness is the same each time, so that losses can be compared. Without
  /// held-out rows the last parameters are the best.
  func validate(trainingLoss: Double) -> Double {
    // Nothing else runs beside: operators may use all threads.
    let threadsBefore = Runtime.threadCount
    Runtime.threadCount = threads
    defer { Runtime.threadCount = threadsBefore }
    return average.withAverages {
      let loss = heldOut.size(0) > 0 ? heldOutLoss() : trainingLoss
      if heldOut.size(0) == 0 || best.map({ loss < $0.loss }) ?? true {
        best = (loss, step, model.parameters().mapValues { $0.detach().clone() })
      }
      return loss
    }
  }

  /// The mean objective over the held-out rows.
  private func heldOutLoss() -> Double {
    model.eval()
    defer { model.train() }
    let device = model.parameters().tensors.first?.device ?? .cpu
    let random = RandomSource(seed: 0xFA11)
    var sum = 0.0
    let chunk = 2048
    let count = heldOut.size(0)
    withoutGradient {
      for start in stride(from: 0, to: count, by: chunk) {
        let length = min(chunk, count - start)
        // Few rows are looked at several times, with other masks or noise, for a steadier figure.
        for _ in 0..<repetitions {
          let rows = heldOut.narrow(axis: 0, start: start, length: length).to(device: device)
          sum += model.objective(rows, using: random).item(Double.self) * Double(length)
        }
      }
    }
    return sum / Double(count * repetitions)
  }

  private var repetitions: Int { max(1, min(8, 4096 / max(1, heldOut.size(0)))) }

  /// Gives the model the parameters that were best on the held-out rows.
  func useBest() {
    if let best {
      try? model.update(parameters: best.parameters)
    } else {
      average.apply()
    }
    model.eval()
  }
}
