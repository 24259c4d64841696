internal import GenerativeModels
internal import Torch

/// Innovations of a conditional normalizing flow: their joint distribution may depend on the past.
struct FlowInnovations: InnovationLaw {
  let flow: NormalizingFlow
  let name = "conditional-flow"
  let isConditional = true

  /// Trains a flow; the newest periods say when to stop.
  init(
    fitting innovations: Matrix, contexts: Matrix, settings: ScenarioSettings, seed: UInt64,
    progress: (ScenarioProgress) -> Bool
  ) throws {
    let n = innovations.columnCount
    flow = NormalizingFlow(
      FlowConfiguration(
        features: n, sharedContext: ConditioningContext.sharedCount,
        featureContext: ConditioningContext.perAssetCount,
        transformers: [.rationalQuadraticSpline(bins: 8, bound: 6)], step: .autoregressive,
        mixing: .lowerUpper, base: .multivariateStudentT,
        conditioner: ConditionerShape(width: 64, blocks: 1, dropout: 0.1)),
      using: RandomSource(seed: seed))
    let rows = 0..<innovations.rowCount
    let batch = Tensor.concatenate([innovations.tensor(rows), contexts.tensor(rows)], axis: 1)
    flow.standardize(on: batch)
    try flow.fit(chronological: batch, settings: settings, seed: seed, progress: progress)
  }

  func draw(contexts: Matrix, seed: UInt64) -> Matrix {
    let random = RandomSource(seed: seed)
    let features = flow.configuration.features
    var elements: [Double] = []
    elements.reserveCapacity(contexts.rowCount * features)
    // Pieces that stay in the processor's cache.
    for start in stride(from: 0, to: contexts.rowCount, by: 4096) {
      let rows = start..<min(start + 4096, contexts.rowCount)
      let part = contexts.tensor(rows)
      elements += flow.sample(rows.count, given: part, using: random).asArray(Float.self)
        .map(Double.init)
    }
    return Matrix(rows: contexts.rowCount, columns: features, elements: elements)
  }

  func logDensity(of innovations: Matrix, contexts: Matrix) -> [Double]? {
    let rows = 0..<innovations.rowCount
    let batch = Tensor.concatenate([innovations.tensor(rows), contexts.tensor(rows)], axis: 1)
    return flow.logDensity(of: batch, using: RandomSource(seed: 0)).values.asArray(Float.self)
      .map(Double.init)
  }
}

extension Matrix {
  /// Some rows as a float32 tensor.
  func tensor(_ rows: Range<Int>) -> Tensor {
    Tensor(
      elements[rows.lowerBound * columnCount..<rows.upperBound * columnCount].map { Float($0) },
      [rows.count, columnCount])
  }
}
