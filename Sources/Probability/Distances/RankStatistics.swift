/// The area under the receiver operating characteristic: the chance that a positive row scores above
/// a negative one, ties counting half.
///
/// - Parameters:
///   - scores: A score for each row, larger for more positive.
///   - isPositive: Each row's label; both labels occur.
/// - Returns: The area, in [0, 1].
public func rocAUC(scores: [Double], isPositive: [Bool]) -> Double {
  precondition(scores.count == isPositive.count, "\(scores.count) scores")
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var rankSum = 0.0
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count && scores[order[end]] == scores[order[start]] { end += 1 }
    // Tied rows share the mean of the ranks start + 1 … end.
    let rank = Double(start + 1 + end) / 2
    for position in start..<end where isPositive[order[position]] { rankSum += rank }
    start = end
  }
  let positives = Double(isPositive.count { $0 })
  let negatives = Double(scores.count) - positives
  precondition(positives > 0 && negatives > 0, "one of the labels does not occur")
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
}
