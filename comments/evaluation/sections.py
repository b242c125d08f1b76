"""Text files of sentences under headings: what an editor can read, and add to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SENTENCES = Path(__file__).parent / "sentences"


class BadSentences(ValueError):
    """A file of sentences that cannot be used, and where."""


def sections(path: Path) -> Iterator[tuple[str, str, str]]:
    """Each line with its heading, and where it stands, for whoever must say what is wrong with it."""
    heading = ""
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.strip()
        place = f"{path.name}, line {number}"
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1].strip()
        elif line and not line.startswith("#"):
            if not heading:
                raise BadSentences(f"{place}: stands before any heading.")
            yield heading, line, place
