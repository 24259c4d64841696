/// The least value of a function of few numbers without derivatives (Nelder and Mead 1965).
///
/// - Parameters:
///   - start: Where to start.
///   - step: The size of the first simplex.
///   - evaluations: How many values are asked for, about.
///   - tolerance: The spread of values at which it ends.
///   - function: The function; what is no number counts as infinite.
/// - Returns: The point of the least value found.
func nelderMead(
  from start: [Double], step: Double = 0.4, evaluations: Int = 400, tolerance: Double = 1e-6,
  _ function: ([Double]) -> Double
) -> [Double] {
  func value(_ point: [Double]) -> (point: [Double], value: Double) {
    let result = function(point)
    return (point, result.isFinite ? result : .infinity)
  }
  var simplex = [value(start)]
  for index in start.indices {
    var point = start
    point[index] += step
    simplex.append(value(point))
  }
  var asked = simplex.count
  while asked < evaluations {
    simplex.sort { $0.value < $1.value }
    let worst = simplex[start.count]
    if worst.value - simplex[0].value < tolerance { break }
    let centre = start.indices.map { index in
      simplex.dropLast().reduce(0) { $0 + $1.point[index] } / Double(start.count)
    }
    func moved(_ factor: Double) -> (point: [Double], value: Double) {
      value(zip(centre, worst.point).map { $0 + factor * ($0 - $1) })
    }
    let reflected = moved(1)
    asked += 1
    if reflected.value < simplex[0].value {
      let expanded = moved(2)
      asked += 1
      simplex[start.count] = expanded.value < reflected.value ? expanded : reflected
    } else if reflected.value < simplex[start.count - 1].value {
      simplex[start.count] = reflected
    } else {
      let contracted = moved(reflected.value < worst.value ? 0.5 : -0.5)
      asked += 1
      if contracted.value < min(worst.value, reflected.value) {
        simplex[start.count] = contracted
      } else {
        let best = simplex[0].point
        for index in 1...start.count {
          simplex[index] = value(zip(best, simplex[index].point).map { 0.5 * ($0 + $1) })
        }
        asked += start.count
      }
    }
  }
  return simplex.min { $0.value < $1.value }?.point ?? start
}
