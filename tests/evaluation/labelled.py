"""Files of judged comments, for tests to measure with."""

from __future__ import annotations

import gzip
import json
from pathlib import Path


def labelled(tmp_path: Path, *rows: object, name: str = "judged.jsonl.gz") -> Path:
    """A file of JSON lines; a row that is a string stands there as it is."""
    path = tmp_path / name
    with (gzip.open if name.endswith("gz") else open)(path, "wt", encoding="utf-8") as lines:
        lines.writelines((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    return path
