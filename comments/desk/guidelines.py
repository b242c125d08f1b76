"""The guidelines as editors keep them: their order, their wordings, and what they said before."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.editing import by_post, seen_other, shown, with_permission
from comments.desk.filters import LANGUAGES
from comments.desk.guideline_form import GuidelineForm, WordingForm
from comments.directions import direction
from comments.models import Guideline, GuidelineWording, TrailEntry
from comments.refusals import Refusal, WordingChanged
from comments.screening import load_checks

EDITING = "comments.change_guideline"
LOOKING = ("comments.view_guideline", EDITING)
UP, DOWN = "up", "down"
# What the trail says of a guideline beside its wordings.
ACTS = {
    "guideline added": gettext_lazy("added"),
    "guideline retired": gettext_lazy("retired"),
    "guideline restored": gettext_lazy("brought back"),
}


@dataclass(frozen=True)
class InLanguage:
    """What a guideline says in one language, and said before, the newest first."""

    code: str
    name: str | Promise
    wordings: list[GuidelineWording]

    @property
    def newest(self) -> GuidelineWording | None:
        return self.wordings[0] if self.wordings else None

    @property
    def direction(self) -> str:
        return direction(self.code)


@with_permission(*LOOKING)
def guidelines(request):
    return _list_shown(request)


@with_permission(*LOOKING)
def guideline(request, code):
    """Its wordings; with `?language=`, the form to word it anew in that language."""
    found = get_object_or_404(Guideline, pk=code)
    language = request.GET.get("language", "")
    if language not in LANGUAGES or not request.user.has_perm(EDITING):
        return _shown(request, found)
    newest = found.newest_wording(language)
    initial = {"title": newest.title, "text": newest.text, "seen": newest.version} if newest else {"seen": 0}
    return _shown(request, found, language=language, form=WordingForm(initial=initial))


@with_permission(EDITING)
def add(request):
    if request.method != "POST":
        return _form_shown(request, GuidelineForm(initial={"language": "en"}))
    form = GuidelineForm(request.POST)
    if not form.is_valid():
        return _form_shown(request, form, status=422)
    try:
        published = Guideline.objects.publish(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_shown(request, form, status=422)
    messages.success(request, _("Published: %(title)s.") % {"title": published})
    return seen_other(_address(published))


@with_permission(EDITING)
@by_post("admin:comments_desk_guidelines")
def word(request, code, language):
    found, form = get_object_or_404(Guideline, pk=code), WordingForm(request.POST)
    if language not in LANGUAGES:
        raise Http404
    if not form.is_valid():
        return _shown(request, found, language=language, form=form, status=422)
    try:
        found.word(by=request.user, language=language, **form.cleaned_data)
    except WordingChanged as refusal:
        form.refuse(refusal)
        form.seen_again(refusal.wording.version if refusal.wording else 0)
        return _shown(request, found, language=language, form=form, status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(request, found, language=language, form=form, status=422)
    messages.success(request, _("Published. Readers see the new words from now on."))
    return seen_other(_address(found))


@with_permission(EDITING)
@by_post("admin:comments_desk_guidelines")
def retire(request, code):
    found = get_object_or_404(Guideline, pk=code)
    try:
        found.retire(by=request.user)
    except Refusal as refusal:
        return _shown(request, found, fault=str(refusal), status=409)
    messages.success(request, _("Retired: %(title)s. Old decisions keep it.") % {"title": found})
    return seen_other(reverse("admin:comments_desk_guidelines"))


@with_permission(EDITING)
@by_post("admin:comments_desk_guidelines")
def bring_back(request, code):
    found = get_object_or_404(Guideline, pk=code)
    found.bring_back(by=request.user)
    messages.success(request, _("In force again: %(title)s.") % {"title": found})
    return seen_other(reverse("admin:comments_desk_guidelines"))


@with_permission(EDITING)
@by_post("admin:comments_desk_guidelines")
def move(request, code):
    """One place up or down, in the order that the editor had in front of them."""
    codes = request.POST.getlist("order")
    if code not in codes:
        return _list_shown(request, fault=_("That guideline is not in force."), status=409)
    place = codes.index(code)
    other = place - 1 if request.POST.get("to") == UP else place + 1
    if 0 <= other < len(codes):
        codes[place], codes[other] = codes[other], codes[place]
    try:
        Guideline.objects.put_in_order(by=request.user, codes=codes)
    except Refusal as refusal:
        return _list_shown(request, fault=str(refusal), status=409)
    return seen_other(f"{reverse('admin:comments_desk_guidelines')}#guideline-{code}")


def _list_shown(request, *, status: int = 200, **context):
    every = list(Guideline.objects.in_order().prefetch_related("wordings__worded_by"))
    covered = {code for check in load_checks() for code in check.guidelines}
    return shown(
        request,
        "guidelines.html",
        title=_("Guidelines"),
        in_force=[(each, each.pk in covered, _languages_of(each)) for each in every if each.is_in_force],
        retired=[each for each in every if not each.is_in_force],
        may_edit=request.user.has_perm(EDITING),
        status=status,
        **context,
    )


def _form_shown(request, form: GuidelineForm, *, status: int = 200):
    return shown(request, "guideline_add.html", title=_("New guideline"), form=form, status=status)


def _shown(
    request, found: Guideline, *, language: str = "", form: WordingForm | None = None, status=200, **context
):
    acts = TrailEntry.objects.filter(comment=None, act__in=ACTS, details__guideline=found.pk)
    return shown(
        request,
        "guideline.html",
        title=str(found),
        guideline=found,
        languages=_in_languages(found),
        worded={"code": language, "name": LANGUAGES[language], "direction": direction(language)}
        if form
        else None,
        form=form,
        acts=[(ACTS[act.act], act) for act in acts.select_related("by").order_by("pk")],
        may_edit=request.user.has_perm(EDITING),
        status=status,
        **context,
    )


def _in_languages(found: Guideline) -> list[InLanguage]:
    """Every language the desk offers, and whichever else it was worded in."""
    wordings = list(found.wordings.select_related("worded_by").order_by("-version"))
    codes = dict.fromkeys([*LANGUAGES, *(wording.language for wording in wordings)])
    return [
        InLanguage(code, LANGUAGES.get(code, code), [each for each in wordings if each.language == code])
        for code in codes
    ]


def _languages_of(found: Guideline) -> list[str]:
    return sorted({wording.language for wording in found.wordings.all()})


def _address(found: Guideline) -> str:
    return reverse("admin:comments_desk_guideline", args=[found.pk])
