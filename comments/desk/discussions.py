"""Discussions as editors keep them: open or closed, slowed down, and how much may wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comments import clock
from comments.desk.discussion_form import CapsForm, DiscussionForm
from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.desk.places import is_key
from comments.digits import number
from comments.models import Comment, Discussion, Overload, TrailEntry, WaitingCap
from comments.models.overload import Scope
from comments.refusals import Refusal

EDITING = "comments.change_discussion"
LOOKING = ("comments.view_discussion", EDITING)
PER_PAGE = 50
LONGEST_SEARCH = 100
ACTS_SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A discussion with how many of its comments wait, are published, and are neither."""

    discussion: Discussion
    waiting: int = 0
    published: int = 0
    total: int = 0
    is_full: bool = False


@with_permission(*LOOKING)
def discussions(request):
    sought, state = (
        request.GET.get("title", "").replace("\x00", "")[:LONGEST_SEARCH],
        request.GET.get("state"),
    )
    found = _in_state(Discussion.objects.all(), state)
    if sought.strip():
        found = found.filter(title__icontains=sought.strip())
    after = request.GET.get("after", "")
    if is_key(after):
        found = found.filter(pk__lt=int(after))
    listed = list(found.order_by("-pk")[: PER_PAGE + 1])
    return shown(
        request,
        "discussions.html",
        title=_("Discussions"),
        rows=_rows(listed[:PER_PAGE]),
        next_after=listed[PER_PAGE - 1].pk if len(listed) > PER_PAGE else None,
        sought=sought,
        state=state,
        states=[("", _("Any")), *((code, title()) for code, title in STATES.items())],
        caps=WaitingCap.objects.in_force(),
        full=Overload.objects.full(None),
        may_edit=request.user.has_perm(EDITING),
    )


@with_permission(*LOOKING)
def discussion(request, pk):
    return _shown(request, get_object_or_404(Discussion, pk=pk))


@with_permission(EDITING)
@by_post("admin:comments_desk_discussions")
def close(request, pk):
    """Now, or at the time given."""
    found, form = get_object_or_404(Discussion, pk=pk), DiscussionForm(request.POST)
    if "at" in request.POST:
        form.require_time()
        if not form.is_valid():
            return _shown(request, found, form=form, status=422)
        found.close(by=request.user, at=form.cleaned_data["at"])
    else:
        found.close(by=request.user)
    return _done(
        request, found, _("Closed from the time you gave on.") if "at" in request.POST else _("Closed.")
    )


@with_permission(EDITING)
@by_post("admin:comments_desk_discussions")
def reopen(request, pk):
    found = get_object_or_404(Discussion, pk=pk)
    found.reopen(by=request.user)
    return _done(request, found, _("Open again."))


@with_permission(EDITING)
@by_post("admin:comments_desk_discussions")
def slow_down(request, pk):
    return _set(
        request, pk, "slow_seconds", lambda found, value: found.slow_down(by=request.user, seconds=value or 0)
    )


@with_permission(EDITING)
@by_post("admin:comments_desk_discussions")
def cap(request, pk):
    return _set(request, pk, "most_waiting", lambda found, value: found.cap(by=request.user, most=value))


