"""What runs the contextual model tells its makers nothing of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOADED = """
from comments.checks.contextual_model import ContextualModel, contextual_path
print(ContextualModel.load(contextual_path("en")).version)
"""


def test_loading_the_model_leaves_no_number_for_this_machine(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip()
    assert list(tmp_path.rglob("*")) == []


def test_wherever_it_is_imported_it_is_told_so_before():
    texts = [path.read_text() for path in (ROOT / "comments").rglob("*.py")]
    found = [(text, re.search(r"^ *(import|from) onnxruntime", text, re.M)) for text in texts]
    before = [text[: match.start()] for text, match in found if match]

    assert len(before) >= 2  # where the model is loaded, and where it is written
    assert all('ORT_DISABLE_TELEMETRY"] = "1"' in text for text in before)
