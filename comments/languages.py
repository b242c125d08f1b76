"""Which of the site's languages somebody is answered in. Django knows no Kurmanji: here it learns it."""

from __future__ import annotations

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_supported_language_variant

KURMANJI = {"bidi": False, "code": "kmr", "name": "Kurmanji", "name_local": "Kurmancî"}
SORANI = {"bidi": True, "code": "ckb", "name": "Sorani", "name_local": "سۆرانی"}


def make_known() -> None:
    """Give Django the names of both Kurdish languages, where it has none."""
    LANG_INFO.setdefault("kmr", KURMANJI)
    LANG_INFO.setdefault("ckb", SORANI)


def canonical(tag: str) -> str:
    """A language tag as we write it. Kurdish without saying which is Kurmanji: Sorani says `ckb`."""
    tag = tag.lower()
    return "kmr" if tag.split("-")[0] == "ku" else tag


def supported(tag: str) -> str | None:
    """The language of the site that serves who reads `tag`; None where there is none."""
    try:
        return get_supported_language_variant(canonical(tag))
    except LookupError:
        return None


def supported_or_default(tag: str) -> str:
    return supported(tag) or settings.LANGUAGE_CODE
