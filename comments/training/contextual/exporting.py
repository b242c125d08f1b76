"""Writes the contextual model as one ONNX file of whole numbers, its pieces and all about it inside."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch

from comments.training.contextual.encoder import Encoder

OPERATORS = 17  # the ONNX operator set, of 2022: any onnxruntime that we name reads it


def export(path: Path, encoder: Encoder, vocabulary: Sequence[str], about: Mapping[str, Any]) -> None:
    """Its version is the digest of its weights."""
    # Read on import, as where the model is loaded: else it keeps a number for this machine.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = torch.tensor([[2, 1, 3]])
    with TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            encoder.eval(),
            (example,),
            str(full),
            input_names=["pieces"],
            output_names=["parts"],
            dynamic_axes={"pieces": {1: "length"}, "parts": {0: "length"}},
            opset_version=OPERATORS,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        model = onnx.load(small)
    version = hashlib.sha256(model.graph.SerializeToString(deterministic=True)).hexdigest()[:16]
    described = json.dumps({**about, "version": version}, sort_keys=True)
    model.metadata_props.add(key="about", value=described)
    model.metadata_props.add(key="pieces", value="\n".join(vocabulary))
    onnx.save(model, path)