@with_permission(*LOOKING)
def caps(request):
    """The caps of the whole site, and when they were reached."""
    if request.method != "POST" or not request.user.has_perm(EDITING):
        in_force = WaitingCap.objects.in_force()
        return _caps_shown(
            request, CapsForm(initial={"most": in_force.most, "most_on_page": in_force.most_on_page})
        )
    form = CapsForm(request.POST)
    if not form.is_valid():
        return _caps_shown(request, form, status=422)
    try:
        WaitingCap.objects.set(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _caps_shown(request, form, status=409)
    messages.success(request, _("The caps count from now on."))
    return seen_other(reverse("admin:comments_desk_caps"))


# What the trail says of a discussion, as a moderator reads it.
ACTS: dict[str, Callable[[dict], str]] = {
    "discussion closed": lambda told: _("closed from %(when)s on") % {"when": _moment(told["closed_at"])},
    "discussion opened": lambda told: _("opened"),
    "discussion slowed": lambda told: (
        _("slowed down to one comment in %(n)s s") % {"n": number(told["slow_seconds"])}
    ),
    "discussion capped": lambda told: (
        _("may have waiting: %(n)s")
        % {"n": number(told["most_waiting"]) if told["most_waiting"] else _("as everywhere")}
    ),
}
STATES = {
    "open": lambda: _("Open"),
    "closed": lambda: _("Closed"),
    "closing": lambda: _("Closing on a date"),
    "slowed": lambda: _("Slowed down"),
    "full": lambda: _("Full"),
}


def _in_state(found, state: str | None):
    now = clock.now()
    match state:
        case "open":
            return found.filter(Q(closed_at=None) | Q(closed_at__gt=now))
        case "closed":
            return found.filter(closed_at__lte=now)
        case "closing":
            return found.filter(closed_at__gt=now)
        case "slowed":
            return found.filter(slow_seconds__gt=0)
        case "full":
            return found.filter(
                pk__in=Overload.objects.going_on().exclude(discussion=None).values("discussion")
            )
    return found


def _rows(listed: list[Discussion]) -> list[Row]:
    """In three queries, however many comments a discussion has."""
    counted = (
        Comment.objects.filter(discussion__in=listed)
        .values_list("discussion")
        .annotate(
            waiting=Count("pk", filter=Q(status="pending")),
            published=Count("pk", filter=Q(status="approved")),
            total=Count("pk"),
        )
        .order_by()
    )
    numbers = {key: counts for key, *counts in counted}
    full = set(Overload.objects.going_on().filter(discussion__in=listed).values_list("discussion", flat=True))
    rows = []
    for each in listed:
        waiting, published, total = numbers.get(each.pk, (0, 0, 0))
        rows.append(Row(each, waiting, published, total, is_full=each.pk in full))
    return rows


def _set(request, pk, name: str, act):
    found, form = get_object_or_404(Discussion, pk=pk), DiscussionForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form=form, status=422)
    try:
        act(found, form.cleaned_data[name])
    except Refusal as refusal:
        form.add_error(name, str(refusal))
        return _shown(request, found, form=form, status=422)
    return _done(request, found, _("That counts from the next comment on."))


def _done(request, found: Discussion, sentence: str):
    messages.success(request, sentence)
    return seen_other(reverse("admin:comments_desk_discussion", args=[found.pk]))


def _shown(request, found: Discussion, *, form: DiscussionForm | None = None, status: int = 200):
    acts = TrailEntry.objects.filter(comment=None, act__in=ACTS, details__discussion=found.pk)
    full: Scope | None = Overload.objects.full(found)
    return shown(
        request,
        "discussion.html",
        title=found.title,
        discussion=found,
        row=_rows([found])[0],
        full=full,
        form=form or DiscussionForm.of(found),
        acts=[(_said(act), act) for act in acts.select_related("by").order_by("-pk")[:ACTS_SHOWN]],
        caps=WaitingCap.objects.in_force(),
        may_edit=request.user.has_perm(EDITING),
        status=status,
    )


def _said(act: TrailEntry) -> str:
    return ACTS[act.act](act.details)


def _moment(written: str) -> str:
    moment = parse_datetime(written)
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else written


def _caps_shown(request, form: CapsForm, *, status: int = 200):
    return shown(
        request,
        "caps.html",
        title=_("How much may wait"),
        form=form,
        full=Overload.objects.full(None),
        waiting=Comment.objects.awaiting_decision().order_by()[:10_001].count(),
        history=WaitingCap.objects.select_related("set_by").order_by("-number")[:ACTS_SHOWN],
        overloads=Overload.objects.select_related("discussion").order_by("-pk")[:ACTS_SHOWN],
        may_edit=request.user.has_perm(EDITING),
        status=status,
    )
