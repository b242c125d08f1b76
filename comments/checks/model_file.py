"""A trained model on disk: a file per language, arrays only, with a digest that tells whether it is whole."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).parent / "models"
FORMAT = 2
Arrays = Mapping[str, NDArray[Any]]
# What a file must hold, and how many axes each array has.
AXES = {
    "linear": 2, "linear_scale": 1, "pieces": 2, "pieces_scale": 1,
    "near": 2, "near_bias": 1, "far": 2, "far_bias": 1,
    "dense": 2, "dense_bias": 1, "output": 2, "output_bias": 1, "calibration": 2,
    "known": 1, "sought": 1,
}  # fmt: skip
ABOUT = ("format", "language", "labels", "version", "base_rate", "sources", "seed")


class BadModel(ValueError):
    """A model file that cannot be used, and why."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelFile:
    """What a file says of itself, and its arrays."""

    about: Mapping[str, Any]
    arrays: Arrays


def path_of(language: str, folder: Path = MODELS) -> Path:
    return folder / f"{language}.npz"


def write_model(path: Path, about: Mapping[str, Any], arrays: Arrays) -> str:
    """Store a model and return its version, which is the digest of its arrays."""
    version = digest(arrays)
    described = {**about, "format": FORMAT, "version": version}
    text = json.dumps(described, sort_keys=True, ensure_ascii=False).encode()
    with path.open("wb") as file:
        stored: dict[str, Any] = {"about": np.frombuffer(text, np.uint8), **arrays}
        np.savez_compressed(file, **stored)
    return version


def read_model(path: Path) -> ModelFile:
    """The model in a file, every array of the expected form and the whole as it was written."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(arrays.pop("about").tobytes())
    except FileNotFoundError:
        raise BadModel(f"{path}: there is no such file; train it with `manage.py train_checks`.") from None
    # zipfile, numpy and json each have their own way of saying that a file is not what it should be.
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise BadModel(f"{path}: is not a model file ({type(error).__name__}).") from error
    _verify(path, about, arrays)
    return ModelFile(about, arrays)


def digest(arrays: Arrays) -> str:
    total = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype.str} {array.shape}".encode())
        total.update(array.tobytes())
    return total.hexdigest()[:16]


def _verify(path: Path, about: Any, arrays: Arrays) -> None:
    if not isinstance(about, dict) or any(name not in about for name in ABOUT):
        raise BadModel(f"{path}: does not say what it is.")
    if about["format"] != FORMAT:
        raise BadModel(f"{path}: has format {about['format']}; this version reads format {FORMAT}.")
    if {name: array.ndim for name, array in arrays.items()} != AXES:
        raise BadModel(f"{path}: does not hold the arrays of a model.")
    if about["version"] != digest(arrays):
        raise BadModel(f"{path}: was damaged or altered after it was written.")
    if not _fit_together(about["labels"], arrays):
        raise BadModel(f"{path}: holds arrays that do not fit together.")
    if not all(np.isfinite(array).all() for array in arrays.values() if array.dtype.kind == "f"):
        raise BadModel(f"{path}: holds numbers that are none.")


def _fit_together(labels: Any, arrays: Arrays) -> bool:
    """Whether each layer takes what the one before gives, and there is an answer for each label."""
    if not (isinstance(labels, list) and labels and all(isinstance(label, str) for label in labels)):
        return False
    shape = {name: array.shape for name, array in arrays.items()}
    rows, width = shape["pieces"]
    filters, dense = len(arrays["near_bias"]), len(arrays["dense_bias"])
    expected = {
        "linear": (len(arrays["linear"]), len(labels)),
        "linear_scale": (len(labels),),
        "pieces_scale": (width,),
        "near": (3 * width, filters),
        "far": (3 * filters, filters),
        "far_bias": (filters,),
        "dense": (2 * filters + width, dense),
        "output": (dense, len(labels)),
        "output_bias": (len(labels),),
        "calibration": (len(labels), 4),
    }
    # A hash finds its row by its lowest bits.
    powers = all(size > 0 and not size & (size - 1) for size in (rows, len(arrays["linear"])))
    whole = all(arrays[name].dtype.kind in "iu" for name in ("linear", "pieces", "known", "sought"))
    return powers and whole and all(shape[name] == form for name, form in expected.items())
