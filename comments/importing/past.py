"""From one line of the file to what the models are told, or the reason why not."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from comments.conf import setting
from comments.models import PastComment, PastDecision, PastPage
from comments.refusals import TextRefused
from comments.text import MAX_LENGTH, is_storable

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # nobody commented on the web before
CLOCKS_DIFFER = timedelta(minutes=5)

CONTROLS = re.compile(r"[\x00-\x1f\x7f]")

LONGEST_KEY = 200
LONGEST_AUTHOR_ID = 120
LONGEST_BY = 60
OUTCOMES = ("approved", "rejected")


class BadLine(ValueError):
    """Why a line cannot be imported: a sentence that repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads lines of one source."""

    page: PastPage  # for lines that name none; its language for pages that name none
    guidelines: Collection[str]  # codes, retired ones included

    def read(self, line: bytes) -> PastComment:
        """Raises BadLine."""
        fields = Fields(_object(line))
        key = fields.identifier("id", limit=LONGEST_KEY) or _key_of(line)
        submitted_at = fields.moment("submitted_at") or timezone.now()
        try:
            # The reasons are for the person who imports, so they are in the language of this command.
            with translation.override("en"):
                return PastComment(
                    source_key=key,
                    text=fields.needed("text", limit=None),
                    name=fields.text("name", limit=None) or "Guest",
                    author_key=fields.identifier("author_id", limit=LONGEST_AUTHOR_ID),
                    submitted_at=submitted_at,
                    in_reply_to=fields.identifier("in_reply_to", limit=LONGEST_KEY),
                    page=self._page(fields.part("page")),
                    decision=self._decision(fields.part("decision"), submitted_at),
                )
        except TextRefused as refusal:
            raise BadLine(str(refusal)) from refusal

    def _page(self, fields: Fields | None) -> PastPage:
        if fields is None:
            return self.page
        url = _path(fields.text("url", limit=400))
        key = fields.text("key", limit=400) or url
        if not key:
            raise BadLine("page needs a url or a key.")
        return PastPage(
            key=key,
            url=url or (key if _is_path(key) else "/"),
            title=fields.text("title", limit=500) or key,
            text=fields.text("text", limit=None),
            section=fields.text("section", limit=100),
            language=fields.text("language", limit=12) or self.page.language,
        )

    def _decision(self, fields: Fields | None, submitted_at: datetime) -> PastDecision | None:
        if fields is None:
            return None
        outcome = fields.needed("outcome", limit=None)
        if outcome not in OUTCOMES:
            raise BadLine(f"decision.outcome must be one of {', '.join(OUTCOMES)}.")
        decided_at = fields.moment("decided_at") or submitted_at
        if decided_at < submitted_at:
            raise BadLine("decision.decided_at is before submitted_at.")
        return PastDecision(
            outcome=outcome,
            decided_at=decided_at,
            guidelines=self._guidelines(fields.texts("guidelines"), outcome),
            by=fields.text("by", limit=LONGEST_BY),
            explanation=fields.text("explanation", limit=MAX_LENGTH),
        )

    def _guidelines(self, codes: list[str], outcome: str) -> tuple[str, ...]:
        if outcome == "rejected" and not codes:
            raise BadLine("A rejection names at least one guideline in decision.guidelines.")
        if outcome == "approved" and codes:
            raise BadLine("An approval names no guidelines.")
        if not set(codes) <= set(self.guidelines):
            raise BadLine(f"decision.guidelines may name {', '.join(sorted(self.guidelines))}.")
        return tuple(dict.fromkeys(codes))


def _key_of(line: bytes) -> str:
    """For a line that gives no id. Keyed, as it outlives an erasure and must say nothing of the words."""
    return f"line:{salted_hmac('comments.import', line, algorithm='sha256').hexdigest()}"


class Fields:
    """A JSON object whose values are asked for by name and kind; BadLine for what is of another."""

    def __init__(self, values: dict[str, Any], within: str = "") -> None:
        self.values, self.within = values, within

    def text(self, name: str, *, limit: int | None) -> str:
        """The string, or an empty one where there is none."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise BadLine(f"{self.within}{name} must be a string.")
        if not is_storable(value):
            raise BadLine(
                f"{self.within}{name} has characters that are not text: NUL, or half a surrogate pair."
            )
        if limit is not None and len(value) > limit:
            raise BadLine(f"{self.within}{name} is longer than {limit} characters.")
        return value

    def needed(self, name: str, *, limit: int | None) -> str:
        value = self.text(name, limit=limit)
        if not value:
            raise BadLine(f"{self.within}{name} is missing.")
        return value

    def texts(self, name: str) -> list[str]:
        values = self.values.get(name)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise BadLine(f"{self.within}{name} must be a list of strings.")
        return values

    def identifier(self, name: str, *, limit: int) -> str:
        """A string or a whole number, as a string."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**limit:
            return str(value)
        if value is not None and not isinstance(value, str):
            raise BadLine(f"{self.within}{name} must be a string or a whole number.")
        return self.text(name, limit=limit)

    def moment(self, name: str) -> datetime | None:
        """A time with its zone, neither absurd nor to come."""
        value = self.text(name, limit=64)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise BadLine(f"{self.within}{name} must be a time like 2024-05-31T18:20:00Z.") from error
        if moment.tzinfo is None:
            raise BadLine(f"{self.within}{name} has no time zone: end it with Z or an offset like +03:00.")
        if moment < EARLIEST:
            raise BadLine(f"{self.within}{name} is before {EARLIEST.year}.")
        if moment > timezone.now() + CLOCKS_DIFFER:
            raise BadLine(f"{self.within}{name} lies in the future.")
        return moment

    def part(self, name: str) -> Fields | None:
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadLine(f"{self.within}{name} must be an object.")
        return Fields(value, within=f"{name}.")


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise BadLine(f"Not UTF-8 text: byte {error.start + 1} of the line.") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"Not JSON: {error.msg} at character {error.pos + 1}.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine("Not JSON that can be read: a number too long, or too deeply nested.") from error
    if not isinstance(value, dict):
        raise BadLine('Not an object such as {"text": "…"}.')
    return value


def _path(url: str) -> str:
    """Where the page is: a path of ours, or an address elsewhere."""
    if not url:
        return ""
    try:
        parts, ours = urlsplit(url), urlsplit(setting("BASE_URL"))
    except ValueError as error:
        raise BadLine("page.url is not an address.") from error
    if parts.scheme in ("http", "https") and parts.netloc and not CONTROLS.search(url):
        if parts.netloc != ours.netloc:
            return url
        url = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    if not _is_path(url):
        raise BadLine("page.url must be a path such as /articles/the-bridge/, or begin with https://.")
    return url


def _is_path(url: str) -> bool:
    """Of ours, to a browser too: to that `/\\` is `//`, which begins another host, and a tab is nothing."""
    return url.startswith("/") and not url.startswith(("//", "/\\")) and not CONTROLS.search(url)
