// Tensors go into a safetensors file, which Python reads as well, and come back mapped into memory.
import Foundation
import Torch

let file = FileManager.default.temporaryDirectory.appending(path: "example.safetensors")
let random = RandomSource(seed: 1)
let weight = Tensor.randomNormal([2, 3], using: random)
try Safetensors.save(
  ["weight": weight, "bias": Tensor.zeros([2])], metadata: ["format": "example"], to: file,
  overwrite: true)

let (tensors, metadata) = try Safetensors.load(from: file)
print(metadata["format"] ?? "", tensors["weight"]?.isIdentical(to: weight) ?? false)
try FileManager.default.removeItem(at: file)
