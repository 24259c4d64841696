public import Foundation
public import GenerativeModels
internal import OrderedCollections
internal import Torch
internal import TorchNN

/// A learnt table: codec, dependencies and model, in one file without training rows and without code.
public final class TableModel {
  /// What the file says about itself.
  public struct Card: Codable, Sendable {
    /// The model family.
    public var family: String
    /// Rows that it was trained on.
    public var trainingRows: Int
    /// The columns, in the order of the file.
    public var columns: [ColumnDescription]
    /// The shape of the model.
    public var configuration: AnyOrderConfiguration
    /// How it was trained.
    public var plan: TrainingPlan
    /// The training curve.
    public var history: [TrainingRecord]
    /// What it was made with.
    public var software: String
    /// What holds in every row, and so in every drawn row.
    public var constraints: TableConstraints
    /// How drawn rows are laid out in a file.
    public var dialect: CSVDialect?
    var codec: TableCodec
  }

  /// The card.
  public private(set) var card: Card
  let model: AnyOrderModel

  init(card: Card, model: AnyOrderModel) {
    self.card = card
    self.model = model
  }

  /// The name of the card in the file's metadata.
  private static let cardKey = "lyrebird.model"

  /// Writes the model to one safetensors file with its card as metadata.
  ///
  /// How long the training took stays out of the file, so that the same seed gives the same bytes.
  ///
  /// - Throws: `TorchError` when the file exists and is not to be replaced, or cannot be written.
  public func save(to file: URL, overwrite: Bool = false) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = Self.floats
    var card = card
    card.history = card.history.map(\.withoutTime)
    let text = String(decoding: try encoder.encode(card), as: UTF8.self)
    try Safetensors.save(
      model.state().map { ($0.name, $0.tensor.detach()) }, metadata: [Self.cardKey: text],
      to: file, overwrite: overwrite)
  }

  /// Reads a model. Loading never runs code.
  ///
  /// - Throws: `TorchError` when the file is none or does not fit its own card.
  public init(contentsOf file: URL) throws {
    let (tensors, metadata) = try Safetensors.load(from: file)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let text = metadata[Self.cardKey] else {
      throw TorchError("\(file.path): not a model of a table; lyrebird fit writes one")
    }
    do {
      card = try decoder.decode(Card.self, from: Data(text.utf8))
    } catch {
      throw TorchError("\(file.path): the card in the file is damaged; fit the model again")
    }
    try Self.check(card, file: file)
    model = AnyOrderModel(
      variables: card.codec.variables, configuration: card.configuration,
      using: RandomSource(seed: 0))
    do {
      try model.restore(ModuleParameters(.init(tensors.map { ($0, $1) }) { $1 }))
    } catch {
      throw TorchError("\(file.path): weights and card do not fit together (\(error))")
    }
    model.eval()
  }

  /// Refuses sizes that a hostile card could ask for before anything is allocated for them.
  private static func check(_ card: Card, file: URL) throws {
    let configuration = card.configuration
    let outputs = card.codec.variables.reduce(0) { $0 + min($1.atomCount, 1 << 20) + 64 }
    let isSound =
      (1...8192).contains(configuration.width) && (0...64).contains(configuration.blocks)
      && (2...10_000).contains(configuration.bins) && (1...1000).contains(configuration.bumps)
      && (1...1000).contains(configuration.pieces) && (1...4096).contains(configuration.orders)
      && !card.codec.variables.isEmpty && outputs < 4_000_000
      && card.codec.columns.count == card.codec.codecs.count
      && card.codec.variables.allSatisfy { variable in
        (variable.atomCount > 0 || variable.isContinuous)
          && (variable.scale.map {
            $0.atomRanks.count == variable.atomCount && $0.atomValues.count == variable.atomCount
              && (!variable.isContinuous || $0.curve.count >= 2)
          } ?? !variable.isContinuous)
      }
    guard isSound else {
      throw TorchError("\(file.path): the card in the file is damaged; fit the model again")
    }
  }

  private static let floats = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

  /// The columns of drawn tables.
  public var columns: [ColumnDescription] { card.columns }

  /// How drawn rows are laid out in a file; as RFC 4180 says if `nil`.
  public var dialect: CSVDialect? {
    get { card.dialect }
    set { card.dialect = newValue }
  }
}
