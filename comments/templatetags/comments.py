"""`{% comments page %}`: a discussion on any template of any site."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import ngettext

from comments.directions import direction as direction_of
from comments.discussion_shown import discussion_context

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def comments(context, page):
    """The published comments of `page`, its guidelines, and the form to write another."""
    request = context["request"]
    return discussion_context(request, page) | {
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def direction(language: str) -> str:
    """`{{ article.language|direction }}`: "rtl" or "ltr"."""
    return direction_of(language or "")


@register.filter
def roughly(duration: timedelta) -> str:
    """A duration as one says it: "3 minutes", "5 hours", "2 days"."""
    minutes = max(1, round(duration.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
