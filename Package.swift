// swift-tools-version: 6.2
import PackageDescription

// libtorch: an installation named by LIBTORCH, else what scripts/bootstrap put into .libtorch.
let libtorch =
  Context.environment["LIBTORCH"].flatMap { $0.isEmpty ? nil : $0 }
  ?? "\(Context.packageDirectory)/.libtorch"

// Continuous integration refuses warnings; at a desk they stay warnings.
let isContinuousIntegration = Context.environment["CI"] != nil

let swiftSettings: [SwiftSetting] =
  [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
  ] + (isContinuousIntegration ? [.treatAllWarnings(as: .error)] : [])

let torchLink: [LinkerSetting] = [
  .unsafeFlags(["-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"]),
  .linkedLibrary("torch_cpu"),
  .linkedLibrary("c10"),
]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
  resources: [Resource]? = nil, settings: [SwiftSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: swiftSettings + settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    resources: resources, swiftSettings: swiftSettings)
}

let package = Package(
  name: "Lyrebird",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "lyrebird", targets: ["lyrebird"]),
    .library(
      name: "Lyrebird",
      targets: [
        "Torch", "TorchNN", "Probability", "GenerativeModels", "Tabular", "Portfolio", "Reporting",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(
      name: "CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-isystem", "\(libtorch)/include",
          "-isystem", "\(libtorch)/include/torch/csrc/api/include",
        ])
      ],
      linkerSettings: torchLink),
    .systemLibrary(
      name: "CXGBoost", providers: [.apt(["libxgboost-dev"]), .brew(["xgboost"])]),
    .target(name: "CPortfolio"),
    library("Torch", ["CTorch"]),
    library(
      "TorchNN", ["Torch", .product(name: "OrderedCollections", package: "swift-collections")]),
    library("Probability", ["Torch", .product(name: "RealModule", package: "swift-numerics")]),
    library(
      "GenerativeModels",
      [
        "Torch", "TorchNN", "Probability",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    library(
      "Tabular",
      [
        "Torch", "GenerativeModels", "Reporting", "CXGBoost",
        .product(name: "Yams", package: "Yams"),
      ]),
    library(
      "Reporting",
      resources: [
        "page.css", "elements.js", "scales.js", "frame.js", "bars.js", "curves.js", "heatmap.js",
        "page.js",
      ].map { .embedInCode("Page/\($0)") }),
    library(
      "Portfolio",
      [
        "CPortfolio", "Torch", "TorchNN", "Probability", "GenerativeModels", "Tabular", "Reporting",
        .product(name: "RealModule", package: "swift-numerics"),
        .product(name: "Yams", package: "Yams"),
      ],
      // The solvers are in Swift: their tests take 8 s so, and 50 s without.
      settings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .executableTarget(
      name: "lyrebird",
      dependencies: [
        "Portfolio", "Tabular", "GenerativeModels", "Reporting", "Torch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "HeadlessBrowser", path: "Tests/HeadlessBrowser", swiftSettings: swiftSettings),
    .testTarget(name: "StructureTests", swiftSettings: swiftSettings),
    tests("Torch", resources: [.copy("Goldens")]),
    tests("TorchNN", resources: [.copy("Goldens")]),
    tests("Probability", resources: [.copy("Goldens")]),
    tests("GenerativeModels"),
    tests("Tabular", ["HeadlessBrowser"], resources: [.copy("Goldens")]),
    tests("Portfolio", ["CPortfolio", "HeadlessBrowser"], resources: [.copy("Goldens")]),
    tests("Reporting", ["HeadlessBrowser"]),
    .testTarget(
      name: "LyrebirdTests", dependencies: ["lyrebird"], resources: [.copy("Help")],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
