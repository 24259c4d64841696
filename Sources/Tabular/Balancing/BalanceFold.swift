internal import Torch

/// One fold of a comparison: training rows, which may be added to, and untouched test rows.
struct BalanceFold: Sendable {
  /// Trains on the rows as they are, or with what a method makes of them.
  struct Treatment: Sendable {
    var method: BalanceMethod
    /// Rows of the sought class that are added.
    var added: FeatureMatrix?
    /// What a row of the sought class counts.
    var positiveWeight = 1.0
  }

  let options: BalanceOptions
  let table: Table
  let isPositive: [Bool]
  let training: [Int]
  let test: [Int]
  let encoder: FeatureEncoder
  let features: FeatureMatrix
  let generator: SeededGenerator

  init(
    _ options: BalanceOptions, _ table: Table, _ isPositive: [Bool], training: [Int],
    test: [Int], generator: SeededGenerator
  ) {
    self.options = options
    self.table = table
    self.isPositive = isPositive
    self.training = training
    self.test = test
    self.generator = generator
    encoder = FeatureEncoder(fittedTo: table.rows(training), excluding: [options.target])
    features = encoder.encode(table)
  }

  /// How many rows of the sought class `rows` lack.
  func wanting(in rows: [Int]) -> Int {
    let positives = rows.count { isPositive[$0] }
    let wanted = (options.ratio * Double(rows.count - positives)).rounded()
    return max(0, Int(wanted) - positives)
  }

  /// What a method makes of `rows`; rows that a synthesizer has drawn are given.
  func treatment(
    _ method: BalanceMethod, of rows: [Int], drawn: FeatureMatrix?, stream: UInt64
  ) -> Treatment {
    var treatment = Treatment(method: method)
    var generator = generator.split(stream: stream)
    let sought = rows.filter { isPositive[$0] }
    switch method {
    case .nothing: break
    case .classWeights:
      treatment.positiveWeight = ClassWeights.positiveWeight(of: rows.map { isPositive[$0] })
    case .randomOversampling:
      treatment.added = features.rows(
        RandomOversampling.draw(from: sought, count: wanting(in: rows), using: &generator))
    case .smotenc:
      let smotenc = SMOTENC(
        minority: table.rows(sought), neighbourCount: options.neighbours, threads: 1)
      treatment.added = encoder.encode(smotenc.sample(wanting(in: rows), using: &generator))
    case .lyrebird:
      treatment.added = drawn
    }
    return treatment
  }

  /// The scores of the test rows, and the threshold that is best on the training rows.
  struct Judgement: Sendable {
    var scores: [Float]
    var threshold: Float
  }

  /// Learns from the training rows after a treatment and judges the test rows.
  ///
  /// The threshold comes from two halves of the training rows, each judged by a classifier that
  /// learned from the other half, treated by itself; only rows that a synthesizer drew come from
  /// both halves.
  ///
  /// - Throws: `BoostingError`.
  func judgement(_ method: BalanceMethod, drawn: FeatureMatrix?) throws -> Judgement {
    let whole = treatment(method, of: training, drawn: drawn, stream: 0)
    let scores = try predictions(trainedOn: training, whole, for: test)
    var own = generator.split(stream: 1)
    let halves = StratifiedFolds.assign(
      training.map { isPositive[$0] ? 1 : 0 }, folds: 2, using: &own)
    var inner: [Float] = []
    var truth: [Bool] = []
    for half in 0..<2 {
      let inside = training.indices.filter { halves[$0] != half }.map { training[$0] }
      let outside = training.indices.filter { halves[$0] == half }.map { training[$0] }
      let part = treatment(method, of: inside, drawn: drawn, stream: 2 + UInt64(half))
      inner += try predictions(trainedOn: inside, part, for: outside)
      truth += outside.map { isPositive[$0] }
    }
    return Judgement(
      scores: scores,
      threshold: ClassificationMetrics.bestThreshold(scores: inner, isPositive: truth))
  }

  private func predictions(
    trainedOn rows: [Int], _ treatment: Treatment, for others: [Int]
  ) throws -> [Float] {
    var examples = features.rows(rows)
    var labels = rows.map { isPositive[$0] ? Float(1) : 0 }
    if let added = treatment.added {
      examples = examples.appending(added)
      labels += [Float](repeating: 1, count: added.rowCount)
    }
    let trees = try GradientBoostedTrees(
      features: examples, labels: labels,
      parameters: BoostingParameters(
        rounds: 100, maximumDepth: 4, learningRate: 0.1,
        positiveWeight: treatment.positiveWeight, seed: options.seed))
    return try trees.predict(features.rows(others))
  }
}
