"""What the templates of a discussion are given."""

from __future__ import annotations

from comments import pages
from comments.directions import direction
from comments.forms import CommentForm
from comments.guidelines_shown import guidelines_shown, introduction
from comments.models import Comment, Discussion
from comments.openness_shown import openness
from comments.pages import Page
from comments.reading import NEWEST, OLDEST, Threads, discussion_read, threads_read
from comments.standing_shown import standing_told
from comments.waiting import usual_wait


def discussion_context(request, page: Page) -> dict:
    """Count, threads, guidelines and form of a page. At most five queries, one of them once a minute.

    Where what waits is capped, up to four more once in ten seconds.
    """
    discussion = discussion_read(page)
    sort = NEWEST if request.GET.get("sort") == NEWEST else OLDEST
    start = _id(request.GET.get("from", ""))
    threads = threads_read(discussion, sort=sort, start=start) if discussion else Threads([])
    is_taking = openness(page, discussion)
    context = {
        "page": page,
        "discussion": discussion,
        "count": discussion.published_count if discussion else 0,  # type: ignore[attr-defined]
        "sort": sort,
        "start": start,
        "threads": threads,
        "openness": is_taking,
        "is_open": is_taking.is_open,
    }
    if not context["is_open"]:
        return context
    context["standing"] = standing_told(request)
    answered = _answered(discussion, request.GET.get("reply_to", ""))
    form = CommentForm.fresh(page, user=request.user, in_reply_to=answered)
    return context | form_context(page, form, answered=answered)


def form_context(page: Page, form: CommentForm, *, answered: Comment | None) -> dict:
    """The form, with the guidelines beside it in the page's language."""
    language = pages.description(page)["language"]
    words, introduction_language = introduction(language)
    return {
        "form": form,
        "answered": answered,
        "guidelines": guidelines_shown(language),
        "introduction": words,
        "introduction_language": introduction_language,
        "guidelines_direction": direction(introduction_language),
        "usual_wait": usual_wait(),
    }


def _answered(discussion: Discussion | None, reply_to: str) -> Comment | None:
    pk = _id(reply_to)
    if discussion is None or pk is None:
        return None
    return Comment.objects.published().filter(discussion=discussion, pk=pk).first()


def _id(text: str) -> int | None:
    """A number that can be an id; None for anything else a reader may put in an address."""
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 19 else None
