public import GenerativeModels

/// What a long piece of work tells while it goes on; a progress bar, a log and a test read the same.
public enum WorkEvent: Sendable {
  /// A phase begins, such as `reading adult.csv`.
  case phase(String)
  /// The part of the phase that is done, from 0 to 1.
  case fraction(Double)
  /// Something happened in a training.
  case training(TrainingEvent)
  /// A remark for the user, one sentence.
  case note(String)
}

/// Is told what happens.
public typealias WorkObserver = (WorkEvent) -> Void
