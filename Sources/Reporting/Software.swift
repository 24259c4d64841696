/// What reports and model files were made with.
public enum Software {
  /// The program's name.
  public static let name = "Lyrebird"
  /// Its version (semver.org). The same seed, threads and version give the same bytes.
  public static let version = "0.1.0"
}
