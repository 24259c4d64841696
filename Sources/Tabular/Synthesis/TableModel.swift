public import Foundation
public import GenerativeModels
internal import OrderedCollections
internal import Torch
internal import TorchNN

/// A learnt table: codec, dependencies and model, in one file without training rows and without code.
public final class TableModel {
  /// What the file says about itself.
  public struct Card: Codable, Sendable {
    /// Rows that it was trained on.
    public var trainingRows: Int
    /// The columns, in the order of the file.
    public var columns: [ColumnDescription]
    /// The family and the shape of the model.
    public var configuration: FamilyConfiguration
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

    /// The model family.
    public var family: ModelFamily { configuration.family }
  }

  /// The card.
  public private(set) var card: Card
  let model: any MixedModel

  init(card: Card, model: any MixedModel) {
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
    try Self.check(card, stored: tensors.values.reduce(0) { $0 + $1.size }, file: file)
    model = card.configuration.makeModel(
      variables: card.codec.variables, using: RandomSource(seed: 0))
    do {
      try model.restore(ModuleParameters(.init(tensors.map { ($0, $1) }) { $1 }))
    } catch {
      throw TorchError("\(file.path): weights and card do not fit together (\(error))")
    }
    model.eval()
  }

  /// Refuses what a hostile card could ask for before anything is allocated for it: the model that
  /// the card describes may not be larger than the weights that the file brings.
  private static func check(_ card: Card, stored: Int, file: URL) throws {
    let configuration = card.configuration.value
    let isSound =
      configuration.isSound && card.codec.isSound
      && configuration.stateSize(for: card.codec.variables) <= 4 * stored + 1_000_000
    guard isSound else {
      throw TorchError("\(file.path): the card in the file is damaged; fit the model again")
    }
  }

  private static let floats = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

  /// The model, where it gives the exact distribution of any variables given any others.
  ///
  /// - Throws: `TableError` when the model's family does not.
  func modelOfExactConditionals(for purpose: String) throws(TableError) -> AnyOrderModel {
    guard let model = model as? AnyOrderModel else {
      throw TableError(
        .condition,
        "\(purpose) needs exact conditional distributions, which a \(card.family.rawValue) model "
          + "does not have; fit one with --family "
          + ModelFamily.anyOrderAutoregressive.rawValue)
    }
    return model
  }

  /// The columns of drawn tables.
  public var columns: [ColumnDescription] { card.columns }

  /// How drawn rows are laid out in a file; as RFC 4180 says if `nil`.
  public var dialect: CSVDialect? {
    get { card.dialect }
    set { card.dialect = newValue }
  }
}
