"""What the list can be narrowed to, as the choices of a plain form."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.desk.slices import Slice
from comments.desk.wordings import AGES
from comments.guidelines import DEFAULT_WORDINGS
from comments.models import Discussion, Guideline, Verdict

DISCUSSIONS_LISTED, SECTIONS_AMONG = 100, 1000

LANGUAGES = {
    "en": _("English"),
    "ar": _("Arabic"),
    "ckb": _("Kurdish (Sorani)"),
    "kmr": _("Kurdish (Kurmanji)"),
    "tr": _("Turkish"),
}


Choices = list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Filter:
    name: str
    title: str | Promise
    anything: str | Promise
    value: str
    choices: Choices


VERDICTS: Choices = [
    (Verdict.Word.LOOK, _("To look at")),
    (Verdict.Word.FAILED, _("A check failed")),
    (Verdict.Word.CLEAR, _("Clear")),
]
SORTS: Choices = [("riskiest", _("Riskiest first")), ("clearest", _("Clearest first"))]


def filters(chosen: Slice, guidelines: Choices) -> list[Filter]:
    offered = [
        Filter("guideline", _("Guideline"), _("Any guideline"), chosen.guideline, guidelines),
        Filter("verdict", _("Verdict"), _("Any verdict"), chosen.verdict, list(VERDICTS)),
        _section_filter(chosen),
        Filter("discussion", _("Article"), _("Any article"), chosen.discussion, discussion_choices(chosen)),
        Filter("language", _("Language"), _("Any language"), chosen.language, _languages(chosen)),
        Filter("age", _("Age"), _("Any age"), chosen.age, [(code, age.title) for code, age in AGES.items()]),
    ]
    if chosen.author:
        one: Choices = [(chosen.author, _("Only this author"))]
        offered.append(Filter("author", _("Author"), _("Any author"), chosen.author, one))
    if chosen.state.is_sorted:
        offered.append(Filter("sort", _("Order"), _("Oldest first"), chosen.sort, list(SORTS)))
    return offered


def guideline_choices() -> Choices:
    guidelines = Guideline.objects.in_force().in_order().prefetch_related("wordings")
    return [(guideline.pk, str(guideline)) for guideline in guidelines]


def discussion_choices(chosen: Slice) -> Choices:
    """The newest ones, and the one chosen, however old."""
    titles = Discussion.objects.order_by("-begun_at", "-pk").values_list("pk", "title")
    listed = dict(titles[:DISCUSSIONS_LISTED])
    if chosen.discussion and int(chosen.discussion) not in listed:
        listed |= dict(titles.filter(pk=chosen.discussion))
    return [(str(pk), title) for pk, title in listed.items()]


def newest_sections() -> set[str]:
    """Those of the newest pages."""
    newest = Discussion.objects.order_by("-begun_at", "-pk").values("pk")[:SECTIONS_AMONG]
    named = Discussion.objects.filter(pk__in=newest).exclude(section="").values_list("section", flat=True)
    return set(named.distinct())


def _section_filter(chosen: Slice) -> Filter:
    """Among those of who asks; and the one chosen, whatever it is."""
    anything, sections = _("Any section"), newest_sections() if chosen.only is None else chosen.only
    if chosen.only is not None:
        anything = _("All sections of mine")
    offered = sorted({*sections, chosen.section} - {""})
    return Filter("section", _("Section"), anything, chosen.section, [(each, each) for each in offered])


def _languages(chosen: Slice) -> Choices:
    """Those that words are told apart in."""
    codes = dict.fromkeys([*DEFAULT_WORDINGS, *filter(None, [chosen.language])])
    return [(code, LANGUAGES.get(code, code)) for code in codes]
