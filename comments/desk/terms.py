"""Editors' terms: the list, one of them, trying a new one, retiring one, and what changed when."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.backtesting import SIZES, backtest
from comments.checks.terms import folded_forms, is_found_in_disguise
from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.desk.places import is_key
from comments.desk.term_form import TermForm, facts_tested
from comments.models import Term, TermChange
from comments.refusals import Refusal

EDITING = "comments.change_term"
LOOKING = ("comments.view_term", EDITING)
PER_PAGE = 100


@with_permission(*LOOKING)
def terms(request):
    is_retired = request.GET.get("state") == "retired"
    listed = Term.objects.retired() if is_retired else Term.objects.in_force()
    listed = listed.select_related("guideline").prefetch_related("guideline__wordings", "changes__by")
    return shown(
        request,
        "terms.html",
        title=_("Terms"),
        page=Paginator(listed.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        is_retired=is_retired,
        may_edit=request.user.has_perm(EDITING),
    )


@with_permission(*LOOKING)
def term(request, pk):
    return _term_shown(request, get_object_or_404(Term.objects.select_related("guideline"), pk=pk))


@with_permission(*LOOKING)
def changes(request):
    """Every version of the terms, the newest first."""
    listed = TermChange.objects.select_related("term__guideline", "by").order_by("-number")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return shown(request, "term_changes.html", title=_("Changes of the terms"), page=page)


@with_permission(EDITING)
def add(request):
    """First tried, then saved: the page that shows what a term would have found holds the button."""
    if request.method != "POST":
        like = request.GET.get("like", "")
        known = Term.objects.filter(pk=like).first() if is_key(like) else None
        return _form_shown(request, TermForm.like(known))
    if "tested" in request.POST:
        return _save(request, request.POST["tested"])
    form = TermForm(request.POST)
    draft = form.draft()
    if draft is None:
        return _form_shown(request, form, status=422)
    tested = backtest(draft, form.cleaned_data["size"])
    return _form_shown(
        request,
        form,
        draft=draft,
        tested=tested,
        forms_found=folded_forms(draft.as_read),
        is_found_in_disguise=is_found_in_disguise(draft.as_read),
    )


@with_permission(EDITING)
@by_post("admin:comments_desk_terms")
def retire(request, pk):
    retired = get_object_or_404(Term.objects.select_related("guideline"), pk=pk)
    note = request.POST.get("note", "")
    try:
        retired.retire(by=request.user, note=note)
    except Refusal as refusal:
        return _term_shown(request, retired, fault=str(refusal), note=note, status=409)
    messages.success(request, _("Retired: %(words)s.") % {"words": retired.words})
    return seen_other(reverse("admin:comments_desk_terms"))


def _save(request, tested: str):
    facts = facts_tested(tested)
    if facts is None:
        messages.error(request, _("What you tried was damaged on its way. Try the term again."))
        return seen_other(reverse("admin:comments_desk_term_add"))
    try:
        saved = Term.objects.add(by=request.user, **facts)
    except Refusal as refusal:
        form = TermForm.like(Term(**facts))
        return _form_shown(request, form, fault=str(refusal), status=409)
    messages.success(request, _("In force from now on: %(words)s.") % {"words": saved.words})
    return seen_other(reverse("admin:comments_desk_terms"))


def _form_shown(request, form: TermForm, *, status: int = 200, **context):
    return shown(
        request, "term_add.html", title=_("New term"), form=form, sizes=SIZES, status=status, **context
    )


def _term_shown(request, term: Term, *, status: int = 200, **context):
    history = term.changes.select_related("by").order_by("number")
    return shown(
        request,
        "term.html",
        title=term.words,
        term=term,
        history=history,
        forms_found=[] if term.fault else folded_forms(term.as_read),
        may_retire=request.user.has_perm(EDITING) and term.is_in_force,
        may_edit=request.user.has_perm(EDITING),
        status=status,
        **context,
    )
