/// A set of numbers: a union of intervals.
public struct NumberSet: Codable, Sendable, Equatable {
  /// All numbers between two ends.
  public struct Interval: Codable, Sendable, Equatable {
    /// The lower end; `nil` when there is none.
    public var lower: Double?
    /// The upper end; `nil` when there is none.
    public var upper: Double?
    /// Whether there is a lower end and it belongs to the interval.
    public var includesLower: Bool
    /// Whether there is an upper end and it belongs to the interval.
    public var includesUpper: Bool

    /// Makes an interval.
    public init(
      lower: Double? = nil, upper: Double? = nil, includesLower: Bool = true,
      includesUpper: Bool = true
    ) {
      self.lower = lower
      self.upper = upper
      self.includesLower = includesLower && lower != nil
      self.includesUpper = includesUpper && upper != nil
    }

    /// Whether there is no number in it.
    public var isEmpty: Bool {
      guard let lower, let upper else { return false }
      return lower > upper || (lower == upper && !(includesLower && includesUpper))
    }

    /// Whether `number` is in it.
    public func contains(_ number: Double) -> Bool {
      if let lower, number < lower || (number == lower && !includesLower) { return false }
      if let upper, number > upper || (number == upper && !includesUpper) { return false }
      return !number.isNaN
    }
  }

  /// The intervals: ascending, none empty, no two of them touching.
  public private(set) var intervals: [Interval]

  /// Makes the union of intervals.
  public init(_ intervals: [Interval]) {
    self.intervals = []
    let sorted = intervals.filter { !$0.isEmpty }.sorted(by: Self.beginsBefore)
    for interval in sorted {
      guard let last = self.intervals.last, Self.touch(last, interval) else {
        self.intervals.append(interval)
        continue
      }
      self.intervals[self.intervals.count - 1] = Self.hull(last, interval)
    }
  }

  /// All numbers.
  public static let everything = NumberSet([Interval()])

  /// Whether there is no number in it.
  public var isEmpty: Bool { intervals.isEmpty }

  /// Whether `number` is in it.
  public func contains(_ number: Double) -> Bool { intervals.contains { $0.contains(number) } }

  /// The numbers in both sets.
  public func intersection(_ other: NumberSet) -> NumberSet {
    NumberSet(
      intervals.flatMap { a in other.intervals.map { b in Self.intersection(a, b) } })
  }

  /// The numbers in either set.
  public func union(_ other: NumberSet) -> NumberSet { NumberSet(intervals + other.intervals) }

  /// The numbers not in the set.
  public var complement: NumberSet {
    var gaps: [Interval] = []
    var lower: Double?
    var includesLower = false
    for interval in intervals {
      if let end = interval.lower {
        gaps.append(
          Interval(
            lower: lower, upper: end, includesLower: includesLower,
            includesUpper: !interval.includesLower))
      }
      guard let upper = interval.upper else { return NumberSet(gaps) }
      lower = upper
      includesLower = !interval.includesUpper
    }
    gaps.append(Interval(lower: lower, includesLower: includesLower))
    return NumberSet(gaps)
  }

  /// The same whole numbers, with whole ends that belong to the set.
  public var wholeNumbers: NumberSet {
    let whole = intervals.map { interval in
      let lower = interval.lower.map { lower in
        let up = lower.rounded(.up)
        return up == lower && !interval.includesLower ? up + 1 : up
      }
      let upper = interval.upper.map { upper in
        let down = upper.rounded(.down)
        return down == upper && !interval.includesUpper ? down - 1 : down
      }
      return Interval(lower: lower, upper: upper)
    }
    // [1, 2] and [3, 4] hold the same whole numbers as [1, 4].
    var joined: [Interval] = []
    for interval in NumberSet(whole).intervals {
      if let last = joined.last, let upper = last.upper, let lower = interval.lower,
        upper + 1 == lower
      {
        joined[joined.count - 1] = Interval(lower: last.lower, upper: interval.upper)
      } else {
        joined.append(interval)
      }
    }
    return NumberSet(joined)
  }

  private static func beginsBefore(_ a: Interval, _ b: Interval) -> Bool {
    guard let y = b.lower else { return false }
    guard let x = a.lower else { return true }
    return x < y || (x == y && a.includesLower && !b.includesLower)
  }

  /// Whether no number lies between `a` and the later `b`.
  private static func touch(_ a: Interval, _ b: Interval) -> Bool {
    guard let upper = a.upper, let lower = b.lower else { return true }
    return lower < upper || (lower == upper && (a.includesUpper || b.includesLower))
  }

  /// The union of `a` and the later `b`, which touches it.
  private static func hull(_ a: Interval, _ b: Interval) -> Interval {
    let later = endsBefore(a, b) ? b : a
    return Interval(
      lower: a.lower, upper: later.upper, includesLower: a.includesLower,
      includesUpper: later.includesUpper)
  }

  private static func intersection(_ a: Interval, _ b: Interval) -> Interval {
    let later = beginsBefore(a, b) ? b : a
    let earlier = endsBefore(a, b) ? a : b
    return Interval(
      lower: later.lower, upper: earlier.upper, includesLower: later.includesLower,
      includesUpper: earlier.includesUpper)
  }

  private static func endsBefore(_ a: Interval, _ b: Interval) -> Bool {
    guard let x = a.upper else { return false }
    guard let y = b.upper else { return true }
    return x < y || (x == y && b.includesUpper && !a.includesUpper)
  }
}
