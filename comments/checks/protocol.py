"""The contract between `screening` and every check."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from comments.checks.opinion import Opinion


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as a check sees it. Only `text` is the reader's; the rest says where it was written."""

    text: str
    language: str = ""  # the page's, a code such as "en" or "ckb"; empty when unknown
    page_title: str = ""
    page_text: str = ""
    parent_text: str = ""
    names: tuple[str, ...] = ()  # who writes here: the byline, and authors in this thread


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of the reader's own text (code points, end excluded) and why a moderator should read it."""

    guideline: str
    start: int
    end: int
    reason: str  # a sentence a moderator could read out
    kind: str = ""  # of abuse: "sexism", "racism", …
    is_quotation: bool = False  # repeats the page or the parent: shown, not counted


@dataclass(frozen=True, slots=True)
class Reading:
    """What one check makes of one submission, for each of its guidelines.

    A guideline in `unread` could not be read, with the reason; it becomes `failed`, never `clear`. A check
    that learned from examples has opinions instead of scores, and may leave a guideline to the others.
    """

    scores: Mapping[str, float] = field(default_factory=dict)  # guideline: 0 to 1
    findings: Sequence[Finding] = ()
    unread: Mapping[str, str] = field(default_factory=dict)  # guideline: a sentence saying why
    opinions: Mapping[str, Opinion] = field(default_factory=dict)  # guideline: what examples say of it
    overall: Opinion | None = None  # what they say of a rejection under any guideline
    likeliest: str = ""  # the guideline under which to show what only `overall` sees
    left_to_others: Collection[str] = ()  # guidelines of which it knows nothing in this language


class Check(Protocol):
    """Looks for breaches of its guidelines. Built once; the same submission always gives the same reading."""

    guidelines: tuple[str, ...]

    def read(self, submission: Submission) -> Reading: ...
