import Reporting
import Testing

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (NumberFormat.number(decimals: 3), 0.9214, "0.921"),
    (.number(decimals: 0), 1_234_567, "1,234,567"), (.number(decimals: 2), -1234.567, "−1,234.57"),
    (.number(decimals: 1), -0.04, "0.0"), (.number(decimals: 2), 0.999, "1.00"),
    (.number(decimals: 3), 1.005, "1.005"), (.number(decimals: 3), 12.0305, "12.030"),
    (.number(decimals: 1), 1e300, "1e+300"), (.number(decimals: 0), .nan, "–"),
    (.number(decimals: 0), -.infinity, "−∞"), (.percent(decimals: 1), 0.917, "91.7 %"),
    (.percent(decimals: 2), 0.00014, "0.01 %"), (.duration, 4.25, "4.2 s"), (.duration, 42, "42 s"),
    (.duration, 59.97, "1 min 0 s"), (.duration, 75.4, "1 min 15 s"),
    (.duration, 7384, "2 h 3 min"),
    (.duration, 4e9, "1,111,111 h 6 min"),
  ])
  func textIsWhatAReaderExpects(format: NumberFormat, value: Double, text: String) {
    #expect(format.text(value) == text)
  }
}
