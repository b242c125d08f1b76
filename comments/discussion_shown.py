"""What the templates of a discussion are given."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from comments.discussion_read import ReadDiscussion, discussion_read
from comments.form_shown import form_context, write_for_anybody
from comments.forms import CommentForm
from comments.gaps import Gaps
from comments.guidelines_shown import guidelines_state
from comments.models import Comment
from comments.news import News
from comments.openness_shown import Openness, openness
from comments.pages import Page
from comments.places import Place, number
from comments.standing_shown import standing_told
from comments.threads_shown import ShownThreads, threads_shown


class ShownDiscussion:
    """A page's discussion as one request sees it, each part read when it is first asked for.

    With `gaps` it is for nobody in particular: what differs for each reader is left open. See `kept_pages`.
    """

    def __init__(self, page: Page, place: Place, *, gaps: bool = False) -> None:
        self.page = page
        self.place = place
        self.gaps = gaps

    @classmethod
    def of(cls, request, page: Page) -> ShownDiscussion:
        """The one this request has looked at already, else a new one."""
        shown = getattr(request, "shown_discussion", None)
        if shown is None or shown.page != page:
            shown = request.shown_discussion = cls(page, Place.asked(request.GET))
        return shown

    @classmethod
    def with_read(cls, request, page: Page, discussion: ReadDiscussion | None) -> ShownDiscussion:
        """For a request that read the discussion along with its page."""
        shown = request.shown_discussion = cls(page, Place.asked(request.GET))
        shown.discussion = discussion
        return shown

    @cached_property
    def discussion(self) -> ReadDiscussion | None:
        return discussion_read(self.page)

    @cached_property
    def openness(self) -> Openness:
        return openness(self.page, self.discussion)

    @cached_property
    def threads(self) -> ShownThreads:
        if self.discussion is None:
            return ShownThreads()
        return threads_shown(self.discussion, self.place, is_open=self.openness.is_open)

    @cached_property
    def guidelines_state(self) -> str:
        return self.discussion.guidelines_state if self.discussion else guidelines_state()

    @property
    def count(self) -> int:
        return self.discussion.published_count if self.discussion else 0


def discussion_context(request, page: Page) -> dict:
    """Count, threads, guidelines and form of a page. At most four queries, one of them once a minute.

    Where what waits is capped, up to four more once in ten seconds.
    """
    shown = ShownDiscussion.of(request, page)
    context: dict[str, Any] = {
        "page": page,
        "discussion": shown.discussion,
        "count": shown.count,
        "place": shown.place,
        "threads": shown.threads,
        "openness": shown.openness,
        "is_open": shown.openness.is_open,
        "news": Gaps.news if shown.gaps else News.of(request, shown).html,
    }
    if not shown.openness.is_open:
        return context
    if shown.gaps:
        return context | {"write": write_for_anybody(page, shown.openness, shown.guidelines_state)}
    answered = _answered(shown.discussion, request.GET.get("reply_to", ""))
    form = CommentForm.fresh(page, user=request.user, in_reply_to=answered)
    context["standing"] = standing_told(request)
    return context | form_context(page, form, answered=answered, guidelines_state=shown.guidelines_state)


def _answered(discussion: ReadDiscussion | None, reply_to: str) -> Comment | None:
    pk = number(reply_to)
    if discussion is None or pk is None:
        return None
    return Comment.objects.published().filter(discussion=discussion.pk, pk=pk).first()
