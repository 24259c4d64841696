public import Torch

/// The maxima of square windows of images.
public final class MaxPool2d: Module, UnaryLayer {
  private let kernelSize: Int
  private let stride: Int
  private let padding: Int

  /// Makes a layer whose windows lie side by side, or `stride` apart.
  public init(_ kernelSize: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
  }

  /// Maps `[batch, channels, height, width]` to fewer rows and columns.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.maxPool2d(
      kernel: [kernelSize, kernelSize], stride: [stride, stride], padding: [padding, padding])
  }
}

/// The means of square windows of images; padding counts as zeros.
public final class AvgPool2d: Module, UnaryLayer {
  private let kernelSize: Int
  private let stride: Int
  private let padding: Int

  /// Makes a layer whose windows lie side by side, or `stride` apart.
  public init(_ kernelSize: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernelSize = kernelSize
    self.stride = stride ?? kernelSize
    self.padding = padding
  }

  /// Maps `[batch, channels, height, width]` to fewer rows and columns.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.averagePool2d(
      kernel: [kernelSize, kernelSize], stride: [stride, stride], padding: [padding, padding])
  }
}

/// Images with more rows and columns.
public final class Upsample: Module, UnaryLayer {
  /// How new pixels come from old ones.
  public enum Mode: String, Sendable, Codable {
    /// The nearest one.
    case nearest
    /// A weighted mean of the four around.
    case bilinear
  }

  private let scale: Int
  private let mode: Mode

  /// Makes a layer that multiplies rows and columns by `scale`.
  public init(scale: Int, mode: Mode = .nearest) {
    self.scale = scale
    self.mode = mode
  }

  /// Maps `[batch, channels, height, width]` to `scale` times the height and width.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let size = [x.size(-2) * scale, x.size(-1) * scale]
    return switch mode {
    case .nearest: x.upsampleNearest2d(size)
    case .bilinear: x.upsampleBilinear2d(size)
    }
  }
}
