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
FORMAT = 1
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
