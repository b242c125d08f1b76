"""Replays the demo's articles and threads through the same verbs that readers and moderators use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone, translation

from comments import clock
from comments.models import Author, Comment, Discussion
from newsroom.demo import content
from newsroom.demo.staff import Staff, staff
from newsroom.models import Article

Act = tuple[datetime, Callable[[], object]]


def load() -> tuple[int, int]:
    """Add each missing article with its whole thread, or neither. Says how many of both were added."""
    now, people = timezone.now(), staff()
    there = set(Article.objects.values_list("slug", flat=True))
    missing = [article for article in content.articles() if article.slug not in there]
    comments = 0
    for article in missing:
        with transaction.atomic(), translation.override(article.language):
            comments += Thread(_published(article, now), content.thread(article.slug), people, now).replay()
    return len(missing), comments


def _published(article: content.Article, now: datetime) -> Article:
    return Article.objects.create(
        slug=article.slug,
        language=article.language,
        section=article.section,
        headline=article.headline,
        standfirst=article.standfirst,
        body="\n\n".join(article.body),
        byline=article.byline,
        published_at=now - timedelta(hours=article.hours_ago),
    )


class Thread:
    """What happened under one article, act after act, each at its own time."""

    def __init__(
        self, article: Article, comments: list[content.DemoComment], people: Staff, now: datetime
    ) -> None:
        self.article, self.planned, self.people, self.now = article, comments, people, now
        self.comments: dict[str, Comment] = {}

    def replay(self) -> int:
        """Do it all in order. How many comments there are now."""
        acts = [act for planned in self.planned for act in self._acts(planned)]
        for moment, act in sorted(acts, key=lambda act: act[0]):
            with clock.at(moment):
                act()
        return len(self.comments)

    def _acts(self, planned: content.DemoComment) -> Iterator[Act]:
        yield self._submitted_at(planned), partial(self._submit, planned)
        first, second, third = self._later_moments(planned)
        match planned.state:
            case "approved":
                yield first, partial(self._approve, planned)
            case "rejected":
                yield first, partial(self._reject, planned, seen=0)
            case "withdrawn":
                yield first, lambda: self.comments[planned.id].withdraw()
            case "erased":
                yield first, partial(self._approve, planned)
                yield second, partial(self._erase, planned)
            case "undone":
                yield first, partial(self._approve, planned)
                yield first + timedelta(seconds=8), partial(self._undo, planned)
            case "reconsidered":
                yield first, partial(self._approve, planned)
                yield second, partial(self._reject, planned, seen=1)
            case "reported":
                yield first, partial(self._approve, planned)
                yield second, partial(self._report, planned)
            case "appealed":
                # By the second moderator, so that the first, whose login is printed, may judge the appeal.
                yield first, partial(self._reject, planned, seen=0, by=self.people.second_moderator)
                yield second, partial(self._appeal, planned)
            case "confirmed" | "overturned":
                yield first, partial(self._reject, planned, seen=0)
                yield second, partial(self._appeal, planned)
                yield third, partial(self._answer, planned)

    def _submitted_at(self, planned: content.DemoComment) -> datetime:
        return self.now - timedelta(minutes=planned.minutes_ago)

    def _later_moments(self, planned: content.DemoComment) -> tuple[datetime, datetime, datetime]:
        """When it was first decided, before any reply; and two moments after every reply."""
        submitted_at = self._submitted_at(planned)
        replies = [self._submitted_at(reply) for reply in self.planned if reply.in_reply_to == planned.id]
        wait = timedelta(minutes=4 + len(planned.text) % 29)
        decided_at = submitted_at + min(wait, (min(replies, default=self.now) - submitted_at) / 2)
        quiet_since = max(replies, default=decided_at)
        left = self.now - quiet_since
        return decided_at, quiet_since + left / 3, quiet_since + left * 2 / 3

    def _submit(self, planned: content.DemoComment) -> None:
        self.comments[planned.id] = Comment.objects.submit(
            discussion=Discussion.objects.begun_by(self.article),
            author=Author.objects.of_browser(f"demo: {planned.name}"),
            name=planned.name,
            text=planned.text,
            email=planned.email,
            in_reply_to=self.comments.get(planned.in_reply_to),
        )

    def _approve(self, planned: content.DemoComment) -> None:
        self.comments[planned.id].approve(by=self.people.moderator, seen=0)

    def _reject(self, planned: content.DemoComment, *, seen: int, by=None) -> None:
        rejection = planned.rejection
        assert rejection is not None
        self.comments[planned.id].reject(
            by=by or self.people.moderator,
            seen=seen,
            guidelines=rejection.guidelines,
            explanation=rejection.explanation,
            words=rejection.words,
        )

    def _undo(self, planned: content.DemoComment) -> None:
        self.comments[planned.id].undo(by=self.people.moderator, seen=1)

    def _report(self, planned: content.DemoComment) -> None:
        report = planned.report
        assert report is not None
        self.comments[planned.id].report(
            author=Author.objects.of_browser("demo: a reader who reports"),
            guideline=report.guideline,
            note=report.note,
        )

    def _appeal(self, planned: content.DemoComment) -> None:
        assert planned.appeal is not None
        self.comments[planned.id].appeal(statement=planned.appeal.statement)

    def _answer(self, planned: content.DemoComment) -> None:
        """The appeal, by a moderator who had no part in the decision."""
        rejection, appeal = planned.rejection, self.comments[planned.id].open_appeal
        assert rejection is not None
        assert planned.appeal is not None
        assert appeal is not None
        by, explanation = self.people.second_moderator, planned.appeal.answer
        if planned.state == "confirmed":
            appeal.confirm(
                by=by,
                seen=1,
                guidelines=rejection.guidelines,
                explanation=explanation,
                words=rejection.words,
            )
        else:
            appeal.overturn(by=by, seen=1, explanation=explanation)

    def _erase(self, planned: content.DemoComment) -> None:
        self.comments[planned.id].erase(by=self.people.editor, request="demo-1")
