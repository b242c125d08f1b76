"""What was published since a reader last looked, told by a cookie that says nothing of who they are.

The cookie is sent to its one page alone and holds three numbers: the version that the reader had seen before
this look, the one they have seen by now, and when. A look lasts while they keep coming back to the page,
so that what is new stays new while they turn its pages.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from comments.conf import setting
from comments.models import Publication
from comments.together import Question

COOKIE = "comments_seen"
LOOK_MINUTES = 30
RENEWED_MINUTES = 10  # the cookie is not sent again for every page that is turned
MOST = 99


@dataclass(frozen=True, slots=True)
class Seen:
    before: int
    now: int
    minute: int

    @classmethod
    def read(cls, cookie: str) -> Seen | None:
        """None for what is no cookie of ours, or was written by somebody else."""
        parts = cookie.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 11 for part in parts):
            return None
        return cls(*map(int, parts))

    def __str__(self) -> str:
        return f"{self.before}.{self.now}.{self.minute}"


class News:
    """Of one page, to one reader."""

    def __init__(self, request, shown) -> None:
        self.discussion = shown.discussion
        self.page = shown.page
        self.version = self.discussion.version if self.discussion else 0
        self.had = Seen.read(request.COOKIES.get(COOKIE, ""))
        self.seen = self._seen(int(time.time() // 60))
        self.html = self._html() if self.seen.before < self.version else ""

    @classmethod
    def of(cls, request, shown) -> News:
        if not hasattr(request, "comments_news"):
            request.comments_news = cls(request, shown)
        return request.comments_news

    def remember(self, response) -> None:
        days = setting("NEWS_DAYS")
        if self.seen == self.had or not days or not self.version:
            return
        response.set_cookie(
            COOKIE,
            str(self.seen),
            max_age=days * 24 * 3600,
            path=self.page.get_absolute_url(),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def _seen(self, minute: int) -> Seen:
        had = self.had
        if had is None or had.now > self.version or had.minute > minute or not setting("NEWS_DAYS"):
            return Seen(self.version, self.version, minute)
        if minute - had.minute > LOOK_MINUTES:
            return Seen(had.now, self.version, minute)
        is_same = had.now == self.version and minute - had.minute < RENEWED_MINUTES
        return had if is_same else Seen(had.before, self.version, minute)

    def _html(self) -> str:
        count = Question(self._new, len).answer()
        if not count:
            return ""
        context = {"count": min(count, MOST), "is_more": count > MOST, "since": self.seen.before}
        return render_to_string("comments/_news.html", context)

    def _new(self) -> QuerySet:
        new = Publication.objects.filter(discussion=self.discussion.pk).after(self.seen.before)
        return new.values_list("number")[: MOST + 1]
