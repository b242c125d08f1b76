"""How comments are moderated, in figures that anybody may see, and under which seals the record stands."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from comments.conf import setting
from comments.models import CountedMonth, Seal
from comments.tables import as_csv
from comments.transparency.counting import DEFINITION
from comments.transparency.disclosing import Disclosed
from comments.transparency.files import csv_rows, figures_document
from comments.transparency.months import month_named, name_of
from comments.transparency.shown import facts, month_shown, tables

MONTHS_SHOWN = 12
MOST_MONTHS = 600  # in a file: fifty years
SEALS_SHOWN = 5
FILES_FRESH_FOR = 300


@require_safe
@conditional_page
# The page around it is one reader's own: it says whether they are signed in.
@cache_control(private=True, no_cache=True)
def transparency(request):
    asked = _month(request.GET.get("month"))
    kept = _months(asked)
    shown = kept[:MONTHS_SHOWN]
    if asked and (not shown or shown[0].month != asked):
        raise Http404("Nothing was counted of this month.")
    languages = sorted({tag for month in shown for tag in month.languages})
    language = request.GET.get("language")
    if language is not None and language not in languages:
        raise Http404("Nothing was counted in this language.")
    context = {
        "languages": [(tag, _name_of_language(tag)) for tag in languages],
        # Not "language": the base template calls that in which the page speaks so.
        "chosen_language": language,
        "seals": Seal.objects.order_by("-number")[:SEALS_SHOWN],
        "export_url": setting("EXPORT_URL"),
    }
    if shown:
        context |= _of_months(shown, language) | _ways_back(kept, language)
    return render(request, "comments/transparency.html", context)


@require_safe
@conditional_page
@cache_control(public=True, max_age=FILES_FRESH_FOR)
def transparency_as_csv(request):
    return as_csv("comments.csv", csv_rows(_all_months()))


@require_safe
@conditional_page
@cache_control(public=True, max_age=FILES_FRESH_FOR)
def transparency_as_json(request):
    return JsonResponse(figures_document(_all_months(), Seal.objects.order_by("-number")[:SEALS_SHOWN]))


def _months(until: date | None) -> list[Disclosed]:
    """Those that are shown, and one more where there is one."""
    kept = _counted()
    if until:
        kept = kept.filter(month__lte=until)
    return [Disclosed.of(month) for month in kept[: MONTHS_SHOWN + 1]]


def _all_months() -> list[Disclosed]:
    return [Disclosed.of(month) for month in _counted()[:MOST_MONTHS]]


def _counted():
    """By the rules of today. What was counted by others has other figures, until it is counted again."""
    return CountedMonth.objects.filter(definition=DEFINITION).newest_first()


def _of_months(shown: list[Disclosed], language: str | None) -> dict:
    chosen = shown[0]
    figures = chosen.of_language(language)
    months = [(month, month.of_language(language)) for month in shown]
    return {
        "chosen": chosen,
        "chosen_name": month_shown(chosen.month),
        "month": name_of(chosen.month),
        "is_kept_back": figures is None,
        "some_kept_back": any(of_month is None for _month, of_month in months),
        "facts": facts(figures),
        "tables": tables(months, chosen, figures),
    }


def _ways_back(kept: list[Disclosed], language: str | None) -> dict[str, str]:
    """To the month before, and to those that no longer fit here: in the language, where it is counted."""
    older = kept[MONTHS_SHOWN:]
    return {
        "earlier": _way_to(kept[1].month, kept[1:], language) if len(kept) > 1 else "",
        "older": _way_to(older[0].month, older, language) if older else "",
    }


def _way_to(month: date, months: list[Disclosed], language: str | None) -> str:
    asked = {"month": name_of(month)}
    if language is not None and any(language in each.languages for each in months):
        asked["language"] = language
    return f"?{urlencode(asked)}"


def _month(name: str | None) -> date | None:
    if name is None:
        return None
    month = month_named(name)
    if month is None:
        raise Http404("That is no month.")
    return month


def _name_of_language(tag: str) -> str:
    """By its own name, where the site speaks it."""
    return dict(settings.LANGUAGES).get(tag, tag)
