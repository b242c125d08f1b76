"""`{% comments page %}`: a discussion on any template of any site."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template

from comments import structured
from comments.check_reasons import told as told_reason
from comments.digits import in_digits
from comments.digits import number as number_of
from comments.directions import direction as direction_of
from comments.discussion_shown import ShownDiscussion, discussion_context
from comments.moments import roughly as roughly_told
from comments.moments import written

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def comments(context, page):
    """The published comments of `page`, its guidelines, and the form to write another."""
    request = context["request"]
    return discussion_context(request, page) | {
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def structured_data(context, page, about):
    """`{% structured_data article told %}` in the head: what the page is, with the comments it shows."""
    request = context["request"]
    base = f"{request.scheme}://{request.get_host()}"
    return structured.structured_data(ShownDiscussion.of(request, page), about, base=base)


@register.inclusion_tag("comments/_feed_link.html", takes_context=True)
def comments_feed(context, page):
    """`{% comments_feed article %}` in the head: where its comments can be followed, once there are any."""
    discussion = ShownDiscussion.of(context["request"], page).discussion
    return {"page": page, "discussion": discussion if discussion and discussion.version else None}


@register.filter
def direction(language: str) -> str:
    """`{{ article.language|direction }}`: "rtl" or "ltr"."""
    return direction_of(language or "")


@register.filter
def moment(value: datetime) -> str:
    """A day and its time as the reader's language writes them."""
    return written(value, "DATETIME_FORMAT")


@register.filter
def day(value: datetime) -> str:
    return written(value, "DATE_FORMAT")


@register.filter
def clock(value: datetime) -> str:
    """A time to the second, for who has to wait for it."""
    return written(value, "H:i:s e")


@register.filter
def number(value: int) -> str:
    return number_of(value)


@register.filter
def digits(text: str) -> str:
    """A date, or a number with words around it, in the reader's digits."""
    return in_digits(str(text))


@register.filter
def told(reason: str) -> str:
    """What a check said of marked words, in the reader's language."""
    return told_reason(reason)


@register.filter
def roughly(duration: timedelta) -> str:
    """A duration as one says it: "3 minutes", "5 hours", "2 days"."""
    return roughly_told(duration)
