import Testing

/// All suites in turn, so that the count of live tensors belongs to one test alone.
@Suite(.serialized) struct TorchNNTests {}
