"""The comment section of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import models

from comments import clock
from comments.conf import setting
from comments.pages import Page, description


@dataclass(frozen=True, slots=True)
class PastPage:
    """What another system tells of a page."""

    key: str
    url: str
    title: str
    text: str = ""
    section: str = ""
    language: str = ""


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def of_page(self, page: Page) -> Discussion | None:
        """The page's discussion, if anyone has written under it yet. Viewing makes nothing."""
        return self.filter(site=setting("SITE"), key=description(page)["key"]).first()

    def begun_by(self, page: Page) -> Discussion:
        """The page's discussion, made at the first comment. What it keeps of the page is renewed."""
        facts = description(page)
        users = facts.pop("byline_users")
        discussion, is_new = self.get_or_create(site=setting("SITE"), key=facts.pop("key"), defaults=facts)
        if not is_new:
            discussion._bring_up_to_date(facts)
        discussion.byline_users.set(users)
        return discussion

    def brought_in(self, pages: Iterable[PastPage]) -> dict[str, Discussion]:
        """By key, made where missing. What a discussion knows already is newer than any import, and stays."""
        site, by_key = setting("SITE"), {page.key: page for page in pages}
        there = set(self.filter(site=site, key__in=by_key).values_list("key", flat=True))
        missing = [Discussion(site=site, **asdict(page)) for key, page in by_key.items() if key not in there]
        self.bulk_create(missing, ignore_conflicts=True)  # type: ignore[arg-type]
        return {discussion.key: discussion for discussion in self.filter(site=site, key__in=by_key)}


class Discussion(models.Model):
    """What the checks and the desk need to know of a page, and whether its comment section is open.

    Keyed by `page.discussion_key`, else by the page's path, within one site. It follows the page's present
    words, so it is no permanent row; the comments in it are.
    """

    site = models.CharField(max_length=60)
    key = models.CharField(max_length=400)
    url = models.CharField(max_length=400)
    title = models.TextField()
    text = models.TextField(blank=True)
    section = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=12, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    byline_users = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="discussion_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    def close(self, *, at: datetime | None = None) -> None:
        """No more comments from now on, or from a time to come. What was published stays."""
        self._set_closed_at(at or clock.now())

    def reopen(self) -> None:
        self._set_closed_at(None)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None or self.closed_at > clock.now()

    def names(self, limit: int = 50) -> tuple[str, ...]:
        """Who writes here, the byline and the latest commenters: an attack on them is told by name."""
        commenters = self.comments.exclude(name="").order_by("-pk").values_list("name", flat=True)[:limit]
        return tuple(dict.fromkeys(name for name in (self.byline, *commenters) if name))

    def _set_closed_at(self, at: datetime | None) -> None:
        self.closed_at = at
        self.save(update_fields=["closed_at"])

    def _bring_up_to_date(self, facts: dict) -> None:
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, facts[name])
        if changed:
            self.save(update_fields=changed)
