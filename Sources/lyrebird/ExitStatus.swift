import ArgumentParser
import Foundation
import GenerativeModels
import Portfolio
import Reporting
import Tabular
import Torch

/// How the program ends: the numbers of sysexits.h.
enum ExitStatus {
  /// Says in one line what is wrong, and ends the program with the status that fits.
  static func end(with error: any Error) -> Never {
    guard let status = status(of: error) else { Lyrebird.exit(withError: error) }
    let text = "\(error)"
    Console.note(text.hasSuffix(".") || text.hasSuffix("?") ? text : text + ".")
    exit(status)
  }

  /// The status of an error of ours; `nil` for one that the parser of the command line explains.
  private static func status(of error: any Error) -> Int32? {
    switch error {
    case let error as TableError:
      switch error.kind {
      case .file: EX_NOINPUT
      case .exists, .output: EX_CANTCREAT
      case .write: EX_IOERR
      case .condition: EX_USAGE
      case .encoding, .structure, .value, .schema, .constraint: EX_DATAERR
      }
    case let error as PortfolioError:
      switch error.kind {
      case .data: EX_DATAERR
      case .request, .infeasible, .unbounded: EX_USAGE
      case .notConverged: EX_SOFTWARE
      }
    case is ReportFileError: EX_CANTCREAT
    case CheckpointError.unfit: EX_DATAERR
    case CheckpointError.unwritable: EX_IOERR
    case is TorchError, is BoostingError: EX_SOFTWARE
    default: nil
    }
  }
}
