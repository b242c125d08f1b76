"""Reads the demo's files. The format is described in `newsroom.demo`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comments.guidelines import CODES, DEFAULT_WORDINGS

SITE_NAME = "The Meridian"
HERE = Path(__file__).parent
LONGEST_NAME = 60
LONGEST_TEXT = 3000

STATES = (
    "pending",
    "approved",
    "rejected",
    "withdrawn",
    "erased",
    "undone",
    "reconsidered",
    "reported",
    "appealed",
    "confirmed",
    "overturned",
)
# Readers could see these, for a while at least, and so could answer them.
SEEN_BY_READERS = frozenset({"approved", "erased", "reconsidered", "reported", "overturned"})

_PARTS = {
    "reconsidered": {"rejection"},
    "rejected": {"rejection"},
    "reported": {"report"},
    "appealed": {"rejection", "appeal"},
    "confirmed": {"rejection", "appeal"},
    "overturned": {"rejection", "appeal"},
}


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    language: str
    section: str
    headline: str
    standfirst: str
    byline: str
    hours_ago: float
    body: tuple[str, ...]  # paragraphs


@dataclass(frozen=True, slots=True)
class Rejection:
    guidelines: tuple[str, ...]
    explanation: str = ""
    words: tuple[str, ...] = ()  # what the moderator marked, as it stands in the text


@dataclass(frozen=True, slots=True)
class Appeal:
    statement: str
    answer: str = ""  # of the second moderator; empty while the appeal waits


@dataclass(frozen=True, slots=True)
class Report:
    guideline: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoComment:
    id: str
    name: str
    text: str
    minutes_ago: float
    state: str = "pending"
    in_reply_to: str = ""
    email: str = ""
    rejection: Rejection | None = None
    appeal: Appeal | None = None
    report: Report | None = None


def articles(here: Path = HERE) -> list[Article]:
    """Every article, newest first."""
    found = [_article(path) for path in sorted((here / "articles").glob("*.toml"))]
    return sorted(found, key=lambda article: article.hours_ago)


def thread(slug: str, here: Path = HERE) -> list[DemoComment]:
    """The comments under one article, oldest first: the order in which to replay them."""
    path = here / "threads" / f"{slug}.toml"
    table = _load(path)
    _require_keys(table, path.name, needed={"comment"})
    comments = [_comment(item, f"{path.name}, comment {n}") for n, item in enumerate(table["comment"], 1)]
    _refuse_impossible_replies(comments, path.name)
    return sorted(comments, key=lambda comment: -comment.minutes_ago)


def _article(path: Path) -> Article:
    table = _load(path)
    _require_keys(
        table,
        path.name,
        needed={"language", "section", "headline", "standfirst", "byline", "hours_ago", "body"},
    )
    _require_one_of(table["language"], DEFAULT_WORDINGS, "language", path.name)
    paragraphs = tuple(" ".join(part.split()) for part in table.pop("body").strip().split("\n\n"))
    return Article(slug=path.stem, body=paragraphs, **table)


def _comment(item: dict[str, Any], where: str) -> DemoComment:
    where = f"{where} ({item.get('id', 'no id')})"
    state = item.get("state", "pending")
    _require_one_of(state, STATES, "state", where)
    _require_keys(
        item,
        where,
        needed={"id", "name", "text", "minutes_ago"} | _PARTS.get(state, set()),
        optional={"in_reply_to", "email", "state"},
    )
    text = item["text"].strip()
    _require_length(text, LONGEST_TEXT, "text", where)
    _require_length(item["name"], LONGEST_NAME, "name", where)
    parts = {
        "rejection": _rejection(item["rejection"], text, where) if "rejection" in item else None,
        "appeal": _appeal(item["appeal"], state, where) if "appeal" in item else None,
        "report": _report(item["report"], where) if "report" in item else None,
    }
    return DemoComment(**{**item, **parts, "text": text})


def _rejection(table: dict[str, Any], text: str, where: str) -> Rejection:
    _require_keys(table, f"{where}, rejection", needed={"guidelines"}, optional={"explanation", "words"})
    if not table["guidelines"]:
        raise ValueError(f"{where}: a rejection names at least one guideline.")
    for code in table["guidelines"]:
        _require_one_of(code, CODES, "guideline", where)
    for words in table.get("words", ()):
        if not words or words not in text:
            raise ValueError(f"{where}: the marked words {words!r} are not in the text.")
    return Rejection(
        guidelines=tuple(table["guidelines"]),
        explanation=table.get("explanation", ""),
        words=tuple(table.get("words", ())),
    )


def _appeal(table: dict[str, Any], state: str, where: str) -> Appeal:
    needed = {"statement"} if state == "appealed" else {"statement", "answer"}
    _require_keys(table, f"{where}, appeal", needed=needed)
    return Appeal(**table)


def _report(table: dict[str, Any], where: str) -> Report:
    _require_keys(table, f"{where}, report", needed={"guideline"}, optional={"note"})
    _require_one_of(table["guideline"], CODES, "guideline", where)
    return Report(**table)


def _refuse_impossible_replies(comments: list[DemoComment], where: str) -> None:
    by_id = {comment.id: comment for comment in comments}
    if len(by_id) < len(comments):
        raise ValueError(f"{where}: two comments share an id.")
    for comment in comments:
        if comment.in_reply_to:
            _refuse_impossible_reply(comment, by_id.get(comment.in_reply_to), f"{where} ({comment.id})")


def _refuse_impossible_reply(comment: DemoComment, parent: DemoComment | None, where: str) -> None:
    if parent is None:
        raise ValueError(f"{where}: replies to {comment.in_reply_to!r}, which is not in this thread.")
    if parent.state not in SEEN_BY_READERS:
        raise ValueError(f"{where}: replies to {parent.id!r}, which readers never saw ({parent.state}).")
    if parent.minutes_ago <= comment.minutes_ago:
        raise ValueError(f"{where}: replies to {parent.id!r}, which was written later.")


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _require_keys(
    table: Mapping[str, Any], where: str, *, needed: set[str], optional: Collection[str] = ()
) -> None:
    if missing := needed - set(table):
        raise ValueError(f"{where}: missing {', '.join(sorted(missing))}.")
    if unknown := set(table) - needed - set(optional):
        raise ValueError(f"{where}: unknown or out of place: {', '.join(sorted(unknown))}.")


def _require_one_of(value: str, allowed: Collection[str], what: str, where: str) -> None:
    if value not in allowed:
        raise ValueError(f"{where}: unknown {what} {value!r}.")


def _require_length(value: str, longest: int, what: str, where: str) -> None:
    if not 0 < len(value) <= longest:
        raise ValueError(f"{where}: the {what} has {len(value)} characters, not 1 to {longest}.")
