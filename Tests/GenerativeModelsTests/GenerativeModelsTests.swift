import Testing

/// All suites of this target, one test after the other: some count live tensors.
@Suite(.serialized) enum GenerativeModelsTests {}
