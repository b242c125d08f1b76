"""Which language a comment is written in, by its letters and its commonest words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from comments.checks.cues import cues_by_language
from comments.checks.folding import fold
from comments.checks.lexicon import LANGUAGES

WORDS = {code: cues["common"] for code, cues in cues_by_language().items() if "common" in cues}
LETTERS = {
    "tr": re.compile("[ığİ]"),
    "kmr": re.compile("[êîûÊÎÛ]"),
    "ckb": re.compile("[ەێۆڕڵڤ]"),
    "ar": re.compile("[ةثذصضطظأإ]"),
    "fa": re.compile("[پچژگ]"),
}
LETTERS_ALONE = 1.5  # what a letter of one language weighs beside its common words
LATIN = re.compile(r"[A-Za-z]")
ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufeff]")
OTHER = re.compile(
    r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"
)
# A full-width or mathematical alphabet is Latin in fancy dress.
DRESSED = re.compile("[\uff21-\uff5a\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f189\u2100-\u214f]")
# Ours, and those whose commonest words we know only to tell that we do not read them.
SCRIPT = {
    **dict.fromkeys(("en", "tr", "kmr", "de", "fr", "es", "it"), "Latin"),
    **dict.fromkeys(("ar", "ckb", "fa"), "Arabic"),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a comment is written in, and whose word lists apply to it."""

    language: str  # empty when nothing tells, or when it is none of ours
    written: frozenset[str]  # with the language of words in the other script
    lists: frozenset[str]  # with the page's language, and English, whose words are used everywhere
    is_foreign: bool = False  # written, but in a language or script that we do not read


def known_code(code: str) -> str:
    """Our code for a language tag; empty for one that is not ours."""
    first = code.strip().lower().replace("_", "-").partition("-")[0]
    first = {"ku": "kmr", "kmr": "kmr", "sorani": "ckb"}.get(first, first)
    return first if first in LANGUAGES else ""


@lru_cache(maxsize=8)
def guess_language(text: str, page_language: str = "") -> Guess:
    page = known_code(page_language)
    scripts = _scripts(text)
    if not scripts:
        return Guess(page, frozenset({page} if page else ()), frozenset(LANGUAGES))
    written = [_in_script(text, script, page) for script in scripts]
    if written[0] not in LANGUAGES:
        return Guess("", frozenset(), frozenset(), is_foreign=True)
    lists = {*written, "en"} | ({page} if SCRIPT.get(page) in scripts else set())
    lists &= {code for code in LANGUAGES if SCRIPT[code] in scripts}
    # Arabic is written in Latin letters, too ("ya kalb"), and taken for English, or for any on its own page.
    if scripts == ["Latin"] and (written == ["en"] or SCRIPT.get(page) == "Arabic"):
        lists.add("ar")
    return Guess(written[0], frozenset(written) & frozenset(LANGUAGES), frozenset(lists))


def _scripts(text: str) -> list[str]:
    """The scripts of a text, the one with most letters first; "other" only when it prevails."""
    if text.isascii():
        return ["Latin"] if LATIN.search(text) else []
    dressed = len(DRESSED.findall(text))
    letters = {
        "Latin": len(LATIN.findall(text)) + dressed,
        "Arabic": len(ARABIC.findall(text)),
    }
    # Letters of a third script inside Latin words are dressing, not a language.
    if len(OTHER.findall(text)) - dressed > sum(letters.values()):
        return ["other"]
    return sorted((script for script, count in letters.items() if count), key=lambda script: -letters[script])


def _in_script(text: str, script: str, page: str) -> str:
    if script == "other":
        return ""
    fallback = page if SCRIPT.get(page) == script else {"Latin": "en", "Arabic": "ar"}[script]
    return _by_words(text, script, page) or fallback


def _by_words(text: str, script: str, page: str) -> str:
    words = fold(text).vocabulary
    counts = {code: float(len(words & WORDS[code])) for code in WORDS if SCRIPT[code] == script}
    for code in counts:
        if code in LETTERS and not text.isascii() and LETTERS[code].search(text):
            counts[code] += LETTERS_ALONE
    if script == "Arabic":
        _weigh_neighbours(counts, text)
    if page in counts:
        counts[page] += 1  # one word that two languages share is not enough to leave the page's
    best = max(counts, key=lambda code: counts[code])
    others = [count for code, count in counts.items() if code != best]
    return best if counts[best] > max(others) and counts[best] >= 1 else ""


def _weigh_neighbours(counts: dict[str, float], text: str) -> None:
    """Persian letters stand in Sorani, and in the Arabic of Iraq and the Gulf: alone they tell nothing."""
    if LETTERS["ckb"].search(text):
        counts["ckb"] += 2
        counts["fa"] = 0
    elif counts["fa"] == LETTERS_ALONE:
        counts["fa"] = 0
