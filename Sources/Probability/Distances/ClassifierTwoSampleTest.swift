public import Torch

/// The classifier two-sample test (Lopez-Paz and Oquab 2017): how well a classifier tells two samples
/// apart on rows that it has not seen.
///
/// The value is the mean over folds of the held-out ROC AUC: 0.5 where it cannot, 1 where it always
/// can. Features are standardised by the training folds. Logistic regression sees differences of
/// means alone, neighbours see any but need many rows; neither is a gradient-boosted classifier.
public struct ClassifierTwoSampleTest: Sendable {
  /// A classifier.
  public enum Classifier: Sendable {
    /// Logistic regression with the penalty ½‖w‖²/C, C = `inverseStrength`, by Newton's method.
    case logisticRegression(inverseStrength: Double = 1)
    /// The share of the second sample among the nearest `count` training rows.
    case nearestNeighbors(count: Int)
  }

  /// The classifier.
  public var classifier: Classifier
  /// How many folds, at least two.
  public var foldCount: Int

  /// Makes the test.
  public init(classifier: Classifier = .logisticRegression(), foldCount: Int = 5) {
    precondition(foldCount >= 2, "held-out rows need two folds, not \(foldCount)")
    self.classifier = classifier
    self.foldCount = foldCount
  }

  /// The mean held-out AUC of samples `[count, …]`, with rows dealt to folds by `random`.
  ///
  /// - Precondition: each sample has a row for each fold.
  public func callAsFunction(_ x: Tensor, _ y: Tensor, using random: RandomSource) -> Double {
    func shuffled(_ sample: Tensor) -> Tensor {
      let order = Tensor.randomPermutation(sample.size(0), using: random)
      return sample.indexSelect(order.to(device: sample.device))
    }
    return dealtInTurn(shuffled(x), shuffled(y))
  }

  /// The mean held-out AUC where row i of each sample is in fold i mod `foldCount`.
  func dealtInTurn(_ x: Tensor, _ y: Tensor) -> Double {
    withoutGradient {
      let (x, y) = matrices(x, y)
      precondition(
        min(x.size(0), y.size(0)) >= foldCount, "\(foldCount) folds of fewer rows than folds")
      let rows = Tensor.concatenate([x, y])
      let fold = Tensor.concatenate([
        Tensor.arange(x.size(0), device: x.device).remainder(by: foldCount),
        Tensor.arange(y.size(0), device: x.device).remainder(by: foldCount),
      ])
      let label = Tensor.concatenate([
        Tensor.zeros([x.size(0)], dtype: .float64, device: x.device),
        Tensor.ones([y.size(0)], dtype: .float64, device: x.device),
      ])
      let areas = (0..<foldCount).map { index in
        let isHeld = fold.equal(index).nonzero().flatten()
        let isTrained = fold.notEqual(index).nonzero().flatten()
        return heldOutArea(
          rows.indexSelect(isTrained), label.indexSelect(isTrained),
          rows.indexSelect(isHeld), label.indexSelect(isHeld))
      }
      return areas.reduce(0, +) / Double(foldCount)
    }
  }

  private func heldOutArea(
    _ training: Tensor, _ trainingLabel: Tensor, _ held: Tensor, _ heldLabel: Tensor
  ) -> Double {
    let mean = training.mean(axis: 0)
    let deviation = training.standardDeviation(axes: [0], correction: 0)
    let scale = deviation.maskedFill(deviation.equal(0), 1.0)
    let features = (training - mean) / scale
    let unseen = (held - mean) / scale
    let scores =
      switch classifier {
      case .logisticRegression(let inverseStrength):
        LogisticRegression(features, trainingLabel, inverseStrength: inverseStrength)
          .scores(unseen)
      case .nearestNeighbors(let count):
        neighborShares(unseen, features, trainingLabel, count)
      }
    return rocAUC(
      scores: scores.asArray(Double.self), isPositive: heldLabel.asArray(Double.self).map { $0 > 0 }
    )
  }
}

/// The mean label of each row's nearest `count` training rows.
private func neighborShares(
  _ rows: Tensor, _ training: Tensor, _ label: Tensor, _ count: Int
) -> Tensor {
  precondition(
    count > 0 && count <= training.size(0), "\(count) neighbours among \(training.size(0)) rows")
  var shares: [Tensor] = []
  forEachBlock(rows, against: training) { block, _ in
    let nearest = euclideanDistances(block, training).topK(count, axis: 1, largest: false)
    let labels = label.indexSelect(nearest.indices.flatten())
    shares.append(labels.reshape([block.size(0), count]).mean(axis: 1))
  }
  return .concatenate(shares)
}
