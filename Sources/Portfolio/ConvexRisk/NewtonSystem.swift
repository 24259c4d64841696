/// What a factorisation of the Newton equations leaves behind for the solutions that use it.
struct NewtonSystem {
  /// U with UᵀU the matrix of x, threshold and temperature, upper triangle of `[columns, columns]`.
  var factor: [Double] = []
  /// U⁻ᵀ Aᵀ, `[columns, equalities]`, and the factor of A H⁻¹ Aᵀ.
  var equalities: [Double] = []
  var equalityFactor: [Double] = []
  /// The weights of the hinge constraints, of u alone, and of both together.
  var hinge: [Double] = []
  var above: [Double] = []
  var excess: [Double] = []
  /// The weight of each scenario's exceedance once u is eliminated, and d exceedance / d temperature.
  var tail: [Double] = []
  var slopes: [Double] = []
  /// The weights of D[t] - D[t - 1] + r x, and the Cholesky factor of the tridiagonal matrix of D.
  var chain: [Double] = []
  var diagonal: [Double] = []
  var subdiagonal: [Double] = []
  /// How much of AᵀA was added.
  var augmentation = 0.0
  var workspace: [Double] = []
}
