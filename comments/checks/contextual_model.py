"""The contextual model on disk, and what it makes of a text: each piece's part in every label.

It needs onnxruntime, which is an extra; a site without it does without the contextual check.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comments.checks.model_file import MODELS, BadModel
from comments.checks.wordpieces import Piece, WordPieces

Floats = NDArray[np.float32]


def contextual_path(language: str, folder: Path = MODELS) -> Path:
    """The model. How it is weighed beside others stands next to it, in a small file of its own."""
    return folder / f"contextual_{language}.onnx"


def weights_path(path: Path) -> Path:
    return path.with_suffix(".json")


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A text's pieces, and (pieces, labels) how much each adds to the log odds; the sum is the whole."""

    pieces: Sequence[Piece]
    of_pieces: Floats
    rest: Floats  # (labels,) what no piece stands for

    @property
    def log_odds(self) -> Floats:
        """(labels,)"""
        whole: Floats = self.of_pieces.sum(axis=0) + self.rest
        return whole


class ContextualModel:
    """An encoder that reads every word beside all others. Built once; may be used by several threads."""

    def __init__(self, session: Any, about: dict[str, Any], pieces: WordPieces) -> None:
        self.labels: tuple[str, ...] = tuple(about["labels"])
        self.version: str = about["version"]
        self.longest: int = about["longest"] - 2  # without the marks around a text
        self._session, self._pieces = session, pieces

    @classmethod
    def load(cls, path: Path) -> ContextualModel:
        """Raises BadModel for a file that cannot be used, ImportError without onnxruntime."""
        # Read on import. Else it keeps a number for this machine, to tell its makers what is done here.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime

        if not path.is_file():
            raise BadModel(f"{path}: there is no such file; train it with `manage.py train_contextual`.")
        options = onnxruntime.SessionOptions()
        # A web server has a process for each core already.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            stored = session.get_modelmeta().custom_metadata_map
            pieces = WordPieces(stored["pieces"].split("\n"))
            model = cls(session, json.loads(stored["about"]), pieces)
        # onnxruntime has an exception of its own for each thing that can be wrong with a file.
        except Exception as error:
            raise BadModel(f"{path}: is not a contextual model ({type(error).__name__}).") from error
        return model

    def pieces(self, letters: str) -> list[Piece]:
        return self._pieces.read(letters, most=len(letters))

    def read(self, pieces: Sequence[Piece]) -> Parts:
        """At most `longest` pieces in a row."""
        numbers = [self._pieces.begin, *(piece.number for piece in pieces), self._pieces.end]
        (parts,) = self._session.run(None, {"pieces": np.array([numbers], np.int64)})
        # The log odds are the mean of all parts, those of the two marks around the text included.
        parts = parts / len(numbers)
        return Parts(pieces, parts[1:-1], parts[0] + parts[-1])


def read_weights(path: Path, labels: Sequence[str]) -> Floats:
    """(labels, 4): how much the learned model, the contextual one and the rules count, and the intercept.

    Raises BadModel.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        weights = np.array([stored[label] for label in labels], np.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadModel(
            f"{path}: does not say how the models are weighed ({type(error).__name__})."
        ) from error
    if weights.shape != (len(labels), 4) or not np.isfinite(weights).all():
        raise BadModel(f"{path}: must have four numbers for each label.")
    return weights
