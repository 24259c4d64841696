internal import CPortfolio

/// Room for the draws of one panel of portfolios, as the kernel's widest vectors want it aligned.
final class PanelScratch {
  let start: UnsafeMutablePointer<Float>

  init(assetCount: Int) {
    let count = assetCount * Int(CPORTFOLIO_PANEL)
    start = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
