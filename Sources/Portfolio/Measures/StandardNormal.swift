internal import Foundation

/// The normal distribution with mean 0 and standard deviation 1.
enum StandardNormal {
  /// The probability of a value of at most `x`.
  static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The value that is not exceeded with probability `p`, 0 < p < 1.
  ///
  /// Relative error about 1e-16. Source: Wichura, "Algorithm AS 241: the percentage points of the
  /// normal distribution", 1988.
  static func quantile(_ p: Double) -> Double {
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    guard p < 1 else { return p == 1 ? .infinity : .nan }
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * polynomial(central.numerator, r) / polynomial(central.denominator, r)
    }
    let r = (-log(q < 0 ? p : 1 - p)).squareRoot()
    let size =
      r <= 5
      ? polynomial(middle.numerator, r - 1.6) / polynomial(middle.denominator, r - 1.6)
      : polynomial(far.numerator, r - 5) / polynomial(far.denominator, r - 5)
    return q < 0 ? -size : size
  }

  /// A polynomial, the coefficient of the highest power first.
  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  private typealias Rational = (numerator: [Double], denominator: [Double])

  private static let central: Rational = (
    [
      2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080,
    ],
    [
      5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
      5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1,
    ]
  )
  private static let middle: Rational = (
    [
      7.74545014278341407640e-4, 0.0227238449892691845833, 0.241780725177450611770,
      1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550,
      4.63033784615654529590, 1.42343711074968357734,
    ],
    [
      1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
      0.148103976427480074590, 0.689767334985100004550, 1.67638483018380384940,
      2.05319162663775882187, 1,
    ]
  )
  private static let far: Rational = (
    [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
      0.0265321895265761230930, 0.296560571828504891230, 1.78482653991729133580,
      5.46378491116411436990, 6.65790464350110377720,
    ],
    [
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
      7.86869131145613259100e-4, 0.0148753612908506148525, 0.136929880922735805310,
      0.599832206555887937690, 1,
    ]
  )
}
