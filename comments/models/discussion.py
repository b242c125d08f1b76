"""The comment section of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from comments import clock, refusals
from comments.conf import setting
from comments.pages import Page, description, name_of

SLOWEST = 24 * 3600


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
        from comments.models.taken_name import TakenName

        facts = description(page) | {"page": name_of(page)}
        users = facts.pop("byline_users")
        discussion, is_new = self.get_or_create(site=setting("SITE"), key=facts.pop("key"), defaults=facts)
        if is_new or discussion.byline != facts["byline"]:
            TakenName.objects.keep_byline(facts["byline"])
        if not is_new:
            discussion._bring_up_to_date(facts)
        # To set them opens a transaction, for which SQLite has everybody else wait, at every comment.
        if set(discussion.byline_users.values_list("pk", flat=True)) != {user.pk for user in users}:
            discussion.byline_users.set(users)
        return discussion

    def brought_in(self, pages: Iterable[PastPage]) -> dict[str, Discussion]:
        """By key, made where missing. What a discussion knows already is newer than any import, and stays."""
        site, by_key = setting("SITE"), {page.key: page for page in pages}
        there = set(self.filter(site=site, key__in=by_key).values_list("key", flat=True))
        new = [by_key[key] for key in sorted(by_key.keys() - there)]
        missing = [Discussion(site=site, **asdict(page)) for page in new]
        self.bulk_create(missing, ignore_conflicts=True)  # type: ignore[arg-type]
        return {discussion.key: discussion for discussion in self.filter(site=site, key__in=by_key)}


class Discussion(models.Model):
    """What the checks and the desk need to know of a page, and whether its comment section is open.

    Keyed by `page.discussion_key`, else by the page's path, within one site. It follows the page's present
    words, so it is no permanent row; the comments in it are.
    """

    site = models.CharField(max_length=60)
    key = models.CharField(max_length=400)
    # Which page it is, for a form that is shown elsewhere. Empty where an import began it.
    page = models.CharField(max_length=200, blank=True)
    url = models.CharField(gettext_lazy("address"), max_length=400)
    title = models.TextField(gettext_lazy("title"))
    text = models.TextField(gettext_lazy("text"), blank=True)
    section = models.CharField(gettext_lazy("section"), max_length=100, blank=True)
    language = models.CharField(gettext_lazy("language"), max_length=12, blank=True)
    byline = models.CharField(gettext_lazy("byline"), max_length=200, blank=True)
    byline_users = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    begun_at = models.DateTimeField(gettext_lazy("begun at"), default=clock.now)
    closed_at = models.DateTimeField(gettext_lazy("closed at"), null=True, blank=True)
    # At least so many seconds between two comments of one author; 0 for as many as they like.
    slow_seconds = models.PositiveIntegerField(default=0)
    # How many of its comments may wait; NULL for what the site has set for every page.
    most_waiting = models.PositiveIntegerField(null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("discussion"), gettext_lazy("discussions")
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="discussion_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    def close(self, *, by=None, at: datetime | None = None) -> None:
        """No more comments from now on, or from a time to come. What was published stays."""
        self._set(by=by, act="discussion closed", closed_at=at or clock.now())

    def reopen(self, *, by=None) -> None:
        self._set(by=by, act="discussion opened", closed_at=None)

    def slow_down(self, *, by, seconds: int) -> None:
        """Have each author wait so long between two comments here. Raises PaceRefused."""
        if not 0 <= seconds <= SLOWEST:
            raise refusals.PaceRefused(SLOWEST // 3600)
        self._set(by=by, act="discussion slowed", slow_seconds=seconds)

    @transaction.atomic
    def cap(self, *, by, most: int | None) -> None:
        """How many may wait here; None for what the site has set. Raises CapRefused."""
        from comments.models.overload import Overload
        from comments.models.waiting_cap import refuse_if_no_cap

        refuse_if_no_cap(most)
        self._set(by=by, act="discussion capped", most_waiting=most)
        Overload.objects.review(self)

    def refuse_if_closed_or_too_soon(self, author) -> None:
        """By what editors have set until now. Raises DiscussionClosed, TooSoon."""
        self.refresh_from_db(fields=["closed_at", "slow_seconds", "most_waiting"])
        if not self.is_open:
            raise refusals.DiscussionClosed
        if not self.slow_seconds:
            return
        newest = self.comments.filter(author=author).order_by("-received_at").first()
        if newest and newest.received_at + self.pace > clock.now():
            raise refusals.TooSoon(newest.received_at + self.pace, self.pace)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None or self.closed_at > clock.now()

    @property
    def pace(self) -> timedelta:
        """How long an author waits between two comments here."""
        return timedelta(seconds=self.slow_seconds)

    def names(self, limit: int = 50) -> tuple[str, ...]:
        """Who writes here, the byline and the latest commenters: an attack on them is told by name."""
        commenters = self.comments.exclude(name="").order_by("-pk").values_list("name", flat=True)[:limit]
        return tuple(dict.fromkeys(name for name in (self.byline, *commenters) if name))

    @transaction.atomic
    def _set(self, *, by, act: str, **state) -> None:
        """A present state, and on the trail who changed it to what."""
        from comments.models.trail import TrailEntry

        for name, value in state.items():
            setattr(self, name, value)
        self.save(update_fields=list(state))
        told = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in state.items()
        }
        TrailEntry.objects.record(act=act, by=by, details={"discussion": self.pk, **told})

    def _bring_up_to_date(self, facts: dict) -> None:
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, facts[name])
        if changed:
            self.save(update_fields=changed)
