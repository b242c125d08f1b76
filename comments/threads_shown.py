"""The threads of a page as HTML, and as others' programs read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from comments.conf import setting
from comments.digits import number
from comments.keeping import Shelf
from comments.moments import Moments
from comments.patterns import pattern
from comments.places import NEWEST, Place
from comments.reading import ShownComment, Thread, Threads, threads_read

kept = Shelf(share=0.5)
ANY = 20261123202611  # a number that stands in no address but where it is put


@dataclass(frozen=True, slots=True)
class ShownThreads:
    """One page of them. `comments` for whoever reads them otherwise than as HTML."""

    html: str = ""
    comments: tuple[ShownComment, ...] = ()
    next_query: str = ""
    is_missing: bool = False

    def __bool__(self) -> bool:
        return bool(self.comments) or bool(self.html)


def threads_shown(discussion, place: Place, *, is_open: bool) -> ShownThreads:
    """Made once of each version of the discussion, in each language. What is kept is for everybody."""
    said = (get_language(), timezone.get_current_timezone_name(), setting("THREADS_PER_PAGE"))
    name = (discussion.pk, discussion.version, place, is_open, *said)
    shown = kept.get(name)
    if shown is None:
        shown = _shown(threads_read(discussion, place), place, is_open)
        kept.put(name, shown, 3 * len(shown.html) + 1000)
    return shown


def _shown(threads: Threads, place: Place, is_open: bool) -> ShownThreads:
    comments = tuple(threads.comments)
    writer = _Writer({comment.pk for comment in comments}, place, is_open)
    html = mark_safe("".join(map(writer.thread, threads.threads)))  # noqa: S308  escaped on its way in
    next_query = threads.next_place.query if threads.next_place else ""
    return ShownThreads(html, comments, next_query, threads.is_missing)


class _Writer:
    """Fills the patterns, which it asks for once each."""

    def __init__(self, here: set[int], place: Place, is_open: bool) -> None:
        self.here = here
        self.sort = "&amp;sort=newest" if place.sort == NEWEST else ""
        self.is_open = is_open
        self.report_link = reverse("comments:report", args=[ANY]).partition(str(ANY))
        self.patterns: dict = {}
        self.moment = Moments()

    def thread(self, thread: Thread) -> str:
        first = self.comment(thread.comment) if thread.comment else self.tombstone(thread)
        if not thread.replies and not thread.next_reply:
            return f'<li class="thread">\n{first}\n</li>\n'
        earlier = self.earlier(thread) if thread.is_entered else ""
        replies = "".join(f"<li>{self.comment(reply)}</li>\n" for reply in thread.replies)
        return (
            f'<li class="thread">\n{first}\n{earlier}<ol class="thread__replies">\n{replies}</ol>\n'
            f"{self.more(thread)}</li>\n"
        )

    def comment(self, comment: ShownComment) -> str:
        answers = self._answers(comment)
        shape = (answers, comment.badge_kind or "", bool(comment.language), self.is_open)
        found = self.patterns.get(shape)
        if found is None:
            found = self.patterns[shape] = pattern(
                "comments/_comment.html",
                answers=answers,
                badge_kind=shape[1],
                has_language=shape[2],
                is_open=self.is_open,
            )
        pk, answered = comment.pk, comment.in_reply_to_id
        before, _any, after = self.report_link
        return found.format(
            pk=pk,
            name=escape(comment.name),
            permalink=f"?from={pk}{self.sort}#comment-{pk}",
            written_at=comment.submitted_at.isoformat(timespec="seconds"),
            written=self.moment(comment.submitted_at),
            answered_link=f"#comment-{answered}"
            if answers == "here"
            else f"?from={answered}#comment-{answered}",
            answered_name=escape(comment.answered_name or ""),
            language=comment.language,
            text=_paragraphs(comment.text),
            report_link=f"{before}{pk}{after}",
        )

    def tombstone(self, thread: Thread) -> str:
        return pattern("comments/_tombstone.html", status=thread.status).format(pk=thread.pk)

    def earlier(self, thread: Thread) -> str:
        return pattern("comments/_earlier_replies.html").format(pk=thread.pk, sort=self.sort) + "\n"

    def more(self, thread: Thread) -> str:
        if thread.next_reply is None:
            return ""
        found = pattern("comments/_more_replies.html", is_counted=thread.hidden is not None)
        return found.format(pk=thread.next_reply, sort=self.sort, hidden=number(thread.hidden or 0)) + "\n"

    def _answers(self, comment: ShownComment) -> str:
        if not comment.in_reply_to_id:
            return ""
        if not comment.answered_name:
            return "gone"
        return "here" if comment.in_reply_to_id in self.here else "elsewhere"


def _paragraphs(text: str) -> str:
    """As Django's `linebreaks`, of text whose ends of lines are settled."""
    html = escape(text)
    if "\n" not in html:
        return f"<p>{html}</p>"
    paragraphs = re.split("\n{2,}", html)
    return "\n\n".join("<p>" + paragraph.replace("\n", "<br>") + "</p>" for paragraph in paragraphs)
