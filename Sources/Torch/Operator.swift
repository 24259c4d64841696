internal import CTorch

/// One operator of libtorch, declared once with its schema text and called through the dispatcher.
///
/// The text is what the dispatcher itself prints. A test compares every declaration with it, so that
/// an upgrade of libtorch that changes an operator shows as a readable difference.
package struct Operator: @unchecked Sendable {
  // The handle points to memory that is never written again and never freed.
  private let handle: OpaquePointer
  /// The schema's name and overload, such as `aten::add.Tensor`.
  package let name: String

  /// Finds the operator that `schema` declares.
  package init(_ schema: String) {
    let name = String(schema.prefix { $0 != "(" })
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let handle = ctorch_operator_find(parts[0], parts.count > 1 ? parts[1] : "") else {
      fatalError("\(name): \(TorchError.last.message)")
    }
    self.handle = handle
    self.name = name
  }

  /// The dispatcher's own text of the schema.
  package var dispatcherSchema: String { String(cString: ctorch_operator_schema(handle)) }

  /// Calls an operator that returns one tensor.
  package func callAsFunction(_ arguments: Argument...) -> Tensor {
    call(arguments) { results in
      guard results.count == 1, let tensor = results[0].tensor else { return nil }
      return Tensor(owning: tensor)
    } ?? .placeholder()
  }

  /// Calls an operator that returns `count` tensors, or a list of tensors where `count` is `nil`.
  package func tensors(_ count: Int?, _ arguments: Argument...) -> [Tensor] {
    let found = call(arguments) { results in
      results.map { $0.tensor.map { Tensor(owning: $0) } ?? .placeholder() }
    }
    return found ?? (0..<(count ?? 0)).map { _ in .placeholder() }
  }

  /// Calls an operator that works in place.
  package func perform(_ arguments: Argument...) {
    _ = call(arguments) { results in
      for result in results where result.tag == Int32(CTORCH_TENSOR.rawValue) {
        if let tensor = result.tensor { ctorch_release(tensor) }
      }
    }
  }

  /// Calls an operator that returns a truth value.
  package func bool(_ arguments: Argument...) -> Bool {
    call(arguments) { results in results.first.map { $0.integer != 0 } ?? nil } ?? false
  }

  private func call<Result>(
    _ arguments: [Argument], _ read: (UnsafeBufferPointer<ctorch_value>) -> Result?
  ) -> Result? {
    Argument.withValues(arguments) { values in
      var count: Int32 = 0
      let results = ctorch_call(handle, values.baseAddress, Int32(values.count), &count)
      guard let results else {
        report(.last, in: name)
        return nil
      }
      return read(UnsafeBufferPointer(start: results, count: Int(count)))
    }
  }
}
