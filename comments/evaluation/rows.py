"""Labelled comments as they lie in files: JSON lines, plain or gzipped."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from comments.checks.protocol import Submission

GZIPPED = b"\x1f\x8b"
LONGEST_LINE = 1_000_000
LONGEST_TEXT = 20_000  # several times what a site takes; beyond it a row is no comment
SHAPE = '{"text": "…", "labels": {"toxicity": 1}}'


class BadRows(ValueError):
    """A file that cannot be read as labelled comments, and where it fails."""


@dataclass(frozen=True, slots=True)
class Row:
    """A comment, what people judged of it, and the words they marked."""

    submission: Submission
    judged: Mapping[str, int]  # label: 1 or 0; what nobody judged is missing
    line: int
    language: str = ""  # as the row says; empty where it does not
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        return self.submission.text


class Collection:
    """The rows of one file, read anew each time and never all at once."""

    def __init__(
        self,
        path: Path,
        *,
        language: str = "",
        every: int = 1,
        is_wanted: Callable[[str], bool] | None = None,
    ) -> None:
        self.path = path
        self.name = path.name.removesuffix(".gz").removesuffix(".jsonl")
        self.left_out = 0  # rows whose text is too long to be a comment
        self._language = language
        self._every = every
        self._is_wanted = is_wanted

    def __iter__(self) -> Iterator[Row]:
        self.left_out = 0
        seen = 0
        for number, line in _lines(self.path):
            row = _parse(line, number, f"{self.path}, line {number}", self._language)
            if self._is_wanted and not self._is_wanted(row.text):
                continue
            seen += 1
            if (seen - 1) % self._every:
                continue
            if len(row.text) > LONGEST_TEXT:
                self.left_out += 1
            else:
                yield row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1."""
    try:
        with _opened(path) as lines:
            number = 0
            while line := lines.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise BadRows(f"{path}, line {number}: is longer than {LONGEST_LINE:,} characters.")
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise BadRows(f"{path} cannot be read: it is not UTF-8 text ({error.reason}).") from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadRows(f"{path} cannot be read: {error}") from error


def _opened(path: Path) -> IO[str]:
    """By what the file begins with: a name can be wrong."""
    with open(path, "rb") as raw:
        begins = raw.read(2)
    if path.suffix == ".gz" and begins and begins != GZIPPED:
        raise BadRows(f"{path} cannot be read: it is called .gz and is not gzipped.")
    if begins == GZIPPED:
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return open(path, encoding="utf-8-sig")


def _parse(line: str, number: int, place: str, language: str) -> Row:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRows(f"{place}: not JSON: {error}") from error
    if not (
        isinstance(fields, dict)
        and isinstance(fields.get("text"), str)
        and isinstance(fields.get("labels"), dict)
    ):
        raise BadRows(f"{place}: must be an object such as {SHAPE}.")
    said = _text(fields, "language", place)
    submission = Submission(
        fields["text"],
        language=said or language,
        page_title=_text(fields, "page_title", place),
        page_text=_text(fields, "page_text", place) or _text(fields, "article", place),
        parent_text=_text(fields, "parent_text", place),
    )
    return Row(submission, _judged(fields["labels"], place), number, said, _spans(fields, place))


def _text(fields: dict[str, Any], name: str, place: str) -> str:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRows(f"{place}: {name} must be a string, not {type(value).__name__}.")
    return value or ""


def _judged(labels: dict[str, Any], place: str) -> dict[str, int]:
    for label, judged in labels.items():
        if judged is not None and (judged not in (0, 1) or isinstance(judged, str)):
            raise BadRows(f"{place}: {label} must be 1, 0 or null, not {judged!r}.")
    return {label: int(judged) for label, judged in labels.items() if judged is not None}


def _spans(fields: dict[str, Any], place: str) -> tuple[tuple[int, int], ...]:
    """Spans of code points that people marked; each may carry more, such as a name."""
    try:
        spans = {(int(start), int(end)) for start, end, *_ in fields.get("spans") or ()}
    except (TypeError, ValueError) as error:
        raise BadRows(f"{place}: spans must be pairs of numbers.") from error
    return tuple(sorted(span for span in spans if 0 <= span[0] < span[1] <= len(fields["text"])))
