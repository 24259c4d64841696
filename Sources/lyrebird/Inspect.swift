import ArgumentParser
import Foundation
import Tabular

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what is in a table or in a model.")

  @Argument(help: "A CSV file, or a model that fit wrote.", completion: .file())
  var file: String

  @OptionGroup(title: "Reading") var table: TableOptions

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    let url = URL(filePath: file)
    if try TableModel.isModel(url) {
      let summary = ModelSummary(try TableModel.read(url))
      try show(summary, text: summary.description)
    } else {
      let progress = ProgressDisplay(isQuiet: false)
      defer { progress.end() }
      let summary = TableSummary(try table.source(file).read(progress.observe).table)
      progress.end()
      try show(summary, text: summary.description)
    }
  }

  private func show(_ value: some Encodable, text: String) throws {
    if json { try Console.print(json: value) } else { try Console.print(text) }
  }
}
