/// What happens next while λ changes: a variable or a row reaches a limit, or wants to leave one.
struct ActiveSetEvent {
  /// The variable, or `n` + the row.
  var entry: Int
  /// The limit that is reached; `nil` where a limit is left.
  var limit: ActiveSet.Hold?
  /// The λ at which it happens.
  var lambda: Double
}

extension ActiveSet {
  /// The first event below `lambda`, or `nil` if the held set stays optimal for ever.
  ///
  /// What violates a condition at `lambda` already, by rounding, happens at `lambda`.
  func nextEvent(below lambda: Double) -> ActiveSetEvent? {
    var event: ActiveSetEvent?
    func consider(_ entry: Int, _ limit: Hold?, _ zero: Double) {
      let place = min(zero, lambda)
      if place > event?.lambda ?? -.infinity {
        event = ActiveSetEvent(entry: entry, limit: limit, lambda: place)
      }
    }
    func considerLimits(_ entry: Int, _ constant: Double, _ rate: Double) {
      if rate > 1e-11 {
        if lower[entry] > -.infinity { consider(entry, .lower, (lower[entry] - constant) / rate) }
      } else if rate < -1e-11 {
        if upper[entry] < .infinity { consider(entry, .upper, (upper[entry] - constant) / rate) }
      }
    }
    func considerRelease(_ entry: Int, _ constant: Double, _ rate: Double, _ threshold: Double) {
      guard !isFixed(entry) else { return }
      switch hold[entry] {
      case .lower where rate > threshold, .upper where rate < -threshold:
        consider(entry, nil, -constant / rate)
      default: break
      }
    }
    for variable in factor.order {
      considerLimits(variable, point0[variable], point1[variable])
    }
    let threshold = 1e-12 * gradientScale
    for variable in 0..<n where hold[variable] != .free {
      considerRelease(variable, gradient0[variable], gradient1[variable], threshold)
    }
    for row in 0..<m where hold[n + row] == .free {
      considerLimits(n + row, activity0[row], activity1[row])
    }
    for (index, row) in heldRows.enumerated() {
      considerRelease(n + row, multiplier0[index], multiplier1[index], threshold)
    }
    return event
  }

  /// Does what an event says.
  ///
  /// - Throws: `SingularFreeSet` when the free variables' covariances become singular.
  func apply(_ event: ActiveSetEvent) throws(SingularFreeSet) {
    if let limit = event.limit { bind(event.entry, at: limit) } else { try release(event.entry) }
  }
}
