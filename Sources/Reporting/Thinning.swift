/// How much of its data a report keeps, so that the page stays small.
public struct Thinning: Sendable, Equatable {
  /// The largest number of points of one cloud in a scatter plot.
  public var points: Int
  /// The largest number of points of one curve in a line chart.
  public var curvePoints: Int
  /// The largest number of rows and of columns of a heat map.
  public var heatMapSide: Int
  /// The largest number of rows of a table, of bars, and of intervals.
  public var rows: Int
  /// The largest number of characters of a name or a cell.
  public var characters: Int
  /// The number of significant decimal digits of a number.
  public var digits: Int

  /// Makes limits; the defaults keep a report of sixty columns below 3 MB.
  ///
  /// - Precondition: every limit is positive.
  public init(
    points: Int = 3000, curvePoints: Int = 600, heatMapSide: Int = 60, rows: Int = 400,
    characters: Int = 200, digits: Int = 5
  ) {
    precondition(
      [points, curvePoints, heatMapSide, rows, characters, digits].allSatisfy { $0 > 0 },
      "a limit is not positive")
    self.points = points
    self.curvePoints = curvePoints
    self.heatMapSide = heatMapSide
    self.rows = rows
    self.characters = characters
    self.digits = digits
  }

  /// `count` or fewer indices below `total`, evenly spread, first and last included.
  func spread(_ total: Int, over count: Int) -> [Int] {
    guard total > count else { return Array(0..<total) }
    guard count > 1 else { return [0] }
    return (0..<count).map { $0 * (total - 1) / (count - 1) }
  }

  /// `value` to the significant digits that are kept.
  func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var magnitude = 0
    var rest = abs(value)
    while rest >= 10 && magnitude < 22 {
      rest /= 10
      magnitude += 1
    }
    while rest < 1 && magnitude > -22 {
      rest *= 10
      magnitude -= 1
    }
    // Powers of ten up to 22 are exact, so that the result prints with few digits.
    let shift = digits - 1 - magnitude
    guard abs(shift) <= 22 else { return value }
    let power = (0..<abs(shift)).reduce(1.0) { product, _ in product * 10 }
    return shift >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
  }

  /// `text`, cut off with an ellipsis where it is too long.
  func shortened(_ text: String) -> String {
    let head = text.prefix(characters)
    return head.endIndex == text.endIndex ? text : head.dropLast() + "…"
  }
}
