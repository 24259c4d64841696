"""Writes the small safetensors and npy files that Tests/TorchTests reads.

    python scripts/goldens/tensor_files.py

Needs torch, safetensors and numpy.
"""

import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

GOLDENS = pathlib.Path(__file__).parents[2] / "Tests/TorchTests/Goldens"


def safetensors() -> None:
    """Every element type, a scalar, an empty tensor, and names that need escapes."""
    dtypes = {
        "bool": torch.bool, "uint8": torch.uint8, "int8": torch.int8, "int16": torch.int16,
        "int32": torch.int32, "int64": torch.int64, "float16": torch.float16,
        "bfloat16": torch.bfloat16, "float32": torch.float32, "float64": torch.float64,
        "complex64": torch.complex64,
    }
    tensors = {name: (torch.arange(6).reshape(2, 3) % (2 if name == "bool" else 7)).to(dtype)
               for name, dtype in dtypes.items()}
    tensors["scalar"] = torch.tensor(2.5)
    tensors["empty"] = torch.zeros(0, 3)
    tensors['quote" back\\ tab\t bell\x07 é 😀'] = torch.tensor([1.0, -2.0])
    save_file(tensors, GOLDENS / "python.safetensors", metadata={"card": "line\none \"two\" é"})


def npy() -> None:
    """The three versions of the format, both orders, both kinds of emptiness."""
    values = np.arange(24).reshape(2, 3, 4)
    arrays = {"v1-float32": (values.astype("<f4"), (1, 0)),
              "v2-int64-fortran": (np.asfortranarray(values.astype("<i8")), (2, 0)),
              "v3-float64": (values.astype("<f8") / 8, (3, 0)),
              "bool": (values % 3 == 0, (1, 0)),
              "uint8-scalar": (np.array(7, "u1"), (1, 0)),
              "float16-empty": (np.zeros((0, 3), "<f2"), (1, 0)),
              "complex64": (np.array([1 + 2j, -3j], "<c8"), (1, 0))}
    for name, (array, version) in arrays.items():
        with open(GOLDENS / f"{name}.npy", "wb") as file:
            np.lib.format.write_array(file, array, version=version)


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    safetensors()
    npy()
