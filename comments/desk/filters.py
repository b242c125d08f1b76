"""What the list can be narrowed to, as the choices of a plain form."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.desk.slices import Slice
from comments.guidelines import DEFAULT_WORDINGS
from comments.models import Discussion, Guideline

DISCUSSIONS_LISTED = 100

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


def filters(chosen: Slice) -> list[Filter]:
    return [
        Filter("guideline", _("Guideline"), _("Any guideline"), chosen.guideline, guideline_choices()),
        Filter("discussion", _("Article"), _("Any article"), chosen.discussion, discussion_choices(chosen)),
        Filter("language", _("Language"), _("Any language"), chosen.language, _languages(chosen)),
    ]


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


def _languages(chosen: Slice) -> Choices:
    """Those that words are told apart in."""
    codes = dict.fromkeys([*DEFAULT_WORDINGS, *filter(None, [chosen.language])])
    return [(code, LANGUAGES.get(code, code)) for code in codes]
