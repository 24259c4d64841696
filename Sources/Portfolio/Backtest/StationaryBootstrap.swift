import Foundation

/// Draws series that resemble one: blocks of random length, one after another, so that what hangs
/// together in time mostly stays together.
///
/// Source: D. Politis, J. Romano, *The Stationary Bootstrap*, Journal of the American Statistical
/// Association 89, 1994.
struct StationaryBootstrap {
  /// How long the series is.
  let count: Int
  /// How long a block is on average, 1 or more; the lengths are geometrically distributed.
  let meanBlockLength: Double

  /// The blocks of one drawn series. A block that runs over the end goes on at the start.
  func blocks(using generator: inout some RandomNumberGenerator) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var missing = count
    // log(1 - p) of the probability p that a block ends.
    let decay = meanBlockLength > 1 ? log1p(-1 / meanBlockLength) : -.infinity
    while missing > 0 {
      let start = Int.random(in: 0..<count, using: &generator)
      let uniform = 1 - Double.random(in: 0..<1, using: &generator)
      let length = min(1 + log(uniform) / decay, Double(missing))
      let block = start..<start + Int(length)
      blocks.append(block)
      missing -= block.count
    }
    return blocks
  }

  /// Sums over blocks of a series, each in constant time.
  struct Sums {
    private let shift: Double
    /// Sums of x - shift and of its square over the first elements of the series, twice in a row.
    private var sums = [0.0]
    private var squares = [0.0]

    init(_ series: [Double]) {
      // Centred, or differences of long sums would lose digits.
      shift = Moments(series).mean
      for value in series + series {
        sums.append(sums[sums.count - 1] + (value - shift))
        squares.append(squares[squares.count - 1] + (value - shift) * (value - shift))
      }
    }

    /// The moments of the drawn series.
    func moments(_ blocks: [Range<Int>]) -> Moments {
      var sum = 0.0
      var square = 0.0
      var count = 0
      for block in blocks {
        sum += sums[block.upperBound] - sums[block.lowerBound]
        square += squares[block.upperBound] - squares[block.lowerBound]
        count += block.count
      }
      let mean = sum / Double(count)
      let spread = max(0, square - sum * mean) / Double(max(count - 1, 1))
      return Moments(mean: shift + mean, standardDeviation: spread.squareRoot())
    }
  }
}
