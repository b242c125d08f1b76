"""What an open desk asks from time to time: who is here, who holds what, what has come in."""

from __future__ import annotations

import re

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from comments.desk.cards import Card
from comments.desk.doors import deciding
from comments.desk.forms import UndoForm
from comments.desk.holding import sections_of, slice_of
from comments.desk.places import is_key, moment
from comments.desk.wordings import refused_because
from comments.models import AtDesk, Claim, Comment
from comments.refusals import AlreadyDecided


@deciding
def watch(request):
    """Renews the hold on the comment shown and lets go of the one before. Answers with a fragment."""
    AtDesk.objects.see(request.user)
    shown = _comment(request.POST.get("shown", ""))
    _let_go(request, but=shown)
    if shown and _is_theirs(request, shown):
        _take(request, shown)
    return _answer(request, shown)


@deciding
def hold(request, pk):
    """By its button: hold this comment, or take it over."""
    comment = _comment(str(pk))
    if comment and _is_theirs(request, comment):
        _take(request, comment)
    if request.htmx:
        return _answer(request, comment)
    address = reverse("admin:comments_desk_card", args=[pk]) + slice_of(request).query
    return HttpResponseRedirect(f"{address}#desk-card", status=303)


@deciding
def leave(request):
    """The page is closed: whoever comes next need not wait for the hold to end."""
    AtDesk.objects.leave(request.user)
    _let_go(request)
    return HttpResponse(status=204)


def _is_theirs(request, comment: Comment) -> bool:
    return Card(comment, reader=request.user, sections=sections_of(request)).is_mine_to_hold


def _take(request, comment: Comment) -> None:
    if "over" in request.POST:
        Claim.objects.take_over(comment=comment, by=request.user)
    else:
        Claim.objects.take(comment=comment, by=request.user)


def _let_go(request, but: Comment | None = None) -> None:
    left = {int(key) for key in request.POST.getlist("held") if is_key(key)}
    Claim.objects.let_go(comments=left - {but.pk if but else 0}, by=request.user)


def _answer(request, shown: Comment | None) -> HttpResponse:
    others = Claim.objects.held_by_others(request.user).select_related("by")
    held = [(claim.comment_id, claim.by_name) for claim in others]
    context = {
        "slice": slice_of(request),
        "here": AtDesk.objects.others(than=request.user),
        "held": held,
        "shown": shown,
        "is_theirs": shown is not None and _is_theirs(request, shown),
        "claim": Claim.objects.in_force().filter(comment=shown).select_related("by").first(),
        "changed": _changed(request, shown),
        "arrived": _arrived(request),
    }
    return render(request, "comments/desk/_watched.html", context)


def _changed(request, shown: Comment | None) -> str:
    """Whether somebody decided it while it is being read."""
    form = UndoForm(request.POST)
    if shown is None or not form.is_valid():
        return ""
    decisions = shown.decisions_in_order
    if len(decisions) == form.cleaned_data["seen"]:
        return ""
    newest = decisions[-1] if decisions else None
    return refused_because(AlreadyDecided(shown, newest), shown)


def _arrived(request) -> str:
    since = request.POST.get("since", "")
    if not re.fullmatch(r"[0-9]{1,19}", since):
        return ""
    return slice_of(request).arrived_since(moment(int(since)))


def _comment(key: str) -> Comment | None:
    if not is_key(key):
        return None
    return Comment.objects.prefetch_related(Comment.objects.decisions_prefetch()).filter(pk=key).first()
