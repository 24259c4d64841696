import Reporting
import Testing

@Suite struct BarChartTests {
  @Test(arguments: [1, 3, 12, 13, 14, 200])
  func sharesAddUpToOne(levels: Int) {
    let real = Dictionary(uniqueKeysWithValues: (0..<levels).map { ("level \($0)", $0 + 1) })
    let other = Dictionary(uniqueKeysWithValues: (1...levels).map { ("level \($0)", 3) })
    let chart = BarChart.shares(counts: [("real", real), ("other", other)], limit: 12)
    #expect(chart.categories.count <= 13)
    #expect(Set(chart.categories).count == chart.categories.count)
    for series in chart.series {
      #expect(abs(series.values.reduce(0, +) - 1) < 1e-9)
    }
  }

  @Test func whatOnlyTheOtherSeriesHasStaysVisible() {
    var real = Dictionary(uniqueKeysWithValues: (0..<50).map { ("level \($0)", 100) })
    let chart = BarChart.shares(counts: [("real", real), ("other", ["invented": 5])], limit: 5)
    #expect(chart.categories.contains("invented"))
    #expect(chart.categories.last == "46 others")
    real["invented"] = 0
    #expect(chart.series[0].values[chart.categories.firstIndex(of: "invented") ?? 0] == 0)
  }

  @Test func mostFrequentStandsOnTop() {
    let chart = BarChart.shares(counts: [("real", ["a": 1, "b": 5, "c": 2])])
    #expect(chart.categories == ["b", "c", "a"])
    #expect(chart.series[0].values == [0.625, 0.25, 0.125])
  }
}
